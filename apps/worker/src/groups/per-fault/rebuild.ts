/** What Redis has forgotten of an object is read from Jira: by the label of the fault, or of the object for an older one. */

import type { FoundIssue, IssueRef } from '@guance-jira/jira';
import { faultMarkerOf, objectLabelOf, olderFirst } from '@guance-jira/jira';
import type { FaultState } from '@guance-jira/ledger';
import { begunOf, roundOf } from '@guance-jira/ledger';
import type { Plan } from '@guance-jira/mapping';
import { emptyLookCountsInMs, waitForIndex } from '../../create/forgotten.ts';
import { isStep, type Step } from '../../disposition.ts';
import { reading } from '../../issue/requests.ts';
import { admitted, withoutChange } from '../../throttle/acquire.ts';
import { foundBy, minutesBack } from '../look-back.ts';
import type { FaultTurn } from './context.ts';
import { noteAdoption } from './missed-rise.ts';

/** A fault of which only the ledger's record is left: its issue, and nothing about its course. */
export function stateOfRecord(
  { event, facts }: FaultTurn,
  { route, id, key }: IssueRef & { route: string },
): FaultState {
  const begun = roundOf(facts.moment, {
    faultKey: facts.faultKey,
    route,
    issue: { id, key },
    openedAt: event.faultStart ?? facts.moment.at,
    level: null,
    peak: facts.rank,
  });
  return { ...begun, applied: LONG_AGO };
}

/**
 * @param elsewhere what Redis has is about another address of Jira
 * @returns null when Redis has forgotten nothing, or Jira has nothing either. The issue of an abnormal event's own fault is left to the
 * opening, which finds it and waits for a lagging search as it must.
 */
export async function rebuilt(turn: FaultTurn, plan: Plan, elsewhere = false): Promise<FaultState | Step | null> {
  const { event, facts, jira } = turn;
  // Guance names a fault by its first event.
  const isFirst = event.faultKeyBefore === encodeURIComponent(turn.eventId.toWellFormed());
  const begun = begunOf(event, event.faultStart ?? (isFirst ? event.eventTime : null));
  if (!elsewhere && (await jira.memory.mustAsk(begun))) {
    const notYet = await admitted(turn, jira, 'search');
    if (notYet) return notYet;
  }
  const forgotten = elsewhere || (await withoutChange(turn, jira, () => jira.memory.mayHaveForgotten(begun)));
  if (isStep(forgotten)) return forgotten;
  if (!forgotten) return null;
  const { label, older } = faultMarkerOf(facts.faultKey, event, turn.workspace, '');
  const objectLabel = objectLabelOf(turn.objectKey);
  const minutes = minutesBack(turn, Date.now());
  const seen = await reading(turn, 'search', () =>
    Promise.all([jira.markerSearch.find(label, minutes, older), jira.markerSearch.find(objectLabel, minutes)]),
  );
  if (isStep(seen)) return seen;
  const fault = newest(foundBy(label, seen[0]));
  const object = newest(foundBy(objectLabel, seen[1]));
  if (fault && !facts.recovered) {
    await noteAdoption(turn);
    return null;
  }
  const issue = fault ?? object;
  if (issue) return stateOfIssue(turn, plan, issue);
  // What it recovers was made before it came, perhaps just before.
  const madeAgoMs = elsewhere ? Date.now() - event.receivedAt : undefined;
  const ms = facts.recovered ? await emptyLookCountsInMs(jira, madeAgoMs) : 0;
  return ms <= 0 ? null : waitForIndex(ms);
}

async function stateOfIssue(turn: FaultTurn, plan: Plan, ref: IssueRef): Promise<FaultState | Step | null> {
  const issue = await reading(turn, 'get', () => turn.jira.tracker.read(ref));
  if (issue === null || isStep(issue)) return issue;
  const route = issue.property?.route ?? plan.route ?? '';
  const state = stateOfRecord(turn, { id: issue.id, key: issue.key, route });
  const done = issue.status.category === 'done';
  return {
    ...state,
    faultKey: issue.property?.faultKey ?? turn.facts.faultKey,
    recoveredAt: done ? (issue.resolvedAt ?? issue.statusChangedAt) : null,
  };
}

const LONG_AGO = { at: 0, receivedAt: 0, eventId: '' };

function newest(issues: readonly FoundIssue[]): FoundIssue | undefined {
  return [...issues].sort(olderFirst).at(-1);
}
