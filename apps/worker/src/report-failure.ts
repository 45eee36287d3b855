import type { JiraFailure } from './jira/failure.ts';
import { classify } from './retry.ts';
import type { JiraSide } from './step.ts';

/** Tells the shared pace what a failed request means for all the others. */
export async function reportFailure(failure: JiraFailure, { pace, onTrouble }: JiraSide): Promise<void> {
  const kind = classify(failure.facts);
  onTrouble(kind, failure);
  if (kind === 'not_executed') await pace.unavailable(true);
  else if (kind === 'ambiguous') await pace.unavailable(false);
  else if (kind === 'throttled') await pace.throttled(failure.facts.retryAfterMs);
  else if (kind === 'unauthorized') await pace.unauthorized();
}
