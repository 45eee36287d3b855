import { eventMarkerOf, markerOf } from '@guance-jira/jira';
import { event, type FakeTracker, fakeTracker, planOf } from '@guance-jira/jira/testing';
import type { LedgerEntry } from '@guance-jira/ledger';
import * as model from '@guance-jira/ledger/testing';
import { rememberAssignees } from '../create/assignee-checks.ts';
import { createKeyReader } from '../create/by-keys/key-reader.ts';
import type { Opening } from '../create/creation.ts';
import type { CreateDeps } from '../create/deps.ts';
import { createMarkerSearch } from '../create/marker-search.ts';
import { rememberRefusals } from '../issue/rejected-fields.ts';
import type { Admission } from '../throttle/circuit.ts';

export interface TestSide extends CreateDeps {
  readonly tracker: FakeTracker;
  /** What was told to the circuit, the metrics and the people, in order. */
  readonly told: string[];
  /** What the next admissions are; afterwards every request may go. */
  readonly admissions: Admission[];
  /** What the ledger may have forgotten, and from when on an empty look counts. */
  forgotten: boolean | Error;
  countsInMs: number;
  /** By project, a key below which the index has everything; without any search alone decides. */
  settled: Record<string, string>;
  /** The clock of what is remembered about refusals. */
  now: number;
}

/** One Jira with everything around it, in memory. */
export function testSide(): TestSide {
  const tracker = fakeTracker();
  const told: string[] = [];
  const admissions: Admission[] = [];
  const tell = (word: string) => async () => void told.push(word);
  const side: TestSide = {
    tracker,
    told,
    admissions,
    forgotten: false,
    countsInMs: 0,
    settled: {},
    now: 0,
    refusals: rememberRefusals(() => side.now),
    assignees: rememberAssignees(() => side.now),
    markerSearch: createMarkerSearch(tracker),
    circuit: {
      acquire: async () => admissions.shift() ?? { go: true, probe: false },
      rests: async () => null,
      blocks: async () => null,
      answeredByOthers: async (kind) => void told.push(`others answer ${kind}`),
      answeredByJira: () => {},
      close: tell('well'),
      leaveProbe: tell('probe left'),
      trip: async (certain) => void told.push(certain ? 'unavailable' : 'perhaps unavailable'),
      throttled: async (ms) => void told.push(`throttled ${ms}`),
      unauthorized: async () => void told.push('unauthorized'),
      answered: () => {},
      look: async () => ({ paused: [], perSecond: 1 }),
      keep: async () => {},
    },
    memory: {
      current: async () => ({ epoch: 1, beat: 1 }),
      refresh: async () => {},
      beatSeen: () => {},
      issueSeen: () => {},
      mustAsk: async () => false,
      mayHaveForgotten: async () => {
        if (side.forgotten instanceof Error) throw side.forgotten;
        return side.forgotten;
      },
      now: Date.now,
      sinceEpochMs: async () => 190_000 - side.countsInMs,
      emptyLookCountsInMs: async () => side.countsInMs,
      close: () => {},
    },
    duplicates: {
      checkAfter: async (_check, delays) => void told.push(`check for duplicates after ${delays.join(', ')}`),
      sweep: async () => 0,
    },
    highest: {
      isUnknown: async () => false,
      learn: async () => {},
      reach: async () => 0,
      wasSeen: async () => true,
      seen: async () => {},
    },
    accounts: {
      use: async () => {},
      others: async () => [],
      all: async () => new Set(['bot']),
      known: async () => new Map(),
    },
    schemas: {
      of: async () => tracker.schemas[0] ?? null,
      renewed: async (_place, reasons) => {
        told.push(`schema again: ${reasons.join(', ')}`);
        if (tracker.schemas.length < 2) return null;
        tracker.schemas.shift();
        return tracker.schemas[0] ?? null;
      },
      contradicted: tell('schema contradicted'),
    },
    settledKeys: { of: async () => side.settled },
    keyReader: createKeyReader({ tracker, slot: async () => {}, clock: () => performance.now() }),
    writes: { take: async () => false },
    reconcileTimeouts: { settleMs: 120_000, timeoutMs: 10_000, lateCommitMs: 60_000 },
    retryForMs: 72 * 3_600_000,
    ledger: undefined as never,
    onFailure: (kind) => told.push(`failure: ${kind}`),
    onReconciled: (result) => told.push(`reconciled: ${result}`),
    onConflict: (kind) => told.push(`conflict: ${kind}`),
    onRejectedField: (route, field) => told.push(`degraded: ${route} ${field}`),
    onFallback: (route) => told.push(`fallback: ${route}`),
  };
  return side;
}

/** Ledger records in memory, as one Redis holds them. */
export interface Store {
  records: Record<string, model.ModelRecord>;
  /** The highest key known of the project; without it search alone decides. */
  highest?: string;
}

let tokens = 0;

/** A new attempt at an event, on what earlier attempts left in the store. */
export function attempt(store: Store, eventId = 'event-1', group: 'event' | 'fault' = 'event'): Opening {
  const of = event(eventId, { df_fault_id: 'fault-1' });
  const plan = planOf(of, {}, group);
  const record = entryOf(store, eventId, eventId);
  const entry = group === 'event' ? record : entryOf(store, plan.faultKey, eventId);
  return {
    event: of,
    plan,
    marker: group === 'event' ? eventMarkerOf(of, '') : markerOf(plan.faultKey, eventId, plan.faultKey),
    entry,
    record,
  };
}

function entryOf(store: Store, key: string, eventId: string): LedgerEntry {
  tokens += 1;
  const by = { v: 1, site: 'http://jira.example', route: 'default', token: `t${tokens}`, holder: eventId };
  const change = <T>([record, result]: [model.ModelRecord, T]): T => {
    store.records[key] = record;
    return result;
  };
  const read = () => store.records[key] ?? {};
  return {
    key,
    claim: async () => {
      const { record, answer } = model.claim(read(), by, Date.now());
      return change([record, answer]);
    },
    markSent: async (project) =>
      change(model.markSent(read(), by.token, eventId, Date.now(), project, store.highest ?? '')),
    unsend: async () => void change(model.unsend(read(), by.token)),
    noteEnd: async (said) => void change([model.noteAnswer(read(), by.token, Date.now(), 'ended', said), undefined]),
    noteAnswer: async (said) => change([model.noteAnswer(read(), by.token, Date.now(), 'answered', said), undefined]),
    confirm: async (issue) => {
      const standing = change(model.confirm(read(), issue.id, by));
      if (standing === issue.id) store.records[key] = { ...read(), issueKey: issue.key };
      return standing;
    },
    forget: async () => {},
    settle: async ({ outcome, reason, issue }) => {
      change(model.settle(read(), outcome, reason ?? '', by));
      if (issue) store.records[key] = { ...read(), issueId: issue.id, issueKey: issue.key };
    },
    waitingMs: async () => {
      store.records[key] = model.waiting(read(), Date.now());
      return Date.now() - (read().waitingSince ?? 0);
    },
  };
}
