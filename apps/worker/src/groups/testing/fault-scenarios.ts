/** One event of a fault each, in every situation that the handlers know, to be spoilt in every way. */

import { type LivingIssue, WORKFLOWS } from '@guance-jira/jira/testing';
import { stateOfText } from '@guance-jira/ledger';
import { lua, type RedisClient, script } from '@guance-jira/queue';
import type { TestRedis } from '@guance-jira/queue/testing';
import { type FaultWorld, faultWorld, type Sent } from './fault-world.ts';

const RULES = `
defaults:
  project: OPS
  issueType: 故障
  group: fault
  priority: { critical: Highest, error: High, warning: Medium }
  recover: { transition: [已完成], resolution: Done }
  recoverGrace: 0
  reopenWithin: 1h
  wontFix: ["Won't Do"]
routes:
  - { name: events, match: { df_monitor_checker_id: events }, group: event }
  - { name: told, match: { df_monitor_checker_id: told }, comments: { throttle: 0 } }
  - name: follows
    match: { df_monitor_checker_id: follows }
    fields: { customfield_1: "{{ df_monitor_checker_value }}" }
    follow: [customfield_1]
  - { name: disks }
`;
const START = Math.floor(Date.now() / 1000) - 600;

/** An event of the one object, so many seconds into the test. */
function event(seconds: number, df_status: string, change: Sent = {}): Sent {
  const at = START + seconds;
  const about = { df_monitor_checker_id: 'disks', df_monitor_checker_event_ref: 'ref', df_title: 't' };
  return {
    ...{ df_event_id: `event-${seconds}`, df_status, timestamp: at, receivedAt: at * 1000, df_fault_id: 'fault-1' },
    ...{ df_monitor_checker_value: seconds },
    ...about,
    ...change,
  };
}

const second = { df_fault_id: 'fault-2' };
const of = (monitor: string) => ({ df_monitor_checker_id: monitor });
const closed = ([issue]: LivingIssue[], hoursAgo: number) => {
  const at = Date.now() - hoursAgo * 3_600_000;
  Object.assign(issue ?? {}, { status: { name: '已完成', category: 'done' }, resolution: 'Done', resolvedAt: at });
};

export interface Scenario {
  says: string;
  before?: readonly Sent[];
  prepare?: (world: FaultWorld) => void;
  /** The event during which it happens. */
  event: Sent;
  outcome: string;
  comments: number;
  issues?: number;
}

export const scenarios: readonly Scenario[] = [
  { says: 'opens its issue', event: event(0, 'critical'), outcome: 'created', comments: 0 },
  {
    says: 'gets worse',
    before: [event(0, 'error')],
    event: event(60, 'critical'),
    outcome: 'commented',
    comments: 1,
  },
  {
    says: 'is repeated with a word',
    before: [event(0, 'error', of('told'))],
    event: event(60, 'error', of('told')),
    outcome: 'commented',
    comments: 1,
  },
  { says: 'is repeated', before: [event(0, 'error')], event: event(60, 'error'), outcome: 'ignored', comments: 0 },
  {
    says: 'is repeated, and a field follows it',
    before: [event(0, 'error', of('follows'))],
    event: event(60, 'error', of('follows')),
    outcome: 'ignored',
    comments: 0,
  },
  {
    says: 'gets worse, and a field follows it',
    before: [event(0, 'error', of('follows'))],
    event: event(60, 'critical', of('follows')),
    outcome: 'commented',
    comments: 1,
  },
  {
    says: 'recovers, and a field follows it',
    before: [event(0, 'error', of('follows'))],
    event: event(60, 'ok', of('follows')),
    outcome: 'resolved',
    comments: 1,
  },
  { says: 'comes late', before: [event(60, 'error')], event: event(0, 'critical'), outcome: 'commented', comments: 1 },
  { says: 'recovers', before: [event(0, 'critical')], event: event(60, 'ok'), outcome: 'resolved', comments: 1 },
  {
    says: 'recovers in steps',
    before: [event(0, 'critical')],
    prepare: ({ jira }) => {
      jira.workflow = WORKFLOWS.steps;
    },
    event: event(60, 'ok'),
    outcome: 'resolved',
    comments: 1,
  },
  {
    says: 'recovers where there is no way',
    before: [event(0, 'critical')],
    prepare: ({ jira }) => {
      jira.workflow = {};
    },
    event: event(60, 'ok'),
    outcome: 'commented',
    comments: 1,
  },
  {
    says: 'recovers where the screen insists on a comment',
    before: [event(0, 'critical')],
    prepare: ({ jira }) => {
      jira.wantsComment = ['完成'];
    },
    event: event(60, 'ok'),
    outcome: 'resolved',
    comments: 1,
  },
  {
    says: 'recovers where its issue takes no change',
    before: [event(0, 'critical')],
    prepare: ({ jira }) => Object.assign(jira.issues[0] ?? {}, { archived: true }),
    event: event(60, 'ok'),
    outcome: 'ignored',
    comments: 0,
  },
  {
    says: 'comes again and reopens',
    before: [event(0, 'error'), event(60, 'ok')],
    event: event(120, 'critical', second),
    outcome: 'reopened',
    comments: 2,
  },
  {
    says: 'comes again while the issue is open',
    before: [event(0, 'error')],
    event: event(120, 'critical', second),
    outcome: 'commented',
    comments: 1,
  },
  {
    says: 'comes again long after',
    before: [event(0, 'error'), event(60, 'ok')],
    prepare: ({ jira }) => closed(jira.issues, 3),
    event: event(120, 'critical', second),
    outcome: 'created',
    comments: 1,
    issues: 2,
  },
  {
    says: 'comes again where its closed issue takes no change',
    before: [event(0, 'error'), event(60, 'ok')],
    prepare: ({ jira }) => Object.assign(jira.issues[0] ?? {}, { archived: true }),
    event: event(120, 'critical', second),
    outcome: 'created',
    comments: 1,
    issues: 2,
  },
  {
    says: 'comes again where its open issue takes no change',
    before: [event(0, 'error')],
    prepare: ({ jira }) => Object.assign(jira.issues[0] ?? {}, { archived: true }),
    event: event(120, 'critical', second),
    outcome: 'created',
    comments: 0,
    issues: 2,
  },
  {
    says: 'comes again by the same name where its issue takes no change',
    before: [event(0, 'error'), event(60, 'ok')],
    prepare: ({ jira }) => Object.assign(jira.issues[0] ?? {}, { archived: true }),
    event: event(120, 'critical'),
    outcome: 'created',
    comments: 1,
    issues: 2,
  },
  {
    says: 'comes again by the same name long after',
    before: [event(0, 'error'), event(60, 'ok')],
    prepare: ({ jira }) => closed(jira.issues, 3),
    event: event(120, 'critical'),
    outcome: 'reopened',
    comments: 2,
  },
  {
    says: "comes again after won't fix",
    before: [event(0, 'error'), event(60, 'ok')],
    prepare: ({ jira }) => Object.assign(jira.issues[0] ?? {}, { resolution: "Won't Do" }),
    event: event(120, 'critical', second),
    outcome: 'ignored',
    comments: 1,
  },
  {
    says: 'goes on after its issue was deleted',
    before: [event(0, 'error')],
    prepare: ({ jira }) => Object.assign(jira.issues[0] ?? {}, { gone: true }),
    event: event(60, 'critical'),
    outcome: 'created',
    comments: 0,
    issues: 2,
  },
  {
    says: 'comes after its recovery',
    before: [event(60, 'ok')],
    event: event(0, 'critical'),
    outcome: 'created',
    comments: 1,
  },
  {
    says: 'of group event recovers in two issues',
    before: [event(0, 'critical', of('events')), event(30, 'error', of('events'))],
    event: event(60, 'ok', of('events')),
    outcome: 'resolved',
    comments: 2,
    issues: 2,
  },
];

/** Calls that change an issue which stands. */
export const CHANGES: readonly string[] = ['comment', 'transition', 'setPriority', 'setFields', 'relate'];

const COPY_KEYS = script(lua(new URL('./scripts/copy-keys.lua', import.meta.url)));

/** A world in which everything has happened but the scenario's event. */
export async function worldOf(scenario: Scenario, redis: TestRedis): Promise<FaultWorld> {
  const { past, kept } = await pastOf(scenario, redis);
  const world = faultWorld(connectionTo(redis), redis.keys(), RULES);
  // A search makes hundreds of these worlds, and what happened before is most of what there is to do for one.
  await COPY_KEYS(redis.client, kept, [past.keys.bullPrefix, world.keys.bullPrefix]);
  world.jira.issues.push(...past.jira.issues.map(copyOf));
  scenario.prepare?.(world);
  return world;
}

interface Past {
  readonly past: FaultWorld;
  /** All that it has in Redis. */
  readonly kept: readonly string[];
}

const pasts = new WeakMap<TestRedis, Map<Scenario, Promise<Past>>>();

/** The world of which those are copies; nothing more happens in it. */
function pastOf(scenario: Scenario, redis: TestRedis): Promise<Past> {
  const known = pasts.get(redis) ?? new Map<Scenario, Promise<Past>>();
  pasts.set(redis, known);
  const past = known.get(scenario) ?? goBefore(scenario, redis);
  known.set(scenario, past);
  return past;
}

async function goBefore({ before = [] }: Scenario, redis: TestRedis): Promise<Past> {
  const past = faultWorld(connectionTo(redis), redis.keys(), RULES);
  for (const earlier of before) await past.handle(earlier);
  return { past, kept: await redis.client.keys(`${past.keys.bullPrefix}*`) };
}

/** Nothing changes its draft and its marker, which has a function. */
function copyOf({ draft, marker, ...rest }: LivingIssue): LivingIssue {
  return { ...structuredClone(rest), draft, marker };
}

const connections = new WeakMap<TestRedis, RedisClient>();

/** One for all worlds of a test file, which have keys of their own: a search makes hundreds. */
function connectionTo(redis: TestRedis): RedisClient {
  const connection = connections.get(redis) ?? redis.connect();
  connections.set(redis, connection);
  return connection;
}

export function commentsIn({ jira }: FaultWorld): string[] {
  return jira.issues.flatMap(({ comments }) => comments.map(({ text }) => text));
}

/** Everything that a person or a later event could see of how it ended. */
export async function endOf(world: FaultWorld, { event }: Scenario, redis: TestRedis) {
  const { outcome, reason, route, issueId } = await world.record(event);
  const state = await redis.client.hget(world.keys.object('/ref/ref'), 'state');
  const issues = world.jira.issues.map(({ draft, marker, statusChangedAt, resolvedAt, ...rest }) => ({
    ...rest,
    resolved: resolvedAt !== null,
    comments: rest.comments.map(({ text }) => text),
    said: JSON.stringify(draft.description),
  }));
  return { outcome, reason, route, issueId, issues, state: state ? stateOfText(state) : null };
}

/** How it goes when nothing is in its way, and what was called for it. Gone through once for each Redis, so nothing may be done in its world. */
export function asUsual(scenario: Scenario, redis: TestRedis): ReturnType<typeof goThrough> {
  const known = usual.get(redis) ?? new Map<Scenario, ReturnType<typeof goThrough>>();
  usual.set(redis, known);
  const gone = known.get(scenario) ?? goThrough(scenario, redis);
  known.set(scenario, gone);
  return gone;
}

const usual = new WeakMap<TestRedis, Map<Scenario, ReturnType<typeof goThrough>>>();

async function goThrough(scenario: Scenario, redis: TestRedis) {
  // Redis meets each script once without knowing it, which is a call more.
  await (await worldOf(scenario, redis)).handle(scenario.event);
  const world = await worldOf(scenario, redis);
  let redisCalls = 0;
  const jiraCalls: string[] = [];
  world.around = (_call, act) => {
    redisCalls += 1;
    return act();
  };
  world.jira.around = (call, act) => {
    jiraCalls.push(call);
    return act();
  };
  await world.handle(scenario.event);
  world.around = (_call, act) => act();
  return { world, end: await endOf(world, scenario, redis), redisCalls, jiraCalls };
}
