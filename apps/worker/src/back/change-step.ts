/** What a change in Jira is handled with, and what can become of it at one try. */
import type { Guance } from '@guance-jira/guance';
import type { Rules } from '@guance-jira/mapping';
import type { Keys, RedisClient } from '@guance-jira/queue';
import type { CreateDeps } from '../create/deps.ts';
import type { Step } from '../disposition.ts';
import type { Lanes } from '../groups/ordered-lock.ts';
import type { FaultStore } from '../groups/per-fault/state/state-store.ts';

export interface ChangeDeps {
  redis: RedisClient;
  keys: Keys;
  rules: () => Rules;
  jira: CreateDeps;
  lanes: Lanes;
  faults: FaultStore;
  /** Null where no key is set. */
  guance: Guance | null;
  /** Told of each request to Guance: its endpoint, and 'done' or the kind of its failure. */
  onAnswer: (endpoint: string, end: string) => void;
  /** Told of each deed when it is done: one change may wait between two. */
  onDeed: (deed: DeedDone, route: string) => void;
}

/** What was done in Guance; `refused`: Guance, or the alert itself, did not let us. */
export type DeedDone = 'restored' | 'muted' | 'lifted' | 'refused';

/** The end of a change, which is the value that its job returns; `deeds` are those of its last attempt. */
export interface ChangeEnd {
  issueKey: string | null;
  route: string | null;
  deeds: readonly DeedDone[];
  reason: string | null;
}

export type ChangeStep = { step: 'done'; end: ChangeEnd } | Exclude<Step, { step: 'done' }>;

export function ended(end: Omit<ChangeEnd, 'deeds'> & { deeds?: readonly DeedDone[] }): ChangeStep {
  return { step: 'done', end: { deeds: [], ...end } };
}

/** A newer version has written what this one would have to read. */
export function forNewer(what: string): ChangeStep {
  return {
    step: 'wait',
    ms: 60_000,
    upgrade: true,
    reason: `a newer version has written ${what}; upgrade this worker`,
  };
}
