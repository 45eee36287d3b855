/** What making an issue needs besides: everything that belongs to one Jira. */

import type { IssueRef } from '@guance-jira/jira';
import type { LedgerOptions, Memory } from '@guance-jira/ledger';
import type { AlertEvent, Plan } from '@guance-jira/mapping';
import type { IssueDeps } from '../issue/deps.ts';
import type { Accounts } from './accounts.ts';
import type { AssigneeChecks } from './assignee-checks.ts';
import type { HighestKeys } from './by-keys/highest-keys.ts';
import type { KeyReader } from './by-keys/key-reader.ts';
import type { SettledKeys } from './by-keys/settled-keys.ts';
import type { Schemas } from './by-schema/schemas.ts';
import type { Conflict } from './conflict.ts';
import type { Duplicates } from './duplicates.ts';
import type { MarkerSearch } from './marker-search.ts';

/** By which event an issue was opened, and how. */
export interface Opened {
  event: AlertEvent;
  plan: Extract<Plan, { action: 'open' }>;
}

export interface CreateDeps extends IssueDeps {
  markerSearch: MarkerSearch;
  keyReader: KeyReader;
  settledKeys: SettledKeys;
  highest: HighestKeys;
  accounts: Accounts;
  schemas: Schemas;
  duplicates: Duplicates;
  memory: Memory;
  assignees: AssigneeChecks;
  ledger: LedgerOptions;
  /** An issue of a route with `context` stands, which may be told again after a crash. */
  onIssueOpened?: (opened: Opened, issue: IssueRef) => Promise<void>;
  onReconciled: (result: 'found' | 'posted_again') => void;
  /** Another attempt was at the same record. */
  onConflict: (kind: Conflict) => void;
  /** An issue went without this field, as Jira refuses it. */
  onRejectedField: (route: string, field: string) => void;
  /** An issue of this route was made by the fallback, as Jira refuses what the route asks for. */
  onFallback: (route: string) => void;
}
