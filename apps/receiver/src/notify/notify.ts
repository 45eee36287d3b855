/** Wires the notifiers of a receiver: one for its own state, one that takes turns with the other receivers. */
import { hostname } from 'node:os';
import { type Keys, onNodeOf, type RedisClient, sharedTexts } from '@guance-jira/queue';
import {
  createSend,
  type Log,
  type NotifierOptions,
  type NotifySettings,
  notifyTarget,
  ownStore,
  sharedStore,
  startNotifier,
} from '@guance-jira/service';
import type { Queue } from 'bullmq';
import { conditionsOfDoor, conditionsOfWork, type DoorFacts } from './conditions.ts';

export interface PeopleDeps {
  /** Not the one of the events: questions about the queue never stand before an event. */
  redis: RedisClient;
  queue: Queue;
  keys: Keys;
  door: () => DoorFacts;
  log: Log;
  onSent: (result: 'sent' | 'failed') => void;
}

/** Nobody is told without NOTIFY_URL. Whatever fails here disturbs no delivery. */
export function tellPeople(
  settings: NotifySettings & { REDIS_PREFIX: string },
  { redis, queue, keys, door, log, onSent }: PeopleDeps,
): { close: () => Promise<void> } {
  const target = notifyTarget(settings);
  if (target === null) return { close: async () => undefined };
  const { send, close } = createSend();
  const common: Omit<NotifierOptions, 'store' | 'observe'> = {
    ...{ target, send, log, onSent, afterMs: settings.NOTIFY_AFTER },
    from: `receiver @ ${hostname()} (${settings.REDIS_PREFIX})`,
  };
  // With Redis away nothing can be shared, so every receiver tells of its own door.
  const own = startNotifier({ ...common, store: ownStore(), observe: async () => conditionsOfDoor(door()) });
  const shared = startNotifier({
    ...common,
    store: sharedStore(sharedTexts(redis, keys.notify)),
    observe: async () => conditionsOfWork(await workFacts(redis, queue, keys)),
    isOff: () => !door().redisTakes,
  });
  return {
    close: async () => {
      own.close();
      shared.close();
      await close();
    },
  };
}

async function workFacts(redis: RedisClient, queue: Queue, keys: Keys) {
  const [time, beatAt] = await onNodeOf(redis, keys.ledger, [['TIME'], ['HGET', keys.ledger, 'beatAt']]);
  const [seconds, micros] = Array.isArray(time) ? time : [];
  const { waiting = 0, delayed = 0, prioritized = 0 } = await queue.getJobCounts('waiting', 'delayed', 'prioritized');
  return {
    now: Number(seconds) * 1000 + Math.floor(Number(micros) / 1000),
    seenAt: beatAt === null || beatAt === undefined ? null : Number(beatAt),
    waiting: waiting + delayed + prioritized,
  };
}
