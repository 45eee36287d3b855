/** One event of an object at its turn in the lane: what its handlers work with, and how they end. */

import type { FaultEvent, OfJob, StormPlace } from '@guance-jira/ledger';
import type { AlertEvent, Rules } from '@guance-jira/mapping';
import type { Keys, RedisClient } from '@guance-jira/queue';
import type { CreateDeps } from '../../create/deps.ts';
import type { IssueTurn } from '../../issue/issue-turn.ts';
import type { StormStore } from '../../storms/store.ts';
import type { FaultStore } from './state/state-store.ts';

export interface FaultTurn extends IssueTurn, OfJob {
  jira: CreateDeps;
  event: AlertEvent;
  facts: FaultEvent;
  objectKey: string;
  rules: Rules;
  redis: RedisClient;
  keys: Keys;
  fence: number;
  /** An issue for this fault has been sent for, another than the object's: it is settled before anything else is told anywhere. */
  opening: boolean;
  /** Where a storm lists this event, or will, by an attempt before this one. */
  place: StormPlace | null;
  faults: FaultStore;
  storms: StormStore;
  wake: (jobId: string) => Promise<void>;
}
