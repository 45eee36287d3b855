/** What Jira says about its limit with every answer. */
export interface RateLimits {
  /** Requests a second that it allows; null when it does not say. */
  perSecond: number | null;
  /** Less than a fifth of them is left. */
  near: boolean;
}
