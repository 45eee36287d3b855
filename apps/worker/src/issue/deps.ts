/** What changes of an issue need besides. */

import type { ReconcileTimeouts } from '@guance-jira/jira';
import type { RequestDeps } from '../throttle/deps.ts';
import type { Refusals } from './rejected-fields.ts';
import type { Visibility } from './visibility.ts';
import type { IssueWrites } from './write-limiter.ts';

export interface IssueDeps extends RequestDeps {
  /** Spaces out the writes to a single issue. */
  writes: IssueWrites;
  /** Whether the account sees what it creates; left out where nobody asks. */
  visibility?: Visibility;
  /** Every account that we ever used. */
  accounts: { all(): Promise<ReadonlySet<string>> };
  reconcileTimeouts: ReconcileTimeouts;
  /** What Jira refused lately is not asked for again. */
  refusals: Refusals;
}
