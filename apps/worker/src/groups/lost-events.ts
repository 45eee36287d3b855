/** Under `group: event`: the issues of a fault that Redis has forgotten, by the label that each of them has beside its own. */

import type { IssueRef } from '@guance-jira/jira';
import { eventsLabelOf } from '@guance-jira/jira';
import { begunOf } from '@guance-jira/ledger';
import type { Rules } from '@guance-jira/mapping';
import { isStep, type Step } from '../disposition.ts';
import { reading } from '../issue/requests.ts';
import { admitted, withoutChange } from '../throttle/acquire.ts';
import { foundBy, minutesBack } from './look-back.ts';
import type { FaultTurn } from './per-fault/context.ts';

type Opened = IssueRef & { route: string };

/** Those that are known, and those that only Jira knows. To be repeated after a wait. */
export async function withForgotten(turn: FaultTurn, known: readonly Opened[]): Promise<Opened[] | Step> {
  const { event, jira, rules } = turn;
  if (!recoversEvents(rules)) return [...known];
  const begun = begunOf(event, event.faultStart);
  if (await jira.memory.mustAsk(begun)) {
    const notYet = await admitted(turn, jira, 'search');
    if (notYet) return notYet;
  }
  const forgotten = await withoutChange(turn, jira, () => jira.memory.mayHaveForgotten(begun));
  if (isStep(forgotten)) return forgotten;
  if (!forgotten) return [...known];
  const label = eventsLabelOf(event);
  const seen = await reading(turn, 'search', () => jira.markerSearch.find(label, minutesBack(turn, Date.now())));
  if (isStep(seen)) return seen;
  const others = foundBy(label, seen).filter(({ id }) => known.every((issue) => issue.id !== id));
  const all = [...known, ...others.map(({ id, key, property }) => ({ id, key, route: property?.route ?? '' }))];
  const ms = all.length === 0 ? await jira.memory.emptyLookCountsInMs() : 0;
  if (ms <= 0) return all.sort((a, b) => Number(a.id) - Number(b.id));
  const reason = 'the ledger is new; waiting until a search shows what Jira has';
  return { step: 'wait', ms: Math.min(ms + 50, 10_000), reason };
}

export function recoversEvents({ routes, fallback }: Rules): boolean {
  return [...routes, ...(fallback === null ? [] : [fallback])].some(
    (route) => route.kind === 'issue' && route.group === 'event' && route.recover !== null,
  );
}
