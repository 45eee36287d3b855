import { stringify } from 'yaml';
import { standardPriorities } from '../fields/priority.ts';
import { findingsOf } from './checks/findings.ts';
import { compileRules } from './compile.ts';
import { RulesInvalid } from './problems.ts';
import type { Group, Rules } from './rules.ts';
import { RulesFile } from './schema/file.ts';

/** The one route of an installation without a rules file. */
export const defaultRouteName = 'default';

export type RuleSettings = {
  readonly project: string;
  readonly issueType: string;
  readonly assignee?: string | undefined;
  readonly priority?: string | undefined;
  readonly group?: Group | undefined;
  readonly timezone?: string | undefined;
};

/**
 * One route that takes every event.
 * @throws RulesInvalid whose problems name the setting as their path
 */
export function rulesFromSettings(settings: RuleSettings): Rules {
  const { file, filled } = fileOf(settings);
  // Read once: to compile readers for all that a file may hold takes longer than to read these few keys.
  const parsed = RulesFile.safeParse(file, { jitless: true });
  const findings = [...findingsOf(parsed.error?.issues ?? [], file), ...missing(filled)];
  if (!parsed.success || findings.length > 0) {
    const problems = findings.map(({ path, message, hint }) => ({
      file: 'settings',
      line: 1,
      column: 1,
      path: String(path.at(-1) ?? ''),
      message,
      hint: typeof hint === 'string' ? hint : hint(''),
    }));
    throw new RulesInvalid(problems);
  }
  return compileRules([parsed.data]);
}

/** The same as a file that a person could go on from. */
export function rulesTextOf(settings: RuleSettings): string {
  return stringify(fileOf(settings).file);
}

function fileOf({ group = 'event', ...rest }: RuleSettings) {
  const filled = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined && value !== ''));
  return { filled, file: { routes: [{ name: defaultRouteName, group, priority: standardPriorities, ...filled }] } };
}

function missing(filled: Record<string, unknown>) {
  return ['project', 'issueType']
    .filter((key) => filled[key] === undefined)
    .map((key) => ({ path: [key], message: `"${key}" is missing`, hint: 'set it' }));
}
