/** What can become of an event at one try, and what a handler works with. */
import type { Rules } from '@guance-jira/mapping';
import type { Keys, Outcome, RedisClient } from '@guance-jira/queue';
import type { Accounts } from './create/accounts.ts';
import type { HighestKeys } from './create/highest-keys.ts';
import type { KeyReader } from './create/key-reader.ts';
import type { OfJob } from './event-record.ts';
import type { FaultStore } from './fault-store.ts';
import type { Messages } from './handle/read-message.ts';
import type { Visibility } from './issue/visibility.ts';
import type { IssueWrites } from './issue-writes.ts';
import type { LateTracker } from './jira/connect-later.ts';
import type { JiraFailure } from './jira/failure.ts';
import type { Lanes } from './lane.ts';
import type { LedgerEntry, LedgerOptions } from './ledger.ts';
import type { Lookout } from './look.ts';
import type { Memory } from './memory.ts';
import type { Conflict } from './metrics.ts';
import type { Pace } from './pace.ts';
import type { Patience } from './reconcile.ts';
import type { Refusals } from './refusals.ts';
import type { AnswerClass } from './retry.ts';
import type { StormStore } from './storm-store.ts';
import type { Twins } from './twins.ts';
import type { AssigneeChecks } from './verify-assignee.ts';

/** What shall happen to the job. Only `fail` spends it; waiting spends no attempt. */
export type Step =
  | {
      step: 'done';
      outcome: Outcome;
      reason: string | null;
      issueKey: string | null;
      /** Where it is another than the rules name for this event: the route of its fault. */
      route?: string | null;
      repeat?: boolean;
      warnings?: readonly string[];
    }
  /**
   * Try this event again later; `leaveLane`: others of its object may go on meanwhile; `upgrade`: a newer version wrote what
   * this one would have to read.
   */
  | { step: 'wait'; ms: number; reason: string; afterwards?: () => Promise<void>; leaveLane?: true; upgrade?: true }
  /** No request may go to Jira for a while: let all events wait. */
  | { step: 'pause'; ms: number; reason: string }
  | { step: 'fail'; reason: string };

/** Whose request it is. */
export interface OfEvent {
  /** The event's own ledger record, which holds its outcome. */
  record: LedgerEntry;
}

export function isStep(value: unknown): value is Step {
  return typeof value === 'object' && value !== null && 'step' in value;
}

/** A step, and what the log line tells besides. */
export interface Handled {
  step: Step;
  route: string | null;
  faultKey: string | null;
  warnings: readonly string[];
}

/** What a handler of one event works with. */
export interface HandleDeps extends WorkerDeps, OfJob {}

export interface WorkerDeps {
  redis: RedisClient;
  keys: Keys;
  rules: () => Rules;
  jira: JiraSide;
  lanes: Lanes;
  faults: FaultStore;
  storms: StormStore;
  messages: Messages;
  /** Makes a waiting job run at once. Older versions noted event ids where job ids stand now; both will do. */
  wake: (jobId: string) => Promise<void>;
}

/** Everything that belongs to one Jira. */
export interface JiraSide {
  tracker: LateTracker;
  lookout: Lookout;
  keyReader: KeyReader;
  highest: HighestKeys;
  accounts: Accounts;
  twins: Twins;
  pace: Pace;
  memory: Memory;
  refusals: Refusals;
  assignees: AssigneeChecks;
  /** Whether the account sees what it creates; left out where nobody asks. */
  visibility?: Visibility;
  /** Spaces out the writes to a single issue. */
  writes: IssueWrites;
  patience: Patience;
  /** How long an outage is waited out, in milliseconds. */
  retryForMs: number;
  ledger: LedgerOptions;
  /** A request failed in a way that concerns all events. */
  onTrouble: (kind: AnswerClass, failure: JiraFailure) => void;
  onReconciled: (result: 'found' | 'posted_again') => void;
  /** Another attempt was at the same record. */
  onConflict: (kind: Conflict) => void;
  /** An issue went without this field, as Jira refuses it. */
  onDegraded: (route: string, field: string) => void;
}
