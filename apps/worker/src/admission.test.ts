import { expect, it } from 'vitest';
import { admitted } from './admission.ts';
import type { Admission } from './pace.ts';
import { attempt, testSide } from './testing/jira-side.ts';

const RESTS: Admission = { go: false, ms: 4000, reason: 'throttled', scope: 'endpoint' };

it.each<[string, 'create' | 'search', Admission, string]>([
  ['creates rest: all events wait, since nearly all create', 'create', RESTS, 'pause'],
  ['searches rest: only events that look for something wait', 'search', RESTS, 'wait'],
  ['everything rests: all events wait', 'search', { go: false, ms: 4000, reason: 'throttled' }, 'pause'],
])('when %s', async (_name, endpoint, admission, step) => {
  const side = testSide();
  const asked: (string | undefined)[] = [];
  side.pace = {
    ...side.pace,
    admit: async (kind) => {
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
