import type { Step } from '../../disposition.ts';
import { admitted, withoutChange } from '../../throttle/acquire.ts';
import type { RequestDeps } from '../../throttle/deps.ts';
import type { Opening } from '../creation.ts';
import type { HighestKeys } from './highest-keys.ts';

/** Before the first create in a project: one search tells its highest key. Null when the create may go on, with or without it. */
export async function learnHighestKey(
  project: string,
  opening: Opening,
  jira: RequestDeps & { highest: HighestKeys },
): Promise<Step | null> {
  if (!(await jira.highest.isUnknown(project))) return null;
  const notYet = await admitted(opening, jira, 'search');
  if (notYet) return notYet;
  return withoutChange(opening, jira, async () => {
    await jira.highest.learn(project, () => jira.tracker.newestIn(project, false));
    return null;
  });
}
