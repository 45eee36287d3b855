/** Pure: whether anybody tells us that a person has closed an issue, where a route has a way back. */
import { type Check, check } from '../command-line/check.ts';
import type { Words } from '../words/words.ts';

/**
 * @param routes those with `back`
 * @param isPolled whether the workers ask Jira themselves
 * @param address where Jira would tell it, and whether the receiver has that address; null: it did not answer
 */
export function checkChanges(
  routes: readonly string[],
  isPolled: boolean,
  { url, exists }: { url: string; exists: boolean | null },
  { doctor: says }: Words,
): Check[] {
  if (routes.length === 0 || isPolled || exists === null) return [];
  return exists
    ? [check('back', 'changes', 'ok', says.changesTaken(url))]
    : [check('back', 'changes_unheard', 'bad', says.changesUnheard(routes.join(', '), url))];
}
