import type { JiraSide, Step } from './handle-event.ts';
import type { JiraFailure } from './jira/failure.ts';
import { classify } from './retry.ts';

/**
 * A request that may be repeated at will (a look, a probe) has failed: tells the pace, and lets the event wait.
 * A rejected look (an unknown field, a search that this Jira does not know) is waited for too, since nothing may be created
 * before it has worked; JIRA_RETRY_FOR ends it.
 */
export async function waitForJira(failure: JiraFailure, jira: JiraSide): Promise<Step> {
  await reportFailure(failure, jira);
  return { step: 'wait', ms: 1000, reason: failure.message };
}

/** Tells the shared pace what a failed request means for all the others. */
export async function reportFailure(failure: JiraFailure, { pace, onTrouble }: JiraSide): Promise<void> {
  const kind = classify(failure.facts);
  onTrouble(kind, failure);
  if (kind === 'not_executed') await pace.unavailable(true);
  else if (kind === 'ambiguous') await pace.unavailable(false);
  else if (kind === 'throttled') await pace.throttled(failure.facts.retryAfterMs);
  else if (kind === 'unauthorized') await pace.unauthorized();
}
