/** What a new issue is given, from its order to its end: the worker's own code on a real Redis, with a Jira and a Guance in memory. */
import type { ContextPart } from '@guance-jira/ledger';
import type { Keys, RedisClient } from '@guance-jira/queue';
import { type FakeGuance, fakeGuance } from '../../back/testing/fake-guance.ts';
import { type FaultWorld, faultWorld } from '../../groups/testing/fault-world.ts';
import { testSide } from '../../testing/test-jira.ts';
import { addContext, type ContextStep } from '../add-context.ts';
import { orderFor } from '../order.ts';

export interface ContextWorld {
  readonly faults: FaultWorld;
  readonly guance: FakeGuance;
  now: number;
  /** Parts that had their end, over all attempts. */
  readonly ends: string[];
  /** Around every command to Redis: may throw before or after it is carried out. */
  around: <T>(call: string, act: () => Promise<T>) => Promise<T>;
  /** One attempt, by a worker that has just been started. */
  attempt(issueId?: string): Promise<ContextStep>;
  /** Attempts until it has its end. Waiting takes no time here: the clock goes on by as much. */
  add(issueId?: string): Promise<Extract<ContextStep, { step: 'done' }>>;
}

const MAX_ATTEMPTS = 60;
const SITE = 'http://jira.example';
const FIRST = '10001';

export function contextWorld(redis: RedisClient, keys: Keys, rules: string): ContextWorld {
  const faults = faultWorld(redis, keys, rules);
  faults.onIssueOpened = (opened, issue, through) =>
    orderFor(opened, issue, { redis: through, keys, site: SITE, ledgerDays: 30, now: () => world.now });
  const world: ContextWorld = {
    faults,
    guance: fakeGuance(),
    now: Date.now(),
    ends: [],
    around: (_call, act) => act(),
    attempt: async (issueId = FIRST) => {
      const watched = watchedBy(redis, world);
      const side = { ...testSide(), tracker: faults.jira.tracker };
      side.reconcileTimeouts = { settleMs: 0, timeoutMs: 0, lateCommitMs: 0 };
      side.ledger = { keys, memory: side.memory, site: SITE, ledgerDays: 30, waitReplicas: 0 };
      return addContext(issueId, {
        ...{ redis: watched, keys, jira: side, guance: world.guance, redact: (text) => text, now: () => world.now },
        onAnswer: () => {},
        onEnd: (part: ContextPart, end) => void world.ends.push(`${part} ${end}`),
      });
    },
    add: async (issueId) => {
      for (let attempts = 0; attempts < MAX_ATTEMPTS; attempts += 1) {
        const step = await world.attempt(issueId);
        if (step.step === 'done') return step;
        if (step.step === 'unknown') throw new Error('nothing was ordered');
        world.now += step.ms;
        await redis.del(keys.guanceTurns('w'));
      }
      throw new Error(`no end after ${MAX_ATTEMPTS} attempts`);
    },
  };
  return world;
}

/** The same connection, with `around` at every command. */
function watchedBy(redis: RedisClient, world: ContextWorld): RedisClient {
  return new Proxy(redis, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      // It only gathers commands.
      if (name === 'pipeline') return member.bind(target);
      return (...args: unknown[]) => world.around(`redis ${String(name)}`, async () => member.apply(target, args));
    },
  });
}
