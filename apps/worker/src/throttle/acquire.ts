/** Before any request for an event: may it go now, does Jira know us, and is it well again after an outage? */

import { classify, isJirasRefusal, isRefusedBeforeJira, JiraFailure, NEEDS_NO_RIGHT } from '@guance-jira/jira';
import type { Step } from '../disposition.ts';
import type { Admission, Block } from './circuit.ts';
import type { OfEvent, RequestDeps } from './deps.ts';
import { isChange } from './kind-of-request.ts';
import { reportFailure } from './report-failure.ts';
import { NotAdmitted, proven } from './take-slot.ts';

/** Takes a slot for a request of this kind; null when the request may go. After an outage, and for the very first request, `/myself` goes first. */
export async function admitted(
  opening: OfEvent,
  jira: RequestDeps,
  endpoint: string = 'create',
  kind = endpoint,
): Promise<Step | null> {
  const admission = await jira.circuit.acquire(endpoint, { kind, whose: opening.record.key });
  if (!admission.go) return heldBack(opening, jira, admission, endpoint);
  return withoutChange(opening, jira, async () => {
    await proven(jira, admission, endpoint, kind);
    return null;
  });
}

/** What becomes of an event whose request of this kind may not go now. */
export async function heldBack(
  opening: OfEvent,
  jira: RequestDeps,
  { ms, reason, scope, block }: Extract<Admission, { go: false }>,
  endpoint: string,
): Promise<Step> {
  if (block) return blockedBy(block, opening, jira, ms);
  // Nearly every event creates, so a rest of creates may as well rest the queue. Other requests concern this event only.
  const step = scope === 'endpoint' && endpoint !== 'create' ? 'wait' : 'pause';
  // A person's pause and our own rate are no outage: they begin no count, and end no event.
  const ours = reason === 'manual' || reason === 'rate';
  const tooLong = ours ? null : await waitedTooLong(opening, jira, 0);
  return tooLong ?? { step, ms, reason };
}

/** One kind of request is answered by something before Jira: all others go on, so this event alone waits. */
async function blockedBy({ kind, said }: Block, opening: OfEvent, jira: RequestDeps, ms: number): Promise<Step> {
  const reason = `blocked: something before Jira answers each request of this kind (${kind}) in its place, and one event at a time tries it; the last answer: ${said}`;
  const tooLong = await waitedTooLong(opening, jira, ms, `to such a request: ${said}`);
  return tooLong ?? { step: 'wait', ms, reason, ...(isChange(kind) ? { blocked: kind } : {}) };
}

/** Whether the kind of request that has held this event back before still does, so that it need not come so far again. */
export async function stillBlocked(opening: OfEvent, jira: RequestDeps, kind: string): Promise<Step | null> {
  const held = await jira.circuit.blocks(kind, opening.record.key);
  if (!held?.block) return null;
  const step = await blockedBy(held.block, opening, jira, held.ms);
  // It ends where it stands, by what comes next.
  return step.step === 'fail' ? null : step;
}

/**
 * Runs requests that change nothing, so that a failed one only makes the event wait. A rejected one (a search that this Jira
 * does not know) is waited for too, since nothing may be created before it has worked; JIRA_RETRY_FOR ends it.
 */
export async function withoutChange<T>(opening: OfEvent, jira: RequestDeps, act: () => Promise<T>): Promise<T | Step> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof NotAdmitted) return heldBack(opening, jira, error.admission, error.endpoint);
    if (!(error instanceof JiraFailure)) throw error;
    const alone = await reportFailure(error, jira, opening);
    // Nobody else's pause spaces out what is refused to this request alone.
    if (isJirasRefusal(error) || isRefusedBeforeJira(error) || isInPlaceOfIt(error))
      return laterEachTime(opening, jira, error, alone || isInPlaceOfIt(error) ? { alone: 'look' } : {});
    return (await waitedTooLong(opening, jira, SOON_MS)) ?? { step: 'wait', ms: SOON_MS, reason: error.message };
  }
}

/** Something else than an answer to this very request. Whose probe failed goes on as soon as all do, the most severe first. */
function isInPlaceOfIt({ facts }: JiraFailure): boolean {
  return classify(facts) === 'ambiguous' && !NEEDS_NO_RIGHT.includes(facts.endpoint);
}

const SOON_MS = 1000;
const LATEST_MS = 60_000;

/** As long again as it has waited already, from a second to a minute. JIRA_RETRY_FOR ends what is refused for ever. */
export async function laterEachTime(
  opening: OfEvent,
  jira: RequestDeps,
  failure: JiraFailure,
  whose: Pick<Extract<Step, { step: 'wait' }>, 'alone' | 'blocked'> = {},
): Promise<Step> {
  const { message, facts } = failure;
  const leastMs = Math.max(facts.retryAfterMs ?? 0, SOON_MS);
  const latestMs = Math.max(leastMs, LATEST_MS);
  const tooLong = await waitedTooLong(opening, jira, latestMs, `to this event: ${message}`);
  if (tooLong) return tooLong;
  const ms = Math.max(Math.min(await opening.record.waitingMs(latestMs), LATEST_MS), leastMs);
  return { step: 'wait', ms, reason: message, ...whose };
}

/**
 * Ends an event for which Jira could not be used too long. Its record stays as it is, for a later retry.
 * @param last to what the last answer was, and which, where that is why
 * @param delayMs for which it is put aside now, by an answer to its own request; 0 when it was not let through
 */
export async function waitedTooLong(
  opening: OfEvent,
  jira: Pick<RequestDeps, 'retryForMs'>,
  delayMs: number = 60_000,
  last?: string,
): Promise<Step | null> {
  const ms = await opening.record.waitingMs(delayMs);
  if (ms <= jira.retryForMs) return null;
  return {
    step: 'fail',
    reason: `Jira could not be used for ${Math.round(ms / 60_000)} minutes (JIRA_RETRY_FOR); retry when it is well${!last ? '' : `. Last answer ${last}`}`,
  };
}
