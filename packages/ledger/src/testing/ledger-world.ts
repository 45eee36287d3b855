/**
 * One event, two workers without any lock between them, and a Jira that may lose, delay and half-carry-out requests: all
 * that may happen next, for an exhaustive search. Time goes in ticks; the record's times are milliseconds before now.
 */

import type { FoundIssue, ReconcileTimeouts } from '@guance-jira/jira';
import { afterLook, readLook } from '../reconcile.ts';
import * as ledger from './ledger-model.ts';

export const TICK_MS = 10_000;

/** What the world may do at most. What the workers believe of it is `patience`. */
export interface Limits {
  /** Ticks that a search may lag. */
  lag: number;
  /** Ticks after `sent` until which Jira may still carry out a request. */
  commit: number;
  /** Ticks that may pass between `sent` and the first byte on the wire. */
  frozen: number;
  /** How often `sent` is stamped. */
  posts: number;
  reconcileTimeouts: ReconcileTimeouts;
  /** How often Redis's clock may be set back, by more than any wait. */
  setBack?: number;
  /** How often it may jump ahead by as much. */
  setAhead?: number;
  /** The second worker logs in as somebody else. Searches ask for what every known account has made, or for their own alone. */
  otherAccount?: 'known' | 'forgotten';
  /** The second worker knows the same Jira under another address. */
  otherAddress?: boolean;
  /** False: as if the time of the answer were not kept, so that a watermark from before it counts. */
  answerTime: boolean;
}

type Worker =
  | { at: 'idle' | 'done' | 'go' | 'refused' | 'error' }
  | { at: 'armed' | 'asking'; age: number }
  | { at: 'knows'; issue: string };

interface Request {
  owner: number | null;
  age: number;
  issue: string | null;
  /** Who sent it, by account. */
  by: 0 | 1;
}

export interface World {
  record: ledger.ModelRecord;
  workers: readonly [Worker, Worker];
  requests: readonly Request[];
  issues: readonly { id: string; age: number; visible: boolean; by: 0 | 1 }[];
  /** Another issue of ours that no search shows yet, and those of our issues that the index has before it. */
  fresh: { age: number; before: readonly string[] } | null;
  /** A search shows another issue created after the last POST or its answer. */
  watermark: boolean;
  posts: number;
  setBack: number;
  setAhead: number;
}

export const BEGINNING: World = {
  record: {},
  workers: [{ at: 'idle' }, { at: 'idle' }],
  requests: [],
  issues: [],
  fresh: null,
  watermark: false,
  posts: 0,
  setBack: 0,
  setAhead: 0,
};

const OLDEST_MS = -8 * TICK_MS;
const SET_BACK_MS = 20 * TICK_MS;
const BY = { v: 1, site: 's', route: 'r' };
const byOf = (who: 0 | 1, limits: Limits) => ({ ...BY, site: limits.otherAddress && who === 1 ? 't' : 's' });

/** Every next world, with the name of the step to it. */
export function* nextWorlds(world: World, limits: Limits): Generator<[string, World]> {
  for (const [step, next] of steps(world, limits)) yield [step, forget(world, next)];
  const later = tick(world, limits);
  if (later) yield ['time passes', later];
}

function* steps(world: World, limits: Limits): Generator<[string, World]> {
  for (const who of [0, 1] as const) {
    for (const [step, next] of workerSteps(world, who, limits)) yield [`worker ${who}: ${step}`, next];
    if (world.workers[who].at !== 'idle') yield [`worker ${who}: dies`, gone(world, who, { at: 'idle' })];
  }
  for (const [index, request] of world.requests.entries())
    if (request.issue === null) yield ['Jira makes the issue', carriedOut(world, index)];
  for (const { id, visible } of world.issues) if (!visible) yield ['the index shows it', shown(world, [id])];
  if (world.setBack < (limits.setBack ?? 0) && world.record.state === 'sent')
    yield [
      'the clock is set back',
      { ...world, record: ledger.clockBack(world.record, SET_BACK_MS), setBack: world.setBack + 1 },
    ];
  if (world.setAhead < (limits.setAhead ?? 0) && world.record.state === 'sent')
    yield ['the clock jumps ahead', { ...world, record: jumped(world.record), setAhead: world.setAhead + 1 }];
  if (world.fresh) yield ['the index shows another', otherShown(world, limits)];
  else yield ['another issue is made', { ...world, fresh: { age: 0, before: world.issues.map(({ id }) => id) } }];
}

function* workerSteps(world: World, who: 0 | 1, limits: Limits): Generator<[string, World]> {
  const worker = world.workers[who];
  const token = `w${who}`;
  const { record } = world;
  switch (worker.at) {
    case 'idle':
      yield* claimSteps(world, who, limits);
      return;
    case 'go': {
      if (world.posts >= limits.posts) return;
      const [next, ours] = ledger.markSent(record, token, 'e', 0);
      if (!ours) yield ['has been taken over', withWorker(world, who, { at: 'idle' })];
      else yield ['sent', withWorker({ ...world, record: next, posts: world.posts + 1 }, who, { at: 'armed', age: 0 })];
      return;
    }
    case 'armed': {
      yield ['nothing got out', withWorker(world, who, { at: 'refused' })];
      // The limit of a request counts from `sent`, and so does Jira's; a frozen process starts them late.
      const age = worker.age > 1 ? 0 : worker.age;
      const requests = [...world.requests, { owner: who, age, issue: null, by: limits.otherAccount ? who : 0 }];
      yield ['POST', withWorker({ ...world, requests }, who, { at: 'asking', age })];
      return;
    }
    case 'asking':
      yield* answers(world, who);
      return;
    case 'refused': {
      const [next] = ledger.unsend(record, token);
      yield ['unsend', withWorker({ ...world, record: next }, who, { at: 'idle' })];
      return;
    }
    case 'error': {
      const noted = ledger.noteAnswer(record, token, 0);
      const kept = limits.answerTime || noted === record ? noted : { ...noted, answered: record.sentAt ?? 0 };
      yield ['note the answer', withWorker({ ...world, record: kept }, who, { at: 'idle' })];
      return;
    }
    case 'knows': {
      const [next] = ledger.confirm(record, worker.issue, byOf(who, limits));
      yield ['confirm', withWorker({ ...world, record: next }, who, { at: 'done' })];
      return;
    }
    case 'done':
  }
}

function* claimSteps(world: World, who: 0 | 1, limits: Limits): Generator<[string, World]> {
  const claimed = ledger.claim(world.record, { ...byOf(who, limits), token: `w${who}`, holder: 'e' }, 0);
  const { lease: _, ...record } = claimed.record;
  const then = (next: Worker) => withWorker({ ...world, record }, who, next);
  const { answer } = claimed;
  if (answer.found === 'confirmed') yield ['finds it confirmed', then({ at: 'done' })];
  // What another address has opened is looked for before anything is sent (look-first, create/ensure-issue.test.ts): that is not followed here.
  if (answer.found === 'reserved')
    yield answer.forgotten ? ['looks first', then({ at: 'done' })] : ['reserves', then({ at: 'go' })];
  if (answer.found !== 'sent') return;
  const sinceMs = answer.answeredAt ?? answer.sentAt;
  const seen = readLook(found(world, sinceMs, who, limits), 'ours', sinceMs, limits.reconcileTimeouts);
  const look = { ...seen, elapsedMs: -sinceMs, answered: answer.answeredAt !== null, alive: true };
  const after = afterLook(look, limits.reconcileTimeouts);
  if (after.next === 'confirm') yield ['finds it', then({ at: 'knows', issue: after.issue.id })];
  if (after.next === 'post') yield ['believes it is not there', then({ at: 'go' })];
  if (after.next === 'wait') yield ['waits', then({ at: 'idle' })];
}

/** What a search shows; the watermark stands for the youngest of the others. */
function found({ issues, watermark }: World, sinceMs: number, who: 0 | 1, { otherAccount }: Limits) {
  const shownOnes: FoundIssue[] = issues
    .filter(({ visible, by }) => visible && (otherAccount !== 'forgotten' || by === who))
    .map(({ id }) => ({ id, key: id, markers: ['ours'], createdAt: sinceMs }));
  if (watermark) shownOnes.push({ id: '0', key: 'O-1', markers: [], createdAt: sinceMs + TICK_MS });
  return { issues: shownOnes, clockSkewMs: 0, complete: true };
}

function* answers(world: World, who: 0 | 1): Generator<[string, World]> {
  const index = world.requests.findIndex(({ owner }) => owner === who);
  const request = world.requests[index];
  const rest = world.requests.filter((_, at) => at !== index);
  yield ['the answer is lost', gone(world, who, { at: 'idle' })];
  yield ['500', withWorker({ ...world, requests: rest }, who, { at: 'error' })];
  if (request?.issue === null) yield ['400', withWorker({ ...world, requests: rest }, who, { at: 'refused' })];
  else if (request) yield ['201', withWorker({ ...world, requests: rest }, who, { at: 'knows', issue: request.issue })];
}

function carriedOut(world: World, index: number): World {
  const id = String(world.issues.length + 1);
  const requests = world.requests.map((request, at) => (at === index ? { ...request, issue: id } : request));
  const by = world.requests[index]?.by ?? 0;
  return { ...world, requests, issues: [...world.issues, { id, age: 0, visible: false, by }] };
}

function shown(world: World, ids: readonly string[]): World {
  return {
    ...world,
    issues: world.issues.map((issue) => (ids.includes(issue.id) ? { ...issue, visible: true } : issue)),
  };
}

/** The index takes issues in the order in which they were made. */
function otherShown(world: World, limits: Limits): World {
  const { fresh, record } = world;
  if (!fresh || record.sentAt === undefined) return { ...world, fresh: null };
  const sinceMs = record.answered ?? record.sentAt;
  const other = { id: '0', key: 'O-1', markers: [], createdAt: -fresh.age * TICK_MS };
  const { watermark } = readLook(
    { issues: [other], clockSkewMs: 0, complete: true },
    'ours',
    sinceMs,
    limits.reconcileTimeouts,
  );
  return { ...shown(world, fresh.before), fresh: null, watermark: world.watermark || watermark };
}

function tick(world: World, limits: Limits): World | null {
  if (world.workers.some((worker) => worker.at === 'armed' && worker.age >= limits.frozen)) return null;
  let next: World = world;
  for (const who of [0, 1] as const) {
    const worker = world.workers[who];
    if (worker.at === 'asking' && worker.age >= 1) next = gone(next, who, { at: 'idle' });
    else if ('age' in worker) next = withWorker(next, who, { ...worker, age: worker.age + 1 });
  }
  const requests = next.requests
    .map((request) => ({ ...request, age: request.age + 1 }))
    .filter(({ age, owner, issue }) => owner !== null || (issue === null && age <= limits.commit));
  const issues = next.issues.map((issue) => ({ ...issue, age: Math.min(issue.age + 1, limits.lag) }));
  const late = issues.filter(({ age }) => age >= limits.lag).map(({ id }) => id);
  next = shown({ ...next, requests, issues, record: older(next.record) }, late);
  if (!next.fresh) return next;
  next = { ...next, fresh: { ...next.fresh, age: next.fresh.age + 1 } };
  return (next.fresh?.age ?? 0) >= limits.lag ? otherShown(next, limits) : next;
}

function older(record: ledger.ModelRecord): ledger.ModelRecord {
  const { sentAt, answered, ...rest } = record;
  const before = (ms: number) => Math.max(ms - TICK_MS, OLDEST_MS);
  return {
    ...rest,
    ...(sentAt === undefined ? {} : { sentAt: before(sentAt) }),
    ...(answered === undefined ? {} : { answered: before(answered) }),
  };
}

/** Everything was longer ago than any wait. */
function jumped(record: ledger.ModelRecord): ledger.ModelRecord {
  const { sentAt, answered, ...rest } = record;
  return {
    ...rest,
    ...(sentAt === undefined ? {} : { sentAt: OLDEST_MS }),
    ...(answered === undefined ? {} : { answered: OLDEST_MS }),
  };
}

function gone(world: World, who: 0 | 1, worker: Worker): World {
  const requests = world.requests
    .map((request) => (request.owner === who ? { ...request, owner: null } : request))
    .filter(({ owner, issue }) => owner !== null || issue === null);
  return withWorker({ ...world, requests }, who, worker);
}

function withWorker(world: World, who: 0 | 1, worker: Worker): World {
  const workers: [Worker, Worker] = [world.workers[0], world.workers[1]];
  workers[who] = worker;
  return { ...world, workers };
}

/** A watermark counts for one POST, or one answer to it. */
function forget({ record }: World, next: World): World {
  const same = record.sentAt === next.record.sentAt && record.answered === next.record.answered;
  return same || !next.watermark ? next : { ...next, watermark: false };
}

/** The same text for the same world. */
export function keyOf({
  record,
  workers,
  requests,
  issues,
  fresh,
  watermark,
  posts,
  setBack,
  setAhead,
}: World): string {
  const { state, site, forgotten, token, sentAt, answered, posts: counted, issueId } = record;
  return JSON.stringify([
    [state, site, forgotten, token, sentAt, answered, counted, issueId],
    workers,
    requests,
    issues,
    fresh,
    watermark,
    posts,
    setBack,
    setAhead,
  ]);
}
