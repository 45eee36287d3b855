import type { JiraFailure } from './jira/failure.ts';
import { classify } from './retry.ts';
import type { JiraSide } from './step.ts';
import { throttleScope } from './throttle-scope.ts';

/** Tells the shared pace what a failed request means for all the others. */
export async function reportFailure(failure: JiraFailure, { pace, onTrouble }: JiraSide): Promise<void> {
  const { retryAfterMs, rateReason, endpoint } = failure.facts;
  const kind = classify(failure.facts);
  onTrouble(kind, failure);
  if (kind === 'not_executed') await pace.unavailable(true);
  else if (kind === 'ambiguous') await pace.unavailable(false, restOf503(failure));
  else if (kind === 'throttled') await pace.throttled(retryAfterMs, throttleScope(rateReason, endpoint));
  else if (kind === 'unauthorized') await pace.unauthorized();
}

/** A 503 that says when to come back is no single lost answer: all rest at once, and for so long. */
function restOf503({ facts }: JiraFailure): number | null {
  return facts.status === 503 ? facts.retryAfterMs : null;
}
