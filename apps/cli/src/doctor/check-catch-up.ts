/** Pure: what Guance knows and never told us, as the workers' last looks have found it. */
import { type LookRecord, NEVER_LOOKED } from '@guance-jira/ledger';
import { type CatchUpFinding, judgeCatchUp, type WorkerEnv } from '@guance-jira/operations';
import { type Check, check } from '../command-line/check.ts';
import { timeText } from '../command-line/times.ts';
import type { Words } from '../words/words.ts';

/** @param records of the workspaces that were looked at; nothing is said of those without a key, and where looking is off */
export function checkCatchUp(
  records: ReadonlyMap<string, LookRecord>,
  { GUANCE_API_KEYS, CATCH_UP_EVERY }: Pick<WorkerEnv, 'GUANCE_API_KEYS' | 'CATCH_UP_EVERY'>,
  words: Words,
): Check[] {
  if (!GUANCE_API_KEYS || CATCH_UP_EVERY === null) return [];
  const looked = [...GUANCE_API_KEYS.keys()].map((name) => [name, records.get(name) ?? NEVER_LOOKED] as const);
  return judgeCatchUp(new Map(looked)).map((finding) => checkOf(finding, words));
}

function checkOf(finding: CatchUpFinding, { doctor: says }: Words): Check {
  const { code, level, workspace } = finding;
  switch (code) {
    case 'caught_up':
      return check('catch_up', code, level, says.caughtUp(workspace, timeText(finding.lookedAt)));
    case 'not_looked':
      return check('catch_up', code, level, says.notLooked(workspace));
    case 'look_failed':
      return check('catch_up', code, level, says.lookFailed(workspace, timeText(finding.since), finding.said));
    case 'unseen':
      return check('catch_up', code, level, says.unseen(workspace, finding.count, finding.titles, finding.routes));
    case 'over_there':
      return check('catch_up', code, level, says.overThere(workspace, finding.count, finding.issues));
  }
}
