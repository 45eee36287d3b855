/** Events of faults from delivery to outcome: the worker's own handlers on a real Redis, with a Jira in memory. */

import type { IssueRef } from '@guance-jira/jira';
import { type LivingJira, livingJira } from '@guance-jira/jira/testing';
import { parseRules, type Rules } from '@guance-jira/mapping';
import { jobIdFor, jobIdsOf, type Keys, QUEUE_NAME, type RedisClient } from '@guance-jira/queue';
import type { Log } from '@guance-jira/service';
import type { Opened } from '../../create/deps.ts';
import { createMarkerSearch } from '../../create/marker-search.ts';
import type { Step } from '../../disposition.ts';
import type { WorkerDeps } from '../../handle/deps.ts';
import { handleEvent } from '../../handle/handle-event.ts';
import { createVisibility } from '../../issue/visibility.ts';
import { createStormStore } from '../../storms/store.ts';
import { createStormSweep } from '../../storms/sweep.ts';
import { testSide } from '../../testing/test-jira.ts';
import { createLanes } from '../ordered-lock.ts';
import { createFaultStore } from '../per-fault/state/state-store.ts';

export type Done = Extract<Step, { step: 'done' }>;
export type Sent = Readonly<Record<string, unknown>>;

export interface FaultWorld {
  readonly jira: LivingJira;
  readonly keys: Keys;
  rules: Rules;
  /** Ids of the events whose jobs were woken. */
  readonly woken: string[];
  /** False: the ledger may have forgotten everything. */
  whole: boolean;
  /** How long an index may lag. */
  settleMs: number;
  /** Whether the first issue of a project is read once, to know whether it can be seen; what was then told. */
  looks: boolean;
  readonly hidden: string[];
  /** Told of each issue that stands, with the connection of the worker that opened it. */
  onIssueOpened?: (opened: Opened, issue: IssueRef, redis: RedisClient) => Promise<void>;
  /** Around every command to Redis: may throw before or after it is carried out. */
  around: <T>(call: string, act: () => Promise<T>) => Promise<T>;
  /** One attempt at an event, by a worker that has just been started. */
  attempt(event: Sent): Promise<Step>;
  /** What is due for storms by this clock, or as a worker looks. */
  sweep(now?: number | (() => number)): Promise<void>;
  /** Attempts until the event has its outcome. Waiting takes no time here. */
  handle(event: Sent): Promise<Done>;
  /** As the dashboard deletes it: whatever comes of the event by then is a new job. */
  deleteJob(event: Sent): Promise<void>;
  /** The fields of an event's own ledger record. */
  record(event: Sent): Promise<Record<string, string>>;
}

const MAX_ATTEMPTS = 60;
const SITE = 'http://jira.example';

export function faultWorld(redis: RedisClient, keys: Keys, rules: string, jira = livingJira()): FaultWorld {
  const owners = new Map<string, string>();
  const world: FaultWorld = {
    jira,
    keys,
    rules: rulesOf(rules),
    woken: [],
    whole: true,
    settleMs: 0,
    looks: false,
    hidden: [],
    around: (_call, act) => act(),
    attempt: async (event) => {
      const eventId = String(event.df_event_id);
      await redis.hset(keys.ledger, { epoch: 1, beat: 1 });
      const job = { v: 1 as const, eventId, event: { ...event }, receivedAt: Number(event.receivedAt ?? Date.now()) };
      // As the door gives them: the first workspace with this event id has the plain one.
      const { plain, scoped, workspace } = jobIdsOf(job);
      const jobId = owners.get(plain) === workspace || !owners.has(plain) ? plain : scoped;
      owners.set(plain, owners.get(plain) ?? workspace);
      const jobKey = `${keys.bullPrefix}:${QUEUE_NAME}:${jobId}`;
      // A job that exists, as it does while its event is handled.
      await redis.hset(jobKey, { name: 'event', data: JSON.stringify(job) });
      const { step } = await handleEvent(job, depsOf(world, watched(redis, world)), jobId);
      if (step.step === 'done') await redis.del(jobKey);
      return step;
    },
    sweep: (now) =>
      createStormSweep({ ...depsOf(world, watched(redis, world)), log: silent }).run(
        typeof now === 'number' ? () => now : now,
      ),
    handle: async (event) => {
      for (let attempts = 0; attempts < MAX_ATTEMPTS; attempts += 1) {
        const step = await world.attempt(event);
        if (step.step === 'done') return step;
        if (step.step === 'fail') throw new Error(step.reason);
      }
      throw new Error(`no outcome after ${MAX_ATTEMPTS} attempts`);
    },
    deleteJob: async (event) => {
      await redis.del(`${keys.bullPrefix}:${QUEUE_NAME}:${jobIdFor(String(event.df_event_id))}`);
    },
    record: (event) => redis.hgetall(keys.event(String(event.df_event_id))),
  };
  return world;
}

const parsed = new Map<string, Rules>();

/** Rules are never changed, and a search through a hundred worlds has one text of them. */
function rulesOf(text: string): Rules {
  const rules = parsed.get(text) ?? parseRules(text, 'rules.yaml');
  parsed.set(text, rules);
  return rules;
}

function depsOf(world: FaultWorld, redis: RedisClient): WorkerDeps {
  const { jira, keys, rules, woken, whole } = world;
  const reconcileTimeouts = { settleMs: world.settleMs, timeoutMs: 0, lateCommitMs: 0 };
  const side = {
    ...testSide(),
    tracker: jira.tracker,
    markerSearch: createMarkerSearch(jira.tracker),
    reconcileTimeouts,
  };
  if (world.looks) {
    const onHidden = ({ key }: { key: string }) => void world.hidden.push(key);
    side.visibility = createVisibility({ redis, keys, tracker: jira.tracker, circuit: side.circuit, onHidden });
  }
  side.onIssueOpened = async (opened, issue) => world.onIssueOpened?.(opened, issue, redis);
  side.memory = { ...side.memory, mayHaveForgotten: async () => !whole };
  side.schemas = { ...side.schemas, of: async () => jira.tracker.schemas[0] ?? null };
  side.ledger = { keys, memory: side.memory, site: SITE, ledgerDays: 30, waitReplicas: 0 };
  return {
    redis,
    keys,
    rules: () => rules,
    jira: side,
    lanes: createLanes(redis, keys, async () => {}),
    faults: createFaultStore(redis, keys, side.ledger),
    storms: createStormStore(redis, keys, 30),
    messages: { read: async (event) => event, close: async () => {} },
    wake: async (eventId) => void woken.push(eventId),
  };
}

const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** The same connection, with `around` at every command. */
function watched(redis: RedisClient, world: FaultWorld): RedisClient {
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
