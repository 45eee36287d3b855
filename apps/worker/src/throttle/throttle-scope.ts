/** Pure: what a 429 asks to rest. An unknown reason rests everything. */

export type ThrottleScope =
  /** Requests of this kind: Jira's burst limit counts each endpoint and method by itself. */
  | { scope: 'endpoint'; endpoint: string }
  /** Writes to that one issue; nothing else has to wait. */
  | { scope: 'issue' }
  | { scope: 'site' };

const REASONS = ['jira-quota-global-based', 'jira-quota-tenant-based', 'jira-burst-based', 'jira-per-issue-on-write'];

/** The reason as a label of metrics: what Jira's documents name, `other`, or `none` for no reason given. */
export function throttleReason(reason: string | null): string {
  if (reason === null) return 'none';
  return REASONS.includes(reason) ? reason : 'other';
}

/**
 * @param reason `RateLimit-Reason` of Jira Cloud; Data Center sends none
 * @see https://developer.atlassian.com/cloud/jira/platform/rate-limiting/
 */
export function throttleScope(reason: string | null, endpoint: string): ThrottleScope {
  if (reason === 'jira-burst-based') return { scope: 'endpoint', endpoint };
  if (reason === 'jira-per-issue-on-write') return { scope: 'issue' };
  return { scope: 'site' };
}
