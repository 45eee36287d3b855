import { failure } from '@guance-jira/jira/testing';
import { expect, it } from 'vitest';
import { attempt, type Store, testSide } from '../testing/test-jira.ts';
import { admitted, withoutChange } from './acquire.ts';
import type { Admission } from './circuit.ts';

const RESTS: Admission = { go: false, ms: 4000, reason: 'throttled', scope: 'endpoint' };

it.each<[string, 'create' | 'search', Admission, string]>([
  ['creates rest: all events wait, since nearly all create', 'create', RESTS, 'pause'],
  ['searches rest: only events that look for something wait', 'search', RESTS, 'wait'],
  ['everything rests: all events wait', 'search', { go: false, ms: 4000, reason: 'throttled' }, 'pause'],
])('when %s', async (_name, endpoint, admission, step) => {
  const side = testSide();
  const asked: (string | undefined)[] = [];
  side.circuit = {
    ...side.circuit,
    acquire: async (kind) => {
      asked.push(kind);
      return admission;
    },
  };

  expect(await admitted(attempt({ records: {} }), side, endpoint)).toEqual({ step, ms: 4000, reason: 'throttled' });
  expect(asked).toEqual([endpoint]);
});

it.each<[string, 'manual' | 'rate' | 'unavailable', string]>([
  ['a person has paused: nothing fails, however long it takes', 'manual', 'pause'],
  ['our own rate holds back: nothing fails, however long it takes', 'rate', 'pause'],
  ['Jira is away for longer than JIRA_RETRY_FOR: the event fails', 'unavailable', 'fail'],
])('when %s', async (_name, reason, step) => {
  const side = testSide();
  side.retryForMs = -1;
  side.admissions.push({ go: false, ms: 4000, reason });

  expect(await admitted(attempt({ records: {} }), side)).toMatchObject({ step });
});

it.each([400, 403])('a look-up that Jira refuses (%i) for good is asked for ever more rarely', async (status) => {
  const side = testSide();
  const store: Store = { records: {} };
  const waits: number[] = [];
  for (const waitedMs of [0, 1000, 2000, 30_000, 3_600_000]) {
    store.records['event-1'] = { waitingSince: Date.now() - waitedMs };
    const step = await withoutChange(attempt(store), side, async () => {
      throw failure({ endpoint: 'search', status });
    });
    waits.push(Math.floor(Object(step).ms / 1000) * 1000);
  }

  expect(waits).toEqual([1000, 1000, 2000, 30_000, 60_000]);
});
