/** Before any request for an event: may it go now, does Jira know us, and is it well again after an outage? */

import { JiraFailure } from './jira/failure.ts';
import { waitedTooLong } from './opening.ts';
import { reportFailure } from './report-failure.ts';
import type { JiraSide, OfEvent, Step } from './step.ts';

/** Takes a slot for a request of this kind; null when the request may go. After an outage, and for the very first request, `/myself` goes first. */
export async function admitted(opening: OfEvent, jira: JiraSide, endpoint: string = 'create'): Promise<Step | null> {
  const admission = await jira.pace.admit(endpoint);
  if (!admission.go) {
    const { ms, reason, scope } = admission;
    // Nearly every event creates, so a rest of creates may as well rest the queue. Other requests concern this event only.
    const step = scope === 'endpoint' && endpoint !== 'create' ? 'wait' : 'pause';
    // A person's pause and our own rate are no outage: they begin no count, and end no event.
    const ours = reason === 'manual' || reason === 'rate';
    const tooLong = ours ? null : await waitedTooLong(opening, jira, 0);
    return tooLong ?? { step, ms, reason };
  }
  return withoutChange(opening, jira, async () => {
    await jira.tracker.ready();
    if (!admission.probe) return null;
    await jira.tracker.whoAmI();
    await jira.pace.well();
    return null;
  });
}

/**
 * Runs requests that change nothing, so that a failed one only makes the event wait. A rejected one (a search that this Jira
 * does not know) is waited for too, since nothing may be created before it has worked; JIRA_RETRY_FOR ends it.
 */
export async function withoutChange<T>(opening: OfEvent, jira: JiraSide, act: () => Promise<T>): Promise<T | Step> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof JiraFailure)) throw error;
    await reportFailure(error, jira);
    const ms = 1000;
    return (await waitedTooLong(opening, jira, ms)) ?? { step: 'wait', ms, reason: error.message };
  }
}
