import type { OneEvent } from '@guance-jira/operations';
import type { Words } from '../../words/words.ts';

/** What the issue of an event was given from Guance: each part that its route asks for, and what became of it. */
export function contextRows(context: OneEvent['context'], { event: says }: Pick<Words, 'event'>): [string, string][] {
  return context.map(({ part, state, reason }) => [
    says.contextParts[part],
    state === 'left_out' ? says.contextLeftOut(reason) : state === 'added' ? says.contextAdded : says.contextLater,
  ]);
}
