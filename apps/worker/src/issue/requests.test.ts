import { failure } from '@guance-jira/jira/testing';
import { EVERYBODY } from '@guance-jira/mapping';
import { NotReplicated } from '@guance-jira/queue';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { attempt, type Store, type TestSide, testSide } from '../testing/test-jira.ts';
import { Overtaken, type Progress, type Sent } from './checkpoints.ts';
import { commenting } from './comments.ts';
import type { IssueTurn } from './issue-turn.ts';
import { reading, writing } from './requests.ts';

const ISSUE = { id: '10001', key: 'OPS-1' };
const BODY = { type: 'root' as const, children: [] };
const HOUR = 3_600_000;

let side: TestSide;
let sent: Map<string, Sent>;
let turn: IssueTurn;
let store: Store;
/** What the comments that reach Jira end in, and which mark it shows. */
let answers: (Error | undefined)[];
let shown: boolean;
beforeEach(() => {
  side = testSide();
  sent = new Map();
  answers = [];
  shown = false;
  side.tracker.comment = async () => {
    side.tracker.calls.push('comment');
    const answer = answers.shift();
    if (answer) throw answer;
  };
  side.tracker.hasComment = async () => {
    side.tracker.calls.push('hasComment');
    return shown;
  };
  store = { records: {} };
  turn = { eventId: 'event-1', jira: side, progress: progressIn(sent), record: attempt(store).record };
});

const tell = () => commenting(turn, ISSUE, { body: BODY, audience: EVERYBODY }, 'level');
const kept = () => sent.get('level 10001');
const lost = failure({ endpoint: 'comment', cause: 'ECONNRESET' });

describe('a comment with characters of four bytes', () => {
  const fancy = (value: string) => ({
    type: 'root' as const,
    children: [{ type: 'paragraph' as const, children: [{ type: 'text' as const, value }] }],
  });
  const refused = failure({ endpoint: 'comment', status: 400, words: ['An error occurred'] });
  let written: string[];
  /** An old MySQL under Data Center stores none of them, in text or mark. */
  const oldMySql = (deployment: 'cloud' | 'datacenter') => {
    written = [];
    Object.assign(side.tracker, { deployment });
    side.tracker.comment = async (_issue, body, mark) => {
      written.push(JSON.stringify([body, mark]).replaceAll(/[^🔥\uFFFD]/gu, ''));
      if (/[\u{10000}-\u{10FFFF}]/u.test(JSON.stringify([body, mark]))) throw refused;
    };
  };
  const write = (part: string) =>
    commenting({ ...turn, eventId: 'event-🔥' }, ISSUE, { body: fancy('disk 🔥'), audience: EVERYBODY }, part);

  it('is written without them where a Data Center refuses them, and the next ones at once', async () => {
    oldMySql('datacenter');

    expect([await write('level'), await write('repeat')]).toEqual([{ end: 'done' }, { end: 'done' }]);

    expect(written).toEqual(['🔥\uFFFD', '\uFFFD\uFFFD', '\uFFFD\uFFFD']);
  });

  it('is refused after one more try where they were not the reason, and nothing is concluded', async () => {
    oldMySql('datacenter');
    side.tracker.comment = async () => {
      written.push('');
      throw refused;
    };

    expect(await write('level')).toMatchObject({ end: 'refused' });

    expect(written).toHaveLength(2);
    expect(side.refusals.plainOnly()).toBe(false);
  });

  it('is asked for once on Cloud, which stores them all', async () => {
    oldMySql('cloud');

    expect(await write('level')).toMatchObject({ end: 'refused' });

    expect(written).toHaveLength(1);
  });
});

describe('a comment', () => {
  it('is written, and never again by the same event', async () => {
    expect([await tell(), await tell()]).toEqual([{ end: 'done' }, { end: 'done' }]);
    expect(side.tracker.calls.filter((call) => call === 'comment')).toHaveLength(1);
  });

  it('is not sent where that is not held by the replicas', async () => {
    turn.progress.sending = () => Promise.reject(new NotReplicated('only 0 of 1'));

    await expect(tell()).rejects.toThrow(NotReplicated);
    expect(side.tracker.calls).not.toContain('comment');
  });

  it('is not sent where another attempt has noted it, and goes on later', async () => {
    turn.progress.sending = () => Promise.reject(new Overtaken('by another'));
    expect(await tell()).toEqual({ step: 'wait', ms: 1000, reason: 'another attempt at this event is under way' });
    expect(side.tracker.calls).not.toContain('comment');
  });

  it('is looked for when its answer was lost, and found', async () => {
    answers = [lost];
    expect(await tell()).toMatchObject({ step: 'wait' });
    shown = true;

    expect(await tell()).toEqual({ end: 'done' });
    expect(side.tracker.calls.filter((call) => call.endsWith('omment'))).toEqual(['comment', 'hasComment']);
  });

  it.each([
    ['no answer came', lost],
    // nginx has `error_page 504 =200 /busy.html`.
    ['a page with status 200 came in its place', failure({ endpoint: 'comment', status: 200, cause: 'not_json' })],
    ['JSON of another came in its place', failure({ endpoint: 'comment', status: 200, cause: 'unexpected' })],
  ])('is not written again while Jira may still be at it, and then is: %s', async (_what, answer) => {
    answers = [answer];
    await tell();
    const waits = await tell();
    expect(waits).toMatchObject({ step: 'wait', reason: 'the answer to a comment was lost; looking for it' });
    expect(side.tracker.calls.filter((call) => call === 'comment')).toHaveLength(1);

    const { timeoutMs, lateCommitMs } = side.reconcileTimeouts;
    sent.set('level 10001', { at: Date.now() - timeoutMs - lateCommitMs, answered: false, done: false });
    expect(await tell()).toEqual({ end: 'done' });
    expect(side.tracker.calls.filter((call) => call === 'comment')).toHaveLength(2);
  });

  it('counts the time in which it is looked for as time without Jira', async () => {
    answers = [lost];
    await tell();
    const counted: number[] = [];
    turn.record.waitingMs = async (ms) => counted.push(ms);
    await tell();

    expect(counted).toEqual([5000]);
  });

  it('that a worker with a clock hours ahead has sent is waited for as if it were sent now', async () => {
    sent.set('level 10001', { at: Date.now() + 3 * 3_600_000, answered: false, done: false });

    expect(await tell()).toMatchObject({ step: 'wait' });
    expect(kept()?.at).toBeLessThanOrEqual(Date.now());
  });

  it.each([-10, 10])(
    'that was sent just now is waited for whatever this worker takes for the time: %i minutes off',
    async (minutes) => {
      answers = [lost];
      await tell();
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + minutes * 60_000 });
      try {
        expect(await tell()).toMatchObject({ step: 'wait', ms: 5000 });
        expect(side.tracker.calls.filter((call) => call === 'comment')).toHaveLength(1);
      } finally {
        vi.useRealTimers();
      }
    },
  );

  it('is written again at once when Jira itself has answered and shows none', async () => {
    answers = [failure({ endpoint: 'comment', status: 500 })];
    await tell();

    expect(await tell()).toEqual({ end: 'done' });
    expect(side.tracker.calls.filter((call) => call.endsWith('omment'))).toEqual(['comment', 'hasComment', 'comment']);
  });

  it('is asked for again, and refused, where a person has deleted the issue meanwhile: nothing waits for its comments to be read', async () => {
    const gone = failure({ endpoint: 'comment', status: 404, own: true, words: ['Issue Does Not Exist'] });
    const { timeoutMs, lateCommitMs } = side.reconcileTimeouts;
    sent.set('level 10001', { at: Date.now() - timeoutMs - lateCommitMs, answered: false, done: false });
    side.tracker.hasComment = () => Promise.reject(gone);
    answers = [gone];

    expect(await tell()).toMatchObject({ end: 'refused', failure: gone });
  });

  it('counts from when it was sent, not from when it began to wait for its turn', async () => {
    let took = 0;
    side.writes.take = async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      took = Date.now();
      return false;
    };
    answers = [lost];
    await tell();

    expect(kept()?.at).toBeGreaterThanOrEqual(took);
  });

  it.each([
    ['a limit', failure({ endpoint: 'comment', status: 429 })],
    ['a refused connection', failure({ endpoint: 'comment', sent: false, cause: 'ECONNREFUSED' })],
  ])('that was surely not taken (%s) leaves no trace, and an older doubt stays', async (_says, error) => {
    answers = [error];
    await tell();
    expect(kept()).toBeUndefined();

    const doubt = { at: Date.now() - HOUR, answered: false, done: false };
    sent.set('level 10001', doubt);
    answers = [error];
    await tell();
    expect(kept()).toEqual(doubt);
  });

  it('that Jira refuses ends as refused, without a trace', async () => {
    answers = [failure({ endpoint: 'comment', status: 400, words: ['No.'] })];

    expect(await tell()).toMatchObject({ end: 'refused' });
    expect(kept()).toBeUndefined();
  });
});

describe('a change', () => {
  const change = (error?: Error) =>
    writing(turn, 'edit', ISSUE, async () => {
      if (error) throw error;
    });

  it('takes its turn among the writes to the issue', async () => {
    const taken: unknown[] = [];
    side.writes.take = async (...args) => {
      taken.push(args);
      return false;
    };

    expect(await change()).toEqual({ end: 'done' });
    expect(taken).toEqual([['10001', 1]]);
  });

  it('waits where requests rest, and is not made', async () => {
    side.admissions.push({ go: false, ms: 700, reason: 'unavailable' });

    expect(await change(new Error('must not be made'))).toEqual({ step: 'pause', ms: 700, reason: 'unavailable' });
  });

  it('that had to wait for its turn asks once more, since a pause may have begun meanwhile', async () => {
    side.writes.take = async () => {
      side.admissions.push({ go: false, ms: 700, reason: 'manual' });
      return true;
    };

    expect(await change(new Error('must not be made'))).toEqual({ step: 'pause', ms: 700, reason: 'manual' });
  });

  it.each([409, 500])('that is answered %i is tried again, later each time, and then given up', async (status) => {
    const error = failure({ endpoint: 'edit', status });
    const waits = [];
    for (let tries = 0; tries < 6; tries += 1) waits.push(Object(await change(error)).ms);

    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 16_000]);
    expect(await change(error)).toEqual({ end: 'refused', failure: error });
    // It concerns this issue alone: nobody else has to wait.
    expect(side.told).toEqual([]);
  });

  it('that is answered 500 while Jira is ill waits with all others, and is not given up', async () => {
    side.tracker.failing.whoAmI = failure({ endpoint: 'myself', status: 500 });
    for (let tries = 0; tries < 10; tries += 1)
      expect(await change(failure({ endpoint: 'edit', status: 500 }))).toMatchObject({ step: 'wait', ms: 500 });

    expect(side.told.filter((word) => word === 'perhaps unavailable')).toHaveLength(10);
  });

  it.each([200, 302, 504])(
    'that is always answered %i in place of Jira is asked for ever more rarely, until JIRA_RETRY_FOR',
    async (status) => {
      const error = failure({ endpoint: 'edit', status });
      const waits = [];
      for (let tries = 0; tries < 9; tries += 1) waits.push(Object(await change(error)).ms);

      expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]);
      side.retryForMs = -1;
      expect(await change(error)).toMatchObject({ step: 'fail', reason: expect.stringContaining('JIRA_RETRY_FOR') });
    },
  );

  it('that is forbidden is given up, unless everything is', async () => {
    const error = failure({ endpoint: 'edit', status: 403 });
    expect(await change(error)).toEqual({ end: 'refused', failure: error });

    side.tracker.failing.whoAmI = failure({ endpoint: 'myself', status: 403 });
    expect(await change(error)).toMatchObject({ step: 'wait' });
    expect(side.told).toEqual(['failure: forbidden', 'unauthorized']);
  });

  it('waits as long as Jira says', async () => {
    expect(await change(failure({ endpoint: 'edit', status: 429, retryAfterMs: 7000 }))).toMatchObject({
      ...{ step: 'wait', ms: 7000 },
    });
  });

  it('fails the event only when Jira could not be used for JIRA_RETRY_FOR', async () => {
    const gone = failure({ endpoint: 'edit', sent: false, cause: 'ECONNREFUSED' });
    await change(gone);
    side.retryForMs = -1;

    expect(await change(gone)).toMatchObject({ step: 'fail', reason: expect.stringContaining('JIRA_RETRY_FOR') });
  });

  it('passes on what is no answer of Jira', async () => {
    await expect(change(new TypeError('ours'))).rejects.toThrow('ours');
  });
});

describe('a change that something before Jira refuses', () => {
  const refused = (status: number) => failure({ endpoint: 'comment', status, own: false });
  const waiting = (ms: number) => {
    store.records['event-1'] = { ...store.records['event-1'], waitingSince: Date.now() - ms };
  };

  it.each([400, 403, 404, 405, 413])('with %i waits alone, and is not taken for written', async (status) => {
    answers = [refused(status)];

    expect(await tell()).toMatchObject({ step: 'wait', ms: 1000 });
    expect(kept()).toBeUndefined();
    expect(side.told).toEqual(['failure: not_executed', 'others answer comment']);

    expect(await tell()).toEqual({ end: 'done' });
    expect(side.tracker.calls.filter((call) => call === 'hasComment')).toEqual([]);
  });

  it('is tried after ever longer pauses, and ends when JIRA_RETRY_FOR is over, saying what it was answered', async () => {
    const after = async (ms: number) => {
      waiting(ms);
      answers = [refused(413)];
      return tell();
    };

    const waits = [];
    for (const ms of [0, 30_000, HOUR, 71 * HOUR]) waits.push(Math.round(Object(await after(ms)).ms / 1000));
    expect(waits).toEqual([1, 30, 60, 60]);
    expect(await after(73 * HOUR)).toMatchObject({
      step: 'fail',
      reason: expect.stringMatching(/JIRA_RETRY_FOR.*comment: answered 413/),
    });
    // It was this body alone: nobody else has rested for it.
    expect(new Set(side.told)).toEqual(new Set(['failure: not_executed', 'others answer comment']));
  });

  it('rests all requests where /myself is answered so too', async () => {
    side.tracker.failing.whoAmI = failure({ endpoint: 'myself', status: 404, own: false });
    answers = [refused(404)];

    expect(await tell()).toMatchObject({ step: 'wait' });
    expect(side.told).toEqual(['failure: not_executed', 'unavailable']);
  });

  it.each(['edit', 'transition'])('(%s) comes back to nobody as a refusal of Jira', async (endpoint) => {
    const written = await writing(turn, endpoint, ISSUE, () => Promise.reject(refused(405)));

    expect(written).toMatchObject({ step: 'wait', reason: expect.stringContaining('405') });
  });
});

describe('a look at an issue', () => {
  it('gives what it sees, or waits', async () => {
    expect(await reading(turn, 'get', async () => 'seen')).toBe('seen');
    expect(await reading(turn, 'get', () => Promise.reject(failure({ endpoint: 'get', status: 502 })))).toMatchObject({
      ...{ step: 'wait', ms: 1000 },
    });
    expect(side.told).toEqual(['failure: ambiguous', 'perhaps unavailable']);
  });

  it.each([200, 504])(
    'that something answers %i in place of Jira waits as long again as it has waited',
    async (status) => {
      store.records['event-1'] = { ...store.records['event-1'], waitingSince: Date.now() - 30_000 };
      const look = (endpoint: string) => reading(turn, 'get', () => Promise.reject(failure({ endpoint, status })));

      expect(Object(await look('get')).ms).toBeGreaterThanOrEqual(30_000);
      // Whose probe finds Jira still ill goes on as soon as all do.
      expect(await look('myself')).toMatchObject({ step: 'wait', ms: 1000 });
    },
  );

  it('that Jira cannot show (500) is tried again, later each time, and nobody else waits', async () => {
    const broken = () => reading(turn, 'get', () => Promise.reject(failure({ endpoint: 'get', status: 500 })));
    const waits = [];
    for (let tries = 0; tries < 9; tries += 1) waits.push(Object(await broken()).ms);

    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]);
    expect(side.told).toEqual([]);

    side.tracker.failing.whoAmI = failure({ endpoint: 'myself', status: 500 });
    expect(await broken()).toMatchObject({ step: 'wait', ms: 1000 });
    expect(side.told).toEqual(['failure: ambiguous', 'perhaps unavailable']);
  });
});

function progressIn(parts: Map<string, Sent>): Progress {
  const counts = new Map<string, number>();
  const once = new Map<string, string>();
  const before = async (key: string, now: string) => {
    once.set(key, once.get(key) ?? now);
    return { was: once.get(key) ?? now, notMade: async () => void once.delete(key) };
  };
  return {
    read: async (part) => parts.get(part) ?? null,
    write: async (part, value) => void (value === null ? parts.delete(part) : parts.set(part, value)),
    sending: async (part, value) => void parts.set(part, value),
    notSent: async (part, _sent, before) => void (before === null ? parts.delete(part) : parts.set(part, before)),
    goesOn: async () => {},
    clock: async () => Math.floor(performance.timeOrigin + performance.now()),
    statusBefore: (id, now) => before(`status ${id}`, now),
    movedFrom: async (id) => once.get(`status ${id}`) ?? null,
    noteSteps: async () => {},
    steps: async () => null,
    priorityBefore: (id, now) => before(`priority ${id}`, now),
    raisedFrom: async (id) => once.get(`priority ${id}`) ?? null,
    beginRound: async () => {},
    beganRound: async () => false,
    stumbled: async (key) => {
      counts.set(key, (counts.get(key) ?? 0) + 1);
      return counts.get(key) ?? 0;
    },
  };
}
