/** Opens the issue of a fault: held back where the route says so, and linked to the issue of the object's last fault. */

import type { IssueRef } from '@guance-jira/jira';
import { faultMarkerOf, insteadOf } from '@guance-jira/jira';
import type { FaultState } from '@guance-jira/ledger';
import { openEntry, overSince, roundOf } from '@guance-jira/ledger';
import { chosenIn, type IssueRoute, languageOf, type Plan, textsIn, withNotes } from '@guance-jira/mapping';
import { openIssue } from '../../create/ensure-issue.ts';
import { standsForgotten } from '../../create/forgotten.ts';
import { isStep, type Step } from '../../disposition.ts';
import { writing } from '../../issue/requests.ts';
import { type Listed, listedInStorm } from '../../storms/admit.ts';
import { leaveStorm, stoodIn } from '../leave-storm.ts';
import type { FaultTurn } from './context.ts';
import { endTurn, keepState, MAX_WAITERS, overtaken } from './end-turn.ts';
import { followedFromStart } from './follow/follow.ts';
import { hasAdopted, missedRise } from './missed-rise.ts';
import { recoverIssue, recoveryOf } from './recover.ts';
import { changeLevel } from './update.ts';

/** The issue in whose place another is opened: it is gone, too old, or can be neither opened again nor told. */
export interface Older {
  issue: IssueRef;
  why: 'gone' | 'later' | 'untold';
  warnings?: readonly string[];
}

type Open = Extract<Plan, { action: 'open' }>;

/** @param state what is known of the object: a recovery that came first, say */
export async function openFault(
  turn: FaultTurn,
  plan: Open,
  route: IssueRoute,
  state: FaultState | null,
  older: Older | null,
): Promise<Step> {
  const held = older === null ? await holdBack(turn, plan, route, state) : null;
  if (held) return held;
  const { facts, event, jira, record } = turn;
  const from = { route: plan.route, eventId: turn.eventId, workspace: turn.workspace };
  const entry = openEntry(turn.redis, turn.keys.fault(facts.faultKey), from, jira.ledger);
  const first = faultMarkerOf(facts.faultKey, event, turn.workspace, plan.route);
  const listed = await listedInStorm({
    ...turn,
    plan,
    route,
    storm: turn.rules.storm,
    subject: subjectOf(facts.faultKey, state, older),
    faultKey: facts.faultKey,
    entryKey: entry.key,
    fresh: false,
    // Where another is to be opened for the same fault, the one that stands is gone or past help.
    stands: async () =>
      (older === null || state?.faultKey !== facts.faultKey) &&
      standsForgotten({ event, plan, marker: first, entry, record }, jira),
  });
  if (isStep(listed)) return listed;
  if (listed) return endListed(turn, plan, route, state, listed, insteadOfGone(turn, state, older));
  if (older && older.why !== 'later') await entry.forget(older.issue);
  const again = older?.why === 'untold' && state?.faultKey === facts.faultKey;
  const marker = again ? insteadOf(first, older.issue) : first;
  const ending = (issue: IssueRef, ours: boolean) => afterOpening(turn, plan, route, state, older, issue, ours);
  return openIssue({ event, plan: withOlder(plan, route, turn, older), marker, entry, record, ending }, jira);
}

/** Listed before, it has become more severe since, or its list was deleted: it is counted once more. */
function subjectOf(faultKey: string, state: FaultState | null, older: Older | null): string {
  if (!state?.storm || state.recoveredAt !== null) return faultKey;
  return older === null ? `${faultKey} risen` : anewIn(faultKey);
}

/** A fault whose list was deleted, as storms count it. */
export function anewIn(faultKey: string): string {
  return `${faultKey} anew`;
}

/** Once at most another issue stands in for one of this fault that was gone. */
function insteadOfGone({ facts }: FaultTurn, state: FaultState | null, older: Older | null): { anew?: true } {
  return older && older.why !== 'later' && state?.faultKey === facts.faultKey ? { anew: true } : {};
}

async function endListed(
  turn: FaultTurn,
  plan: Open,
  route: IssueRoute,
  before: FaultState | null,
  { window, issue }: Listed,
  anew: { anew?: true },
): Promise<Step> {
  const { facts } = turn;
  const begun = { ...roundOf(facts.moment, { ...aboutOf(turn, plan), issue: null }), storm: { window, issue } };
  // A recovery that came first has had its outcome: nobody else would say that this fault is over.
  const state: FaultState = { ...begun, ...anew, ...endedBefore(overSince(facts, before), before) };
  await leaveStorm(turn, { window, faultKey: facts.faultKey }, state);
  // Where it was listed before it has risen.
  await leaveStorm(turn, stoodIn(before), state);
  return wakingWaiters(turn, before, await endTurn(turn, route, state, { outcome: 'listed', issue }));
}

/** What a round that begins with this event is about. */
function aboutOf({ facts, event }: FaultTurn, plan: Open) {
  const { faultKey, level, rank: peak, moment } = facts;
  return { faultKey, route: plan.route, level, peak, openedAt: event.faultStart ?? moment.at };
}

async function afterOpening(
  turn: FaultTurn,
  plan: Open,
  route: IssueRoute,
  state: FaultState | null,
  older: Older | null,
  issue: IssueRef,
  ours: boolean,
): Promise<Step> {
  const { facts, event, jira } = turn;
  const warnings = [...(older?.warnings ?? [])];
  if (older && older.why !== 'gone') {
    const related = await writing(turn, 'issueLink', issue, () => jira.tracker.relate(issue, older.issue));
    if (isStep(related)) return related;
    if (related.end === 'refused') warnings.push(`link: ${related.failure.message}`);
  }
  const rise = ours && overSince(facts, state) === null ? await missedRise(turn, route, issue) : null;
  if (isStep(rise)) return rise;
  if (rise) {
    const told = await changeLevel(turn, { state: { ...rise, ...chosenIn(route, plan.draft) }, issue, route }, true);
    if (told) return told;
  }
  const openedAt = event.faultStart ?? facts.moment.at;
  const opened = roundOf(facts.moment, { ...aboutOf(turn, plan), issue });
  // The recovery came first and has had its outcome; what it would have done is still due.
  const over = overSince(facts, state);
  let leftOpen = false;
  if (over !== null) {
    const recovered = await recoverIssue(turn, issue, route, recoveryOf(over, openedAt, null));
    if (isStep(recovered)) return recovered;
    warnings.push(...recovered.warnings);
    leftOpen = recovered.leftOpen;
  }
  const anew = insteadOfGone(turn, state, older);
  const ended = over === null ? {} : { ...endedBefore(over, state), leftOpen };
  // What another event has written, Jira alone knows.
  const isMade = ours && route.follow.length > 0 && !(await hasAdopted(turn));
  const followed = isMade ? followedFromStart(turn, route) : {};
  const known: FaultState = { ...opened, ...chosenIn(route, plan.draft), ...followed, ...anew, ...ended };
  await leaveStorm(turn, stoodIn(state), known);
  const end = ours
    ? ({ outcome: 'created' } as const)
    : ({ outcome: 'ignored', reason: 'repeat: the fault has its issue' } as const);
  return wakingWaiters(turn, state, await endTurn(turn, route, known, { ...end, issue, warnings }));
}

/** What a recovery that came before its fault leaves of the round. */
function endedBefore(over: number | null, before: FaultState | null): Partial<FaultState> {
  return over === null || before === null ? {} : { applied: before.applied, recoveredAt: over, level: 'ok' };
}

/** Whoever waited for the fault to be known may go on. */
async function wakingWaiters(turn: FaultTurn, before: FaultState | null, step: Step): Promise<Step> {
  if (step.step === 'done') for (const jobId of before?.waiters ?? []) await turn.wake(jobId);
  return step;
}

/**
 * `holdFor`: the first event of a fault sets the time, and all of them wait for it outside the lane; a recovery meanwhile wakes
 * them. Null: the time is over, or there is none.
 */
export async function holdBack(
  turn: FaultTurn,
  plan: Open,
  route: IssueRoute,
  state: FaultState | null,
): Promise<Step | null> {
  if (route.holdForMs === 0) return null;
  const { facts, event, jobId } = turn;
  const now = Date.now();
  const until = state?.heldUntil ?? event.receivedAt + route.holdForMs;
  // Further ahead than it can be: the receiver's clock was, and it counts from now.
  const heldUntil = until - now > route.holdForMs + MAX_AHEAD_MS ? now + route.holdForMs : until;
  const ms = heldUntil - now;
  if (ms <= 0) return null;
  const before = state ?? roundOf(facts.moment, { ...aboutOf(turn, plan), issue: null });
  const waiters = [...new Set([...before.waiters, jobId])].slice(-MAX_WAITERS);
  if (!(await keepState(turn, route, { ...before, heldUntil, waiters }))) return overtaken();
  return { step: 'wait', ms, reason: `held back by holdFor of route ${route.name}`, leaveLane: true };
}

/** How far the receiver's clock may be ahead of ours. */
const MAX_AHEAD_MS = 5 * 60_000;

function withOlder(plan: Open, route: IssueRoute, { event }: FaultTurn, older: Older | null): Open {
  if (older === null) return plan;
  const words = textsIn(languageOf(route.language, event.language)).comment;
  const note = older.why === 'gone' ? words.goneBefore(older.issue.key) : words.lastFault(older.issue.key);
  const { draft, fallback } = plan;
  return { ...plan, draft: withNotes(draft, [note]), fallback: fallback && withNotes(fallback, [note]) };
}
