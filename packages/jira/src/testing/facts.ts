import { type FailureFacts, JiraFailure } from '../tracker/failure.ts';

/** How a request ended; what a test does not name is of no account to it. */
export function facts(change: Partial<FailureFacts>): FailureFacts {
  return {
    endpoint: 'create',
    status: null,
    cause: 'status',
    sent: true,
    own: true,
    words: [],
    fields: {},
    retryAfterMs: null,
    rateReason: null,
    login: 'unknown',
    ...change,
  };
}

export function failure(change: Partial<FailureFacts>): JiraFailure {
  return new JiraFailure(facts(change));
}
