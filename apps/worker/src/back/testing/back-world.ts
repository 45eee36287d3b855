/** Changes in Jira from delivery to end: the worker's own handlers on a real Redis, with a Jira and a Guance in memory. */
import type { Change, ChangeJob, Keys, RedisClient } from '@guance-jira/queue';
import { changeJobId, QUEUE_NAME } from '@guance-jira/queue';
import { createLanes } from '../../groups/ordered-lock.ts';
import { createFaultStore } from '../../groups/per-fault/state/state-store.ts';
import { type FaultWorld, faultWorld } from '../../groups/testing/fault-world.ts';
import { testSide } from '../../testing/test-jira.ts';
import type { ChangeEnd, ChangeStep, DeedDone } from '../change-step.ts';
import { handleChange } from '../handle-change.ts';
import { type FakeGuance, fakeGuance } from './fake-guance.ts';

export interface BackWorld {
  readonly faults: FaultWorld;
  readonly guance: FakeGuance;
  now: number;
  /** Of the ledger; above 1 Redis has lost what was before. */
  epoch: number;
  /** For how long it has been so. */
  beganMs: number;
  waitReplicas: number;
  /** What was done in Guance, over all attempts. */
  readonly deeds: DeedDone[];
  /** Around every command to Redis: may throw before or after it is carried out. */
  around: <T>(call: string, act: () => Promise<T>) => Promise<T>;
  /** The first that was made. */
  issue(): FaultWorld['jira']['issues'][number];
  /** By a person, a second later; with a resolution where one is named. */
  close(resolution?: string): void;
  reopen(): void;
  /** One attempt, by a worker that has just been started. */
  attempt(job: ChangeJob): Promise<ChangeStep>;
  /** Attempts until it has its end. Waiting takes no time here: the clock goes on by as much. */
  tell(change?: Partial<Change>, eventId?: string): Promise<ChangeEnd>;
  change(change?: Partial<Change>, eventId?: string): ChangeJob;
}

const MAX_ATTEMPTS = 60;
const SITE = 'http://jira.example';

export function backWorld(redis: RedisClient, keys: Keys, rules: string): BackWorld {
  const faults = faultWorld(redis, keys, rules);
  let deliveries = 0;
  const world: BackWorld = {
    faults,
    guance: fakeGuance(),
    now: Date.now(),
    ...{ epoch: 1, beganMs: 60_000, waitReplicas: 0 },
    deeds: [],
    around: (_call, act) => act(),
    issue: () => {
      const [issue] = faults.jira.issues;
      if (issue === undefined) throw new Error('it has no issue');
      return issue;
    },
    close: (resolution = 'Done') => byPerson({ name: '已完成', category: 'done' }, resolution),
    reopen: () => byPerson({ name: '待办', category: 'new' }, null),
    change: (change = {}, eventId = '') => {
      deliveries += 1;
      const event = { issueId: '10001', issueKey: 'OPS-1', by: 'lina', fields: ['status'], ...change };
      return { v: 1001, kind: 'change', eventId: eventId || `jira:${deliveries}`, event, receivedAt: world.now };
    },
    attempt: async (job) => {
      const jobId = changeJobId(job);
      const jobKey = `${keys.bullPrefix}:${QUEUE_NAME}:${jobId}`;
      await redis.hset(jobKey, { name: 'change', data: JSON.stringify(job) });
      const watched = watchedBy(redis, world);
      const side = { ...testSide(), tracker: faults.jira.tracker };
      const { epoch, waitReplicas } = world;
      side.memory.current = async () => ({ epoch, beat: 1 });
      side.memory.now = () => world.now;
      side.memory.sinceEpochMs = async () => world.beganMs;
      side.memory.mayHaveForgotten = async () => epoch > 1;
      side.ledger = { keys, memory: side.memory, site: SITE, ledgerDays: 30, waitReplicas };
      const step = await handleChange(job, jobId, {
        ...{ redis: watched, keys, rules: () => faults.rules, jira: side, guance: world.guance },
        lanes: createLanes(watched, keys, async () => {}),
        faults: createFaultStore(watched, keys, side.ledger),
        ...{ onAnswer: () => {}, onDeed: (deed) => void world.deeds.push(deed) },
      });
      if (step.step === 'done') await redis.del(jobKey);
      return step;
    },
    tell: async (change, eventId) => {
      const job = world.change(change, eventId);
      world.deeds.splice(0);
      for (let attempts = 0; attempts < MAX_ATTEMPTS; attempts += 1) {
        const step = await world.attempt(job);
        if (step.step === 'done') return { ...step.end, deeds: [...world.deeds] };
        if (step.step === 'fail') throw new Error(step.reason);
        world.now += step.ms;
        await redis.del(keys.guanceTurns('w'));
      }
      throw new Error(`no end after ${MAX_ATTEMPTS} attempts`);
    },
  };
  function byPerson(status: ReturnType<BackWorld['issue']>['status'], resolution: string | null): void {
    world.now += 1000;
    const at = world.now;
    const resolvedAt = resolution === null ? null : at;
    faults.jira.byPerson(world.issue(), { status, resolution, statusChangedAt: at, resolvedAt });
  }
  return world;
}

/** The same connection, with `around` at every command. */
function watchedBy(redis: RedisClient, world: BackWorld): RedisClient {
  return new Proxy(redis, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      // No commands of their own.
      if (['pipeline', 'on', 'off'].includes(String(name))) return member.bind(target);
      return (...args: unknown[]) => world.around(`redis ${String(name)}`, async () => member.apply(target, args));
    },
  });
}
