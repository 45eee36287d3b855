/** A look at a Guance in memory, on a real Redis: what was heard here, what stands here, and what a look enqueues. */
import { textOfState } from '@guance-jira/ledger';
import { objectOfRef, parseRules, type Rules, readAlert } from '@guance-jira/mapping';
import { createProducer, type EventJob, type Keys, QUEUE_NAME, type RedisClient } from '@guance-jira/queue';
import { createHear } from '../heard.ts';
import type { LookDeps } from '../look-deps.ts';
import { guanceThere, type There } from './guance-there.ts';

export const WORKSPACE = 'wksp_1';
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

export interface LookWorld {
  readonly there: There;
  /** What was caught up with: faults and recoveries. */
  readonly caught: string[];
  /** Keys of issues that people have closed. */
  readonly closed: Set<string>;
  readonly deps: LookDeps;
  /** Ids of the events that have a job. */
  queued(): Promise<string[]>;
  jobOf(eventId: string): Promise<EventJob>;
  /** As a delivery that a worker has read. */
  heard(ref: string, status: string, agoMs: number): Promise<unknown>;
  /** The record of an object whose fault has its issue. */
  standing(ref: string, change?: object): Promise<unknown>;
}

export function lookRules(catchUp: boolean): Rules {
  return parseRules(
    `routes:
  - { name: noise, match: { df_status: warning }, ignore: true }
  - { name: all, project: OPS, issueType: Task, group: fault, catchUp: ${catchUp} }`,
    'r.yaml',
  );
}

export function lookWorld(redis: RedisClient, keys: Keys, now: () => number): LookWorld {
  const there = guanceThere(WORKSPACE, now);
  const caught: string[] = [];
  const closed = new Set<string>();
  const rules = lookRules(true);
  const jobs = `${keys.bullPrefix}:${QUEUE_NAME}:ev_`;
  return {
    ...{ there, caught, closed },
    deps: {
      ...{ redis, keys, site: SITE, guance: there.guance, workspace: WORKSPACE, now },
      rules: () => rules,
      producer: createProducer({ redis, keys, waitReplicas: 0 }),
      ask: (_endpoint, act) => act(there.guance),
      onAnswer: () => undefined,
      onCaughtUp: (kind) => caught.push(kind),
      mayStandForgotten: async () => false,
      isClosed: async ({ key }) => closed.has(key),
      log: { debug() {}, info() {}, warn() {}, error() {} } as unknown as LookDeps['log'],
    },
    queued: async () => (await redis.keys(`${jobs}*`)).map((key) => key.slice(jobs.length)).sort(),
    jobOf: async (eventId) => JSON.parse((await redis.hget(`${jobs}${eventId}`, 'data')) ?? 'null'),
    heard: (ref, status, agoMs) => {
      const event = {
        ...{ df_workspace_uuid: WORKSPACE, df_monitor_checker_event_ref: ref, df_status: status },
        ...{ df_event_id: `heard-${ref}`, timestamp: Math.floor((now() - agoMs) / 1000) },
      };
      const onError = (error: Error) => {
        throw error;
      };
      const hear = createHear({ redis, keys, onError }, new Set([WORKSPACE]));
      hear(readAlert(event, { eventId: `heard-${ref}`, receivedAt: now() - agoMs }));
      // Behind the command on the same connection.
      return redis.ping();
    },
    standing: (ref, change = {}) => {
      const at = now() - HOUR;
      const state = {
        ...{ faultKey: 'f', route: 'all', issue: { id: '1', key: 'OPS-1' }, openedAt: at, level: 'critical', peak: 5 },
        ...{ priorityRank: 5, applied: { at, receivedAt: at, eventId: 'heard' }, recoveredAt: null, commentedAt: at },
        ...{ repeats: { count: 0, since: at }, comments: 0, closedNoted: false, leftAlone: false, heldUntil: null },
        ...{ heldOver: null, storm: null, waiters: [], ...change },
      };
      const text = textOfState(state as unknown as Parameters<typeof textOfState>[0]);
      return redis.hset(keys.object(objectOfRef(WORKSPACE, ref)), { site: SITE, state: text });
    },
  };
}

const SITE = 'http://jira';
