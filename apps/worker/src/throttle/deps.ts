/** What requests to one Jira need, whoever makes them. */

import type { AnswerClass, JiraFailure, LateTracker } from '@guance-jira/jira';
import type { LedgerEntry } from '@guance-jira/ledger';
import type { Circuit } from './circuit.ts';

export interface RequestDeps {
  tracker: LateTracker;
  circuit: Circuit;
  /** How long an outage is waited out, in milliseconds. */
  retryForMs: number;
  /** A request failed in a way that concerns all events. */
  onFailure: (kind: AnswerClass, failure: JiraFailure) => void;
}

/** Whose request it is. */
export interface OfEvent {
  /** The event's own ledger record, which holds its outcome. */
  record: LedgerEntry;
}
