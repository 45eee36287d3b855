/** Under `group: event`: the issues of a fault that Redis has forgotten, by the label that each of them has beside its own. */

import type { IssueRef } from '@guance-jira/jira';
import { eventsLabelOf, olderFirst } from '@guance-jira/jira';
import { begunOf } from '@guance-jira/ledger';
import type { Rules } from '@guance-jira/mapping';
import { emptyLookCountsInMs, waitForIndex } from '../create/forgotten.ts';
import { isStep, type Step } from '../disposition.ts';
import { reading } from '../issue/requests.ts';
import { admitted, withoutChange } from '../throttle/acquire.ts';
import { foundBy, minutesBack } from './look-back.ts';
import type { FaultTurn } from './per-fault/context.ts';

type Opened = IssueRef & { route: string };

/**
 * Those that are known, and those that only Jira knows. To be repeated after a wait.
 * @param elsewhere some are known by another address of Jira
 */
export async function withForgotten(
  turn: FaultTurn,
  known: readonly Opened[],
  elsewhere: boolean,
): Promise<Opened[] | Step> {
  const { event, jira, rules } = turn;
  if (!recoversEvents(rules)) return [...known];
  const begun = begunOf(event, event.faultStart);
  if (!elsewhere && (await jira.memory.mustAsk(begun))) {
    const notYet = await admitted(turn, jira, 'search');
    if (notYet) return notYet;
  }
  const forgotten = elsewhere || (await withoutChange(turn, jira, () => jira.memory.mayHaveForgotten(begun)));
  if (isStep(forgotten)) return forgotten;
  if (!forgotten) return [...known];
  const label = eventsLabelOf(event);
  const seen = await reading(turn, 'search', () => jira.markerSearch.find(label, minutesBack(turn, Date.now())));
  if (isStep(seen)) return seen;
  const others = foundBy(label, seen).filter(({ id }) => known.every((issue) => issue.id !== id));
  const all = [...known, ...others.map(({ id, key, property }) => ({ id, key, route: property?.route ?? '' }))];
  // What it recovers was made before it came, perhaps just before.
  const madeAgoMs = elsewhere ? Date.now() - event.receivedAt : undefined;
  const ms = all.length === 0 || (elsewhere && others.length === 0) ? await emptyLookCountsInMs(jira, madeAgoMs) : 0;
  return ms <= 0 ? all.sort(olderFirst) : waitForIndex(ms);
}

export function recoversEvents({ routes, fallback }: Rules): boolean {
  return [...routes, ...(fallback === null ? [] : [fallback])].some(
    (route) => route.kind === 'issue' && route.group === 'event' && route.recover !== null,
  );
}
