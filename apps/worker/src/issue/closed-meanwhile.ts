/** Who closed an issue that this event was about to move: people may have, while an answer was lost or a further step was held up. */

import type { IssueNow } from '@guance-jira/jira';
import type { IssueTurn } from './issue-turn.ts';

/**
 * Of an issue that is done: whether this event has closed it. What is done after our last step, by a rule of the project say, leaves it
 * ours. A history that does not tell leaves it so too.
 */
export async function closedByThis(
  { progress, jira }: Pick<IssueTurn, 'progress' | 'jira'>,
  { id, statusChanges = [] }: IssueNow,
): Promise<boolean> {
  if ((await progress.movedFrom(id)) === null) return false;
  const steps = await progress.steps(id);
  const since = steps === null ? [] : statusChanges.filter(({ at }) => at > steps.since);
  if (steps === null || since.length === 0) return true;
  const accounts = await jira.accounts.all();
  return since.filter(({ by }) => accounts.has(by)).length > steps.made;
}

/** When the status was last changed; 0 for never. */
export function lastChangeOf({ statusChanges = [] }: IssueNow): number {
  return Math.max(0, ...statusChanges.map(({ at }) => at));
}
