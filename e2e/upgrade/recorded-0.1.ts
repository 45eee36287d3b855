/**
 * What version 0.1 leaves in Redis, as recorded from its processes: every later version must go on from it. Never changed to
 * suit new code: a new form gets a recording of its own. Times are relative, since records expire and searches have windows.
 */
import { sampleEvent } from '../harness/index.ts';

export interface RecordedAt {
  readonly prefix: string;
  /** The Jira, as `JIRA_URL` names it. */
  readonly site: string;
  readonly now: number;
  /** The issues of `ISSUES`, as they were made in this Jira. */
  readonly issues: Readonly<Record<string, { id: string; key: string }>>;
}

/** Event ids by what the recording says of them. */
export const EVENT = {
  untouched: 'event-00000000000000000000000000000001',
  reserved: 'event-00000000000000000000000000000002',
  sentAndLanded: 'event-00000000000000000000000000000003',
  sentAndLost: 'event-00000000000000000000000000000004',
  confirmed: 'event-00000000000000000000000000000005',
  settled: 'event-00000000000000000000000000000006',
  settledLongAgo: 'event-00000000000000000000000000000007',
  failed: 'event-00000000000000000000000000000008',
  delayed: 'event-00000000000000000000000000000009',
  recovery: 'event-0000000000000000000000000000000a',
  faultOpened: 'event-0000000000000000000000000000000b',
  faultGoesOn: 'event-0000000000000000000000000000000c',
} as const;
type Name = keyof typeof EVENT;

/** Issues that were there already, with the marker that 0.1 puts on them: a hash of the event's id, or of the fault's. */
export const ISSUES: Partial<Record<Name, string>> = {
  sentAndLanded: 'gj-ec47423ea0ad68cbf2e5944168327c86',
  confirmed: 'gj-5e4d000000000000000000000000c0de',
  settled: 'gj-5e77000000000000000000000000c0de',
  settledLongAgo: 'gj-1096000000000000000000000000c0de',
  faultOpened: 'gj-fa17000000000000000000000000c0de',
};

/** Hashes of the object and the fault of the last two. */
const OBJECT_KEY = '8eccc05d49e9c72897254e444bb5c530';
const FAULT_KEY = '415ca8e310c2cb3941f66ac1775efcea';

/** The commands that put the recording back. Jobs wait; nothing runs. */
export function recorded(at: RecordedAt): (string | number)[][] {
  const { key, issue, record, begun, sent, confirmed, job, waits } = words(at);
  const outcome = {
    ...{ outcome: 'created', route: 'default', issueKey: issue('settled').key },
    ...{ issueUrl: `${at.site}/browse/${issue('settled').key}`, reason: null },
  };
  const refused = 'Jira create: answered 400: project: project is required';
  return [
    ...common(at),
    ...waits('untouched'),
    ...waits('reserved'),
    record('reserved', { ...begun('reserved'), state: 'reserved' }),
    ...waits('sentAndLanded'),
    record('sentAndLanded', sent('sentAndLanded')),
    ...waits('sentAndLost'),
    record('sentAndLost', sent('sentAndLost')),
    ...waits('confirmed'),
    record('confirmed', confirmed('confirmed')),
    job('settled', {}, { finishedOn: at.now - 50_000, atm: 1, ats: 1, returnvalue: JSON.stringify(outcome) }),
    ['ZADD', key('events:completed'), at.now - 50_000, `ev_${EVENT.settled}`],
    record('settled', { ...confirmed('settled'), outcome: 'created', reason: '', at: at.now - 50_000 }),
    record('settledLongAgo', { ...confirmed('settledLongAgo'), outcome: 'created', reason: '', at: at.now - 9e7 }),
    job(
      'failed',
      {},
      { finishedOn: at.now - 40_000, atm: 1, ats: 1, failedReason: refused, stacktrace: JSON.stringify([refused]) },
    ),
    ['ZADD', key('events:failed'), at.now - 40_000, `ev_${EVENT.failed}`],
    record('failed', {
      ...begun('failed'),
      state: 'reserved',
      outcome: 'failed',
      reason: refused,
      at: at.now - 40_000,
    }),
    job('delayed', {}, { delay: 1000, ats: 3, progress: '{"waitingFor":"Redis: Connection is closed."}' }),
    ['ZADD', key('events:delayed'), (at.now + 1000) * 4096, `ev_${EVENT.delayed}`],
    job('recovery', { df_status: 'ok', df_sub_status: 'ok' }, { priority: 3 }),
    ['ZADD', key('events:prioritized'), 3 * 4_294_967_296 + 1, `ev_${EVENT.recovery}`],
    ['SET', key('events:pc'), '1'],
    ['ZADD', key('events:marker'), 0, '0'],
  ];
}

/** Under `group: fault`: the fault has its issue, and a more severe event of it waits. */
export function recordedFault(at: RecordedAt): (string | number)[][] {
  const { key, issue, record, begun, confirmed, waits } = words(at);
  const state = {
    ...{ faultKey: EVENT.faultOpened, route: 'default', issue: issue('faultOpened'), openedAt: 1693031100000 },
    applied: { at: 1693034940000, receivedAt: at.now - 90_000, eventId: EVENT.faultOpened },
    ...{ recoveredAt: null, level: 'error', peak: 4, priorityRank: 4, repeats: { count: 0, since: 1693034940000 } },
    ...{ commentedAt: at.now - 90_000, comments: 0, closedNoted: false, leftAlone: false },
    ...{ heldUntil: null, heldOver: null, storm: null, waiters: [] },
  };
  const v1 = ['v', '1', 'site', at.site];
  return [
    ...common(at),
    ['HSET', key(`fault:${FAULT_KEY}`), ...v1, 'route', 'default', ...Object.entries(confirmed('faultOpened')).flat()],
    ['HSET', key(`object:${OBJECT_KEY}`), ...v1, 'state', JSON.stringify(state)],
    ['HSET', key(`lane:${OBJECT_KEY}`), 'fence', '1'],
    record('faultOpened', {
      ...{ ...begun('faultOpened'), state: 'reserved', outcome: 'created', reason: '', at: at.now - 90_000 },
      ...{ issueId: issue('faultOpened').id, issueKey: issue('faultOpened').key },
    }),
    ...waits('faultGoesOn', { df_status: 'critical', date: 1693034999, timestamp: 1693034999 }),
    ['ZADD', key('events:marker'), 0, '0'],
  ];
}

function common({ prefix, now }: RecordedAt): (string | number)[][] {
  const key = (rest: string) => `{${prefix}}:${rest}`;
  return [
    ['HSET', key('ledger'), 'epoch', now - 3_600_000, 'virgin', '0', 'beat', 720, 'beatAt', now],
    ['HSET', key('events:meta'), 'opts.maxLenEvents', '10000', 'version', 'bullmq:6.7.0'],
    ['SET', key('events:id'), '12'],
  ];
}

/** How 0.1 writes each thing. */
function words({ prefix, site, now, issues }: RecordedAt) {
  const key = (rest: string) => `{${prefix}}:${rest}`;
  const issue = (name: Name) => issues[name] ?? { id: '0', key: 'NONE-0' };
  const begun = (name: Name) => ({ token: `4ce6937d-${name}`, holder: EVENT[name], lease: now - 60_000 });
  const sent = (name: Name) => ({ ...begun(name), state: 'sent', sentAt: now - 30_000, opener: EVENT[name], posts: 1 });
  const job = (name: Name, change = {}, fields: Record<string, string | number> = {}): (string | number)[] => {
    const opts = { jobId: `ev_${EVENT[name]}`, stackTraceLimit: 1, backoff: { type: 'custom' }, attempts: 5 };
    const data = { v: 1, eventId: EVENT[name], event: eventOf(name, change), receivedAt: now - 60_000 };
    const { priority = 0, ...others } = fields;
    return [
      ...['HSET', key(`events:ev_${EVENT[name]}`), 'name', `recorded ${name}`, 'data', JSON.stringify(data)],
      ...['opts', JSON.stringify(priority === 0 ? opts : { ...opts, priority }), 'priority', priority],
      ...['timestamp', now - 60_000, 'delay', 0, ...Object.entries(others).flat()],
    ];
  };
  return {
    ...{ key, issue, begun, sent, job },
    record: (name: Name, fields: Record<string, string | number>): (string | number)[] => [
      ...['HSET', key(`ledger:ev_${EVENT[name]}`), 'v', '1', 'site', site, 'route', 'default'],
      ...Object.entries(fields).flat(),
    ],
    confirmed: (name: Name) => ({
      ...{ ...sent(name), state: 'confirmed', issueId: issue(name).id, issueKey: issue(name).key },
    }),
    waits: (name: Name, change = {}) => [job(name, change), ['LPUSH', key('events:wait'), `ev_${EVENT[name]}`]],
  };
}

/** The events of one fault, or each on an object of its own. */
export function eventOf(name: Name, change: Record<string, unknown> = {}) {
  const ofFault = name === 'faultOpened' || name === 'faultGoesOn';
  return sampleEvent({
    df_event_id: EVENT[name],
    df_title: `recorded ${name}`,
    ...(ofFault
      ? { df_monitor_checker_event_ref: 'ref1', df_fault_id: EVENT.faultOpened }
      : { df_monitor_checker_event_ref: `ref-${name}` }),
    ...change,
  });
}
