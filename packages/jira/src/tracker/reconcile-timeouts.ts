/** How long an answer that was lost is waited for. */
export interface ReconcileTimeouts {
  /** How far search may lag. */
  settleMs: number;
  /** Time limit of a request. */
  timeoutMs: number;
  /** How late Jira may still carry out a request that it never answered. */
  lateCommitMs: number;
}
