/**
 * Requests that no event waits for: the check for duplicates, the look at a new assignee, the probe of an idle worker. They go when any
 * request may, so a person's pause holds them too, and what they meet is told to all as if an event had met it.
 */

import { classify, concernsAll, JiraFailure } from '@guance-jira/jira';
import type { RequestDeps } from './deps.ts';
import { reportFailure } from './report-failure.ts';
import { goesOn, NotAdmitted, notPaused, probing } from './take-slot.ts';

export type InBackground<T> =
  | { end: 'done'; value: T }
  /** Requests rest, or Jira could not take this one: later, and not before `ms`. */
  | { end: 'not_now'; ms: number }
  /** Jira answered, but not as it should. Nobody has been told yet: the caller knows what it means. */
  | { end: 'failed'; failure: JiraFailure };

/** After a failure the pause of all says when it goes on. */
const AFTER_FAILURE_MS = 1000;

/** @returns rejects only when Redis does */
export async function inBackground<T>(
  jira: Pick<RequestDeps, 'circuit' | 'tracker' | 'onFailure'>,
  endpoint: string,
  act: () => Promise<T>,
): Promise<InBackground<T>> {
  const admission = await jira.circuit.acquire(endpoint);
  if (!admission.go) return { end: 'not_now', ms: admission.ms };
  const asks = admission.probe || jira.tracker.known() === null;
  try {
    await probing(jira.circuit, admission.probe, async () => {
      if (jira.tracker.known() === null) await jira.tracker.ready();
      if (!admission.probe) return;
      await notPaused(jira);
      // serverInfo needs no login, so it does not tell that Jira takes ours.
      await jira.tracker.whoAmI();
      await jira.circuit.close();
    });
    if (asks) await goesOn(jira, endpoint);
  } catch (error) {
    return notNow(error, jira);
  }
  try {
    return { end: 'done', value: await act() };
  } catch (error) {
    if (error instanceof NotAdmitted) return notNow(error, jira);
    if (!(error instanceof JiraFailure)) throw error;
    const mayConcernAll = concernsAll(error) || classify(error.facts) === 'not_executed';
    return mayConcernAll ? notNow(error, jira) : { end: 'failed', failure: error };
  }
}

async function notNow(
  error: unknown,
  jira: Pick<RequestDeps, 'circuit' | 'tracker' | 'onFailure'>,
): Promise<{ end: 'not_now'; ms: number }> {
  // It takes more than one request, and a pause has begun between them.
  if (error instanceof NotAdmitted) return { end: 'not_now', ms: error.admission.ms };
  if (!(error instanceof JiraFailure)) throw error;
  await reportFailure(error, jira);
  return { end: 'not_now', ms: error.facts.retryAfterMs ?? AFTER_FAILURE_MS };
}
