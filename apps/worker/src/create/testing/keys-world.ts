/**
 * One event whose answers get lost, in a Jira that gives out a number before it stores an issue, stores late or never, lets others
 * create meanwhile, hides some of theirs, and leaves single issues out of its index. All that may happen next, for an exhaustive
 * search. Time goes in ticks; times are milliseconds before now.
 */

import type { ReconcileTimeouts, StoredIssue } from '@guance-jira/jira';
import { afterLook, readLook } from '@guance-jira/ledger';
import * as ledger from '@guance-jira/ledger/testing';
import { judgeRange } from '../by-keys/judge-range.ts';

export const TICK_MS = 10_000;

export interface Limits {
  /** Ticks after the end of a request before which Jira may still store its issue. */
  late: number;
  /** Ticks for which an issue may be left out of the index. */
  lag: number;
  posts: number;
  others: number;
  /** The highest key that the ledger knows, and the first number that Jira gives out. */
  known: number;
  first: number;
  /** Whether our account may see what it makes, and whether the ledger believes so. */
  visible: boolean;
  seen: boolean;
  /** So many missing keys one after another count as the end. */
  endRun: number;
  reconcileTimeouts: ReconcileTimeouts;
  /** What of the rules is taken away. */
  without?: 'own key' | 'young read' | 'end of request' | 'gaps' | 'quick POST';
}

type Worker = { at: 'idle' | 'go' | 'armed' | 'error' | 'lost' } | { at: 'asking'; age: number };

/** A create in Jira: ours while `owner` says so, given a number before it is stored. `ended`: ticks since nobody waits for it, null before. */
interface Create {
  ours: boolean;
  ended: number | null;
  number: number | null;
  /** Ticks since it got its number. */
  age: number;
}

export interface Issue {
  number: number;
  ours: boolean;
  age: number;
  /** Ticks since it was stored. */
  stored: number;
  hidden: boolean;
  indexed: boolean;
}

export interface World {
  record: ledger.ModelRecord;
  worker: Worker;
  creates: readonly Create[];
  issues: readonly Issue[];
  /** What reads showed when the last two ticks ended, the older first. */
  before: readonly [readonly Issue[], readonly Issue[]];
  next: number;
  posts: number;
  others: number;
  /** How it was decided that another POST may go. */
  again: 'keys' | 'gaps' | 'search' | null;
}

export function beginningOf({ known, first }: Limits): World {
  const issue: Issue = { number: known, ours: false, age: 9, stored: 9, hidden: false, indexed: true };
  return {
    record: {},
    worker: { at: 'idle' },
    creates: [],
    issues: known < first ? [issue] : [],
    before: [[], []],
    next: first,
    posts: 0,
    others: 0,
    again: null,
  };
}

const BY = { v: 1, site: 's', route: 'r' };
const OLDEST_MS = -12 * TICK_MS;

/** Every next world, with the name of the step to it. */
export function* nextKeyWorlds(world: World, limits: Limits): Generator<[string, World]> {
  yield* workerSteps(world, limits);
  yield* jiraSteps(world, limits);
  if (world.worker.at !== 'armed' || limits.without === 'quick POST') yield ['time passes', tick(world, limits)];
}

function* workerSteps(world: World, limits: Limits): Generator<[string, World]> {
  const { worker, record } = world;
  const at = (next: Worker, change: Partial<World> = {}): World => ({ ...world, ...change, worker: next });
  switch (worker.at) {
    case 'idle':
      yield* lookSteps(world, limits);
      return;
    case 'go': {
      if (world.posts >= limits.posts) return;
      const [sent] = ledger.markSent(record, 't', 'e', 0, 'OPS', `OPS-${limits.known}`);
      yield ['sent', at({ at: 'armed' }, { record: sent, posts: world.posts + 1 })];
      return;
    }
    case 'armed': {
      const create: Create = { ours: true, ended: null, number: null, age: 0 };
      yield ['POST', at({ at: 'asking', age: 0 }, { creates: [...world.creates, create] })];
      yield ['dies before the POST', at({ at: 'idle' })];
      return;
    }
    case 'asking':
      yield ['no answer any more', ended(at({ at: 'lost' }))];
      yield ['dies', ended(at({ at: 'idle' }))];
      // Jira is done with a request that it answers itself.
      yield [
        '500',
        at({ at: 'error' }, { creates: world.creates.filter(({ ours, ended: end }) => !(ours && end === null)) }),
      ];
      return;
    case 'lost':
      yield ['notes the end', at({ at: 'idle' }, { record: ledger.noteAnswer(record, 't', 0, 'ended') })];
      yield ['dies', at({ at: 'idle' })];
      return;
    case 'error':
      yield ['notes the answer', at({ at: 'idle' }, { record: ledger.noteAnswer(record, 't', 0) })];
      yield ['dies', at({ at: 'idle' })];
  }
}

function* lookSteps(world: World, limits: Limits): Generator<[string, World]> {
  const claimed = ledger.claim(world.record, { ...BY, token: 't', holder: 'e' }, 0);
  const { lease: _, ...record } = claimed.record;
  const then = (next: Worker['at'], again: World['again'] = world.again): World =>
    ({ ...world, record, again, worker: { at: next } }) as World;
  const { answer } = claimed;
  if (answer.found === 'reserved') yield ['reserves', then('go')];
  if (answer.found !== 'sent') return;
  const verdict = verdictOf(world, limits, answer);
  if (verdict === 'found')
    yield ['finds it', { ...then('idle'), record: { ...record, state: 'confirmed', issueId: '1' } }];
  else if (verdict !== 'wait') yield [`is not there by ${verdict}`, then('go', verdict)];
}

function verdictOf(
  world: World,
  limits: Limits,
  sent: { sentAt: number; answeredAt: number | null; endedAt: number | null; above: Record<string, string> },
): 'found' | 'wait' | 'keys' | 'gaps' | 'search' {
  const { reconcileTimeouts, without } = limits;
  const from = Number((sent.above.OPS ?? '').split('-')[1]);
  const end =
    without === 'end of request'
      ? sent.sentAt
      : (sent.answeredAt ?? sent.endedAt ?? sent.sentAt + reconcileTimeouts.timeoutMs);
  const shown = (without === 'young read' ? world.before[0] : world.issues).filter(({ hidden }) => !hidden);
  const found = upToEnd(shown, from, limits.endRun);
  if (without === 'own key')
    found.set(from, stored({ number: from, ours: false, age: 9, stored: 9, hidden: false, indexed: true }));
  if (without === 'gaps') fill(found, from);
  const lost = { sinceEndMs: -end, endedAt: end, isIts: isOurs, seen: limits.seen };
  const judged = judgeRange({ from, found, moved: [], tooLong: false, clockSkewMs: 0 }, lost, reconcileTimeouts);
  if (judged.verdict === 'found' || judged.verdict === 'wait') return judged.verdict;
  if (judged.verdict === 'not_there') return 'keys';
  const indexed = world.issues.filter((issue) => issue.indexed && !issue.hidden).map(stored);
  if (judged.verdict === 'gaps') return indexed.some(isOurs) ? 'found' : 'gaps';
  const since = sent.answeredAt ?? sent.sentAt;
  const look = readLook({ issues: indexed, clockSkewMs: 0, complete: true }, 'ours', since, reconcileTimeouts);
  const after = afterLook(
    { ...look, elapsedMs: -since, answered: sent.answeredAt !== null, alive: true },
    reconcileTimeouts,
  );
  return after.next === 'post' ? 'search' : after.next === 'confirm' ? 'found' : 'wait';
}

function* jiraSteps(world: World, limits: Limits): Generator<[string, World]> {
  for (const [index, create] of world.creates.entries()) {
    const rest = world.creates.filter((_, at) => at !== index);
    if (create.number === null) {
      const numbered = { ...create, number: world.next, age: 0 };
      yield ['Jira gives out a number', { ...world, next: world.next + 1, creates: [...rest, numbered] }];
      continue;
    }
    for (const hidden of create.ours ? [!limits.visible] : [false, true]) {
      const issue = { number: create.number, ours: create.ours, age: create.age, stored: 0, hidden, indexed: false };
      const creates = create.ended === null && create.ours ? world.creates : rest;
      if (world.issues.some(({ number }) => number === create.number)) continue;
      yield [
        hidden ? 'Jira stores an issue that we may not see' : 'Jira stores an issue',
        { ...world, creates, issues: [...world.issues, issue] },
      ];
    }
  }
  if (world.others < limits.others) {
    const create: Create = { ours: false, ended: 0, number: world.next, age: 0 };
    yield [
      'another create',
      { ...world, others: world.others + 1, next: world.next + 1, creates: [...world.creates, create] },
    ];
  }
  for (const issue of world.issues)
    if (!issue.indexed)
      yield [
        'the index shows one',
        { ...world, issues: world.issues.map((one) => (one === issue ? { ...one, indexed: true } : one)) },
      ];
}

function tick(world: World, limits: Limits): World {
  const { worker } = world;
  const waited = worker.at === 'asking' && worker.age >= 1;
  const before = waited ? ended({ ...world, worker: { at: 'lost' } }) : world;
  const creates = before.creates
    .map((create) => ({
      ...create,
      age: Math.min(create.age + 1, 9),
      ended: create.ended === null ? null : create.ended + 1,
    }))
    .filter(({ ended: end }) => end === null || end < limits.late);
  const issues = before.issues.map((issue) => {
    const storedFor = Math.min(issue.stored + 1, 9);
    return {
      ...issue,
      age: Math.min(issue.age + 1, 9),
      stored: storedFor,
      indexed: issue.indexed || storedFor >= limits.lag,
    };
  });
  const next = before.worker.at === 'asking' ? { at: 'asking' as const, age: before.worker.age + 1 } : before.worker;
  const shown: World['before'] = limits.without === 'young read' ? [world.before[1], world.issues] : [[], []];
  return { ...before, worker: next, creates, issues, before: shown, record: older(before.record) };
}

/** Nobody waits for our request any more; Jira may still be at work. One that is stored is done with. */
function ended(world: World): World {
  const isStored = ({ number }: Create) => world.issues.some((issue) => issue.number === number);
  const creates = world.creates
    .map((create) => (create.ours && create.ended === null ? { ...create, ended: 0 } : create))
    .filter((create) => !(create.ours && isStored(create)));
  return { ...world, creates };
}

function stored({ number, ours, age }: Issue): StoredIssue {
  const markers = ours ? ['ours'] : [];
  return { id: String(number), key: `OPS-${number}`, markers, createdAt: -age * TICK_MS, creator: 'bot' };
}

/** Search is not asked for a higher key here: as far as it lags it would know of none. */
function upToEnd(shown: readonly Issue[], from: number, endRun: number): Map<number, StoredIssue> {
  const found = new Map<number, StoredIssue>();
  const above = shown.filter(({ number }) => number >= from).sort((a, b) => a.number - b.number);
  for (const issue of above) {
    if (issue.number > Math.max(from, ...found.keys()) + endRun) break;
    found.set(issue.number, stored(issue));
  }
  return found;
}

const isOurs = ({ markers }: StoredIssue) => markers.includes('ours');

function fill(found: Map<number, StoredIssue>, from: number): void {
  for (let number = from; number < Math.max(from, ...found.keys()); number += 1)
    if (!found.has(number))
      found.set(number, stored({ number, ours: false, age: 9, stored: 9, hidden: false, indexed: true }));
}

function older(record: ledger.ModelRecord): ledger.ModelRecord {
  const times = { sentAt: record.sentAt, answered: record.answered, ended: record.ended };
  const moved = Object.entries(times).flatMap(([name, at]) =>
    at === undefined ? [] : [[name, Math.max(at - TICK_MS, OLDEST_MS)]],
  );
  return { ...record, ...Object.fromEntries(moved) };
}
