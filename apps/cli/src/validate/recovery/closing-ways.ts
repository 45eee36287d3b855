/** Pure: how a recovery would close an issue, from each open status of which one was seen. */
import { chooseTransition, MAX_STEPS, type Transition } from '@guance-jira/jira';
import type { PlaceFacts, SeenIssue } from '@guance-jira/operations';

export interface ClosingWay {
  readonly from: SeenIssue;
  readonly steps: readonly Transition[];
  /** Whether it closes the issue, ends nowhere, or leads to a status in which no issue was seen. */
  readonly end: 'closes' | 'nowhere' | 'unseen';
  /** Keys of the issues on which its steps were seen. */
  readonly seenOn: readonly string[];
}

type Goal = Parameters<typeof chooseTransition>[1];

export function closingWays(goal: Goal, place: Pick<PlaceFacts, 'seen' | 'statuses'>): ClosingWay[] {
  return place.seen.map((from) => wayFrom(from, goal, place));
}

function wayFrom(from: SeenIssue, goal: Goal, { seen, statuses }: Pick<PlaceFacts, 'seen' | 'statuses'>): ClosingWay {
  const visited = [from.status.name];
  const steps: Transition[] = [];
  const seenOn: string[] = [];
  let here = from;
  for (let step = 1; step <= MAX_STEPS; step += 1) {
    const mayStep = step < MAX_STEPS;
    const choice = chooseTransition(here.transitions, goal, { visited, statuses: statuses ?? [], mayStep });
    if (choice === null || choice === 'statuses') break;
    const { transition, final } = choice;
    steps.push(transition);
    seenOn.push(here.key);
    if (final) return { from, steps, end: 'closes', seenOn };
    visited.push(transition.to.name);
    const next = seen.find(({ status }) => status.name === transition.to.name);
    if (next === undefined) return { from, steps, end: 'unseen', seenOn };
    here = next;
  }
  return { from, steps, end: 'nowhere', seenOn };
}
