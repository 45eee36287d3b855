import type { SplitFaults } from '@guance-jira/operations';
import { type Check, check } from '../command-line/check.ts';
import type { Words } from '../words/words.ts';

/** What people take for duplicates: several issues of one fault. */
export function checkSplit(split: SplitFaults | null, byVariables: boolean, { doctor: says }: Words): Check[] {
  if (split === null) return [];
  const { issues, route, faults } = split;
  const shown = issues.slice(0, MAX_SHOWN).join(', ') + (issues.length > MAX_SHOWN ? ' …' : '');
  const said = says.splitFault(issues.length, shown, faults - 1, byVariables ? null : route);
  return [check('grouping', 'faults_split', 'warn', said)];
}

const MAX_SHOWN = 4;
