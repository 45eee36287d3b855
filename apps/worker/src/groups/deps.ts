/** What it takes to give an event its place: an issue of its own, or its object's. */

import type { OfJob } from '@guance-jira/ledger';
import type { Rules } from '@guance-jira/mapping';
import type { Keys, RedisClient } from '@guance-jira/queue';
import type { CreateDeps } from '../create/deps.ts';
import type { StormStore } from '../storms/store.ts';
import type { Lanes } from './ordered-lock.ts';
import type { FaultStore } from './per-fault/state/state-store.ts';

/** What a handler of one event works with. */
export interface HandleDeps extends GroupDeps, OfJob {}

export interface GroupDeps {
  redis: RedisClient;
  keys: Keys;
  rules: () => Rules;
  jira: CreateDeps;
  lanes: Lanes;
  faults: FaultStore;
  storms: StormStore;
  /** Makes a waiting job run at once. Older versions noted event ids where job ids stand now; both will do. */
  wake: (jobId: string) => Promise<void>;
}
