import { event, failure, planOf } from '@guance-jira/jira/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { attempt, type Store, type TestSide, testSide } from '../testing/test-jira.ts';
import { createIssue } from './create-issue.ts';
import type { Opening } from './creation.ts';

const HOURS = 3_600_000;

let side: TestSide;
let store: Store;
beforeEach(() => {
  side = testSide();
  store = { records: {} };
});

async function claimed(): Promise<Opening> {
  const opening = attempt(store);
  await opening.entry.claim();
  return opening;
}
const refuse = (fields: Record<string, string>, status = 400) =>
  side.tracker.nextCreates.push({ throws: failure({ status, fields }) });
const record = () => store.records['event-1'];
const descriptions = () => side.tracker.creates.map(({ draft }) => JSON.stringify(draft.description));

describe('createIssue', () => {
  it('makes the issue with one POST and records it', async () => {
    expect(await createIssue(await claimed(), side)).toEqual({
      step: 'done',
      outcome: 'created',
      reason: null,
      issueKey: 'OPS-1',
    });
    expect(side.tracker.calls).toEqual(['ready', 'prepare', 'create', 'assigneeOf']);
    expect(record()).toMatchObject({ state: 'confirmed', issueId: '10000', issueKey: 'OPS-1', outcome: 'created' });
  });

  it('sends nothing when another attempt has taken over', async () => {
    const old = await claimed();
    await claimed();

    expect(await createIssue(old, side)).toMatchObject({ step: 'wait' });
    expect(side.tracker.creates).toEqual([]);
  });

  it('has its record sent before the POST leaves', async () => {
    const opening = await claimed();
    const states: unknown[] = [];
    const { create } = side.tracker;
    side.tracker.create = (...args) => {
      states.push(record()?.state);
      return create(...args);
    };
    await createIssue(opening, side);

    expect(states).toEqual(['sent']);
  });

  it('counts an issue that another attempt has recorded meanwhile as a duplicate to be looked at', async () => {
    const opening = await claimed();
    const { create } = side.tracker;
    side.tracker.create = async (...args) => {
      await attempt(store).entry.confirm({ id: '9', key: 'OPS-9' });
      return create(...args);
    };
    await createIssue(opening, side);

    expect(side.told).toContain('check for duplicates after 0');
  });
});

describe('fields that Jira refuses', () => {
  it.each([
    ['assignee', 'assignee pacher', '经办人 pacher 无法分配'],
    ['priority', 'priority Highest', '优先级 Highest 无法设置'],
    ['labels', 'labels guance, observer', '标签 guance, observer 无法设置'],
    ['customfield_10010', 'customfield_10010 "100"', '字段 customfield_10010 无法设置'],
  ])('%s is dropped, and the issue and the log say so', async (field, named, words) => {
    refuse({ [field]: 'cannot be set' });
    const step = await createIssue(await claimed(), side);

    const warnings = [`${named}: Jira refuses it here, so the issue went without`];
    expect(step).toMatchObject({ step: 'done', outcome: 'created', warnings });
    expect(side.tracker.creates.map(({ without }) => without)).toEqual([[], [field]]);
    expect(descriptions()[0]).not.toContain('无法');
    expect(descriptions()[1]).toContain(words);
    expect(record()).toMatchObject({ state: 'confirmed', posts: 1 });
  });

  it('are dropped together, and those named later too, each with one note', async () => {
    refuse({ assignee: 'x', priority: 'y' });
    refuse({ labels: 'z' });
    await createIssue(await claimed(), side);

    expect(side.tracker.creates.map(({ without }) => without)).toEqual([
      [],
      ['assignee', 'priority'],
      ['assignee', 'priority', 'labels'],
    ]);
    for (const words of ['经办人', '优先级', '标签'])
      expect(descriptions()[2]?.split(`${words} `), words).toHaveLength(2);
  });

  it.each([{ project: 'x' }, { issuetype: 'x' }, { project: 'x', priority: 'y' }, {}])(
    'that are required (%j) lead to the fallback, which says so',
    async (fields) => {
      refuse(fields);
      const step = await createIssue(withFallback(await claimed()), side);

      expect(step).toMatchObject({
        warnings: [
          expect.stringMatching(
            /^fallback: Jira refuses OPS \/ \S+ of route default, so the issue is in .*answered 400/,
          ),
        ],
      });
      expect(side.told).toContain('fallback: default');
      expect(side.tracker.creates.map(({ draft, without }) => [draft.project, without])).toEqual([
        ['OPS', []],
        ['FALL', []],
      ]);
      expect(descriptions()[1]).toContain('OPS / 故障');
    },
  );

  it('lead to the fallback, where a lost answer is looked for: among the keys of its project', async () => {
    const learnt: string[] = [];
    side.highest.isUnknown = async () => true;
    side.highest.learn = async (project) => void learnt.push(project);
    refuse({ project: 'x' });
    side.tracker.nextCreates.push({ throws: failure({ cause: 'ECONNRESET' }), made: true });
    await createIssue(withFallback(await claimed()), side);

    expect(record()).toMatchObject({ state: 'sent', above: JSON.stringify({ FALL: '' }) });
    expect(learnt).toEqual(['OPS', 'FALL']);
  });

  it('are dropped on the fallback as well', async () => {
    refuse({ project: 'x' });
    refuse({ priority: 'x' });
    await createIssue(withFallback(await claimed()), side);

    expect(side.tracker.creates.map(({ draft, without }) => [draft.project, without])).toEqual([
      ['OPS', []],
      ['FALL', []],
      ['FALL', ['priority']],
    ]);
  });

  it.each<[string, Record<string, string>]>([
    ['no fallback', { project: 'x' }],
    ['a field that was left out already', { priority: 'x' }],
    ['the summary, which no project would take', { summary: 'too long' }],
  ])('fail the event when there is %s, with the record put back and in words of Jira', async (why, fields) => {
    refuse({ priority: 'x' });
    refuse(fields);
    const opening = await claimed();
    const step = await createIssue(why.startsWith('the summary') ? withFallback(opening) : opening, side);

    expect(step).toMatchObject({ step: 'fail', reason: expect.stringContaining(Object.values(fields)[0] ?? '') });
    expect(record()).toMatchObject({ state: 'reserved', posts: 0 });
    expect(side.tracker.creates).toHaveLength(2);
  });

  it('fail on the fallback too, in the end', async () => {
    refuse({ project: 'x' });
    refuse({ project: 'y' });

    expect(await createIssue(withFallback(await claimed()), side)).toMatchObject({ step: 'fail' });
    expect(side.tracker.creates).toHaveLength(2);
  });

  it.each([404, 413, 422, 409, 410])('a %i is no reason to drop fields one by one', async (status) => {
    refuse({ priority: 'x' }, status);

    expect(await createIssue(await claimed(), side)).toMatchObject({ step: 'fail' });
    expect(side.tracker.creates).toHaveLength(1);
  });

  it('concern this event alone: the others go on', async () => {
    refuse({ project: 'x' });
    await createIssue(await claimed(), side);

    expect(side.told).toEqual([]);
  });

  it('of a failed event are tried anew when it is retried', async () => {
    refuse({ project: 'x' });
    await createIssue(await claimed(), side);

    expect(await createIssue(await claimed(), side)).toMatchObject({ step: 'done', issueKey: 'OPS-1' });
  });
});

describe('what Jira has refused lately', () => {
  const next = async (id: string) => {
    const opening = attempt(store, id);
    await opening.entry.claim();
    return opening;
  };
  const sent = () => side.tracker.creates.map(({ without }) => [...without].sort());

  it('is left out by the next event at once, with the same notes', async () => {
    refuse({ assignee: 'x', priority: 'y' });
    await createIssue(await claimed(), side);
    side.tracker.calls.length = 0;

    expect(await createIssue(await next('event-2'), side)).toMatchObject({ outcome: 'created' });
    expect(side.tracker.calls).toEqual(['ready', 'prepare', 'create']);
    expect(sent()[2]).toEqual(['assignee', 'priority']);
    expect(descriptions()[2]?.replaceAll('event-2', 'event-1')).toBe(descriptions()[1]);
  });

  it('is asked for again after ten minutes', async () => {
    refuse({ priority: 'y' });
    await createIssue(await claimed(), side);
    side.now += 600_000;
    await createIssue(await next('event-2'), side);

    expect(sent()).toEqual([[], ['priority'], []]);
  });

  it('is left out on the fallback too', async () => {
    for (const id of ['event-1', 'event-2']) {
      refuse({ project: 'x' });
      if (id === 'event-1') refuse({ priority: 'x' });
      await createIssue(withFallback(await next(id)), side);
    }

    expect(side.tracker.creates.map(({ draft, without }) => [draft.project, without])).toEqual([
      ['OPS', []],
      ['FALL', []],
      ['FALL', ['priority']],
      ['OPS', []],
      ['FALL', ['priority']],
    ]);
  });

  it('is counted once for each issue that goes without it', async () => {
    refuse({ priority: 'x', labels: 'y' });
    await createIssue(await claimed(), side);
    await createIssue(await next('event-2'), side);

    const [labels, priority] = ['degraded: default labels', 'degraded: default priority'];
    expect(side.told.toSorted()).toEqual([labels, labels, priority, priority]);
  });
});

describe('characters of four bytes', () => {
  const fancy = async (id: string, deployment: 'cloud' | 'datacenter' = 'datacenter') => {
    Object.assign(side.tracker, { deployment });
    const opening = attempt(store, id);
    await opening.entry.claim();
    const draft = { ...opening.plan.draft, summary: 'disk 🔥', labels: ['𠮷'] };
    return { ...opening, plan: { ...opening.plan, draft } };
  };
  const summaries = () => side.tracker.creates.map(({ draft }) => draft.summary);

  it('are replaced once a Data Center refuses them with a 400 that names nothing, and the issue says so', async () => {
    refuse({});

    expect(await createIssue(await fancy('event-1'), side)).toMatchObject({ outcome: 'created' });
    expect(summaries()).toEqual(['disk 🔥', 'disk \uFFFD']);
    expect(side.tracker.creates[1]?.draft.labels).toEqual(['\uFFFD']);
    expect(descriptions()[1]).toContain('四字节字符');
    expect(record()).toMatchObject({ state: 'confirmed', posts: 1 });
  });

  it('are replaced at once for the next event, and tried again after ten minutes', async () => {
    refuse({});
    for (const id of ['event-1', 'event-2']) await createIssue(await fancy(id), side);
    side.now += 600_000;
    await createIssue(await fancy('event-3'), side);

    expect(summaries()).toEqual(['disk 🔥', 'disk \uFFFD', 'disk \uFFFD', 'disk 🔥']);
    expect(descriptions()[2]).toContain('四字节字符');
  });

  it('are not said to be replaced where there are none', async () => {
    refuse({});
    await createIssue(await fancy('event-1'), side);
    const opening = attempt(store, 'event-2');
    await opening.entry.claim();
    await createIssue(opening, side);
    expect(descriptions().at(-1)).not.toContain('四字节字符');
  });

  it('are not remembered when they were not the fault', async () => {
    refuse({});
    refuse({});

    expect(await createIssue(await fancy('event-1'), side)).toMatchObject({ step: 'fail' });
    await createIssue(await fancy('event-2'), side);
    expect(summaries()).toEqual(['disk 🔥', 'disk \uFFFD', 'disk 🔥']);
  });

  it.each([404, 413, 422])('have nothing to do with a %i', async (status) => {
    refuse({}, status);

    expect(await createIssue(await fancy('event-1'), side)).toMatchObject({ step: 'fail' });
    expect(side.tracker.creates).toHaveLength(1);
  });

  it('are no reason to send a create again after a 500: its fate is unknown', async () => {
    refuse({}, 500);

    expect(await createIssue(await fancy('event-1'), side)).toMatchObject({ step: 'wait' });
    expect([side.tracker.creates.length, record()?.state]).toEqual([1, 'sent']);
  });

  it('are kept on Cloud, and where there are none nothing is sent again', async () => {
    refuse({});
    expect(await createIssue(await fancy('event-1', 'cloud'), side)).toMatchObject({ step: 'fail' });
    Object.assign(side.tracker, { deployment: 'datacenter' });
    refuse({});
    expect(await createIssue(await claimed(), side)).toMatchObject({ step: 'fail' });
    expect(side.tracker.creates).toHaveLength(2);
  });
});

describe('a field that Jira names though it was not sent', () => {
  it.each([{ customfield_99999: 'Host is required.' }, { customfield_99999: 'is required', priority: 'x' }])(
    '(%j) is one it requires: nothing is sent again with less',
    async (fields) => {
      refuse(fields);

      expect(await createIssue(await claimed(), side)).toMatchObject({
        step: 'fail',
        reason: expect.stringContaining('required'),
      });
      expect(side.tracker.creates).toHaveLength(1);
    },
  );

  it('leads to the fallback', async () => {
    refuse({ customfield_99999: 'Host is required.' });
    await createIssue(withFallback(await claimed()), side);

    expect(side.tracker.creates.map(({ draft }) => draft.project)).toEqual(['OPS', 'FALL']);
  });
});

describe('a 403', () => {
  it('while the login works concerns this route: fallback', async () => {
    refuse({}, 403);
    const step = await createIssue(withFallback(await claimed()), side);

    expect(step).toMatchObject({ step: 'done' });
    expect(side.tracker.creates.map(({ draft }) => draft.project)).toEqual(['OPS', 'FALL']);
    expect(side.told).toEqual(['fallback: default']);
  });

  it('while the login fails too rests all requests, with the record put back', async () => {
    refuse({}, 403);
    side.tracker.failing.whoAmI = failure({ status: 403 });

    expect(await createIssue(withFallback(await claimed()), side)).toMatchObject({ step: 'wait' });
    expect(side.told).toEqual(['failure: forbidden', 'unauthorized']);
    expect(record()).toMatchObject({ state: 'reserved', posts: 0 });
    expect(side.tracker.creates).toHaveLength(1);
  });
});

describe('a create that something before Jira refuses', () => {
  it.each([400, 403, 404, 405, 413])(
    'with %i waits alone, with the record put back and nothing dropped',
    async (status) => {
      side.tracker.nextCreates.push({ throws: failure({ status, own: false }) });

      expect(await createIssue(withFallback(await claimed()), side)).toMatchObject({ step: 'wait' });
      expect(record()).toMatchObject({ state: 'reserved', posts: 0 });
      expect(side.tracker.creates).toHaveLength(1);
      expect(side.told).not.toContain('unavailable');
    },
  );

  it('is tried after ever longer pauses, and ends when JIRA_RETRY_FOR is over, saying what it was answered', async () => {
    const opening = await claimed();
    const after = async (ms: number) => {
      store.records['event-1'] = { ...record(), waitingSince: Date.now() - ms };
      side.tracker.nextCreates.push({ throws: failure({ status: 413, own: false }) });
      return createIssue(opening, side);
    };

    expect(await after(0)).toMatchObject({ step: 'wait', ms: 1000 });
    const later = await after(30_000);
    expect(later.step === 'wait' && later.ms).toBeGreaterThanOrEqual(30_000);
    expect(await after(HOURS)).toMatchObject({ step: 'wait', ms: 60_000 });
    expect(await after(73 * HOURS)).toMatchObject({
      step: 'fail',
      reason: expect.stringMatching(/JIRA_RETRY_FOR.*answered 413/),
    });
  });
});

describe('an answer that concerns all events', () => {
  it.each([
    ['no connection', { sent: false, cause: 'ECONNREFUSED' }, 'unavailable'],
    ['429', { status: 429, retryAfterMs: 7000 }, 'throttled 7000'],
    ['429 that says nothing', { status: 429 }, 'throttled null'],
    ['401', { status: 401 }, 'unauthorized'],
    ['a captcha', { status: 403, login: 'denied' as const }, 'unauthorized'],
  ])('%s: waits with the record put back', async (_name, facts, told) => {
    side.tracker.nextCreates.push({ throws: failure(facts) });

    expect(await createIssue(await claimed(), side)).toMatchObject({ step: 'wait' });
    expect(side.told).toContain(told);
    expect(record()).toMatchObject({ state: 'reserved', posts: 0 });
    expect(side.tracker.creates).toHaveLength(1);
  });

  it.each([
    [{ cause: 'ECONNRESET' }, false],
    [{ cause: 'ETIMEDOUT' }, false],
    [{ status: 502 }, false],
    [{ status: 504 }, false],
    [{ status: 408 }, false],
    [{ status: 500 }, true],
    [{ status: 503 }, false],
    [{ status: 520 }, false],
    [{ status: 302 }, true],
    [{ status: 200, cause: 'not_json' }, false],
    [{ status: 200, cause: 'unexpected' }, false],
  ])('a fate unknown (%j): stays sent; answered by Jira itself: %s', async (facts, answered) => {
    side.tracker.nextCreates.push({ throws: failure(facts), made: true });

    expect(await createIssue(await claimed(), side)).toMatchObject({ step: 'wait' });
    expect(record()?.state).toBe('sent');
    expect(record()?.answered !== undefined).toBe(answered);
    expect(side.told).toContain('perhaps unavailable');
    expect(side.tracker.creates).toHaveLength(1);
  });

  it('an error of ours is none of Jira’s answers and goes up', async () => {
    const error = new TypeError('ours');
    side.tracker.nextCreates.push({ throws: error });

    await expect(createIssue(await claimed(), side)).rejects.toBe(error);
  });
});

describe('before the POST', () => {
  it('rests while others rest, and leaves the record reserved', async () => {
    side.admissions.push({ go: false, ms: 4000, reason: 'unavailable' });

    expect(await createIssue(await claimed(), side)).toEqual({ step: 'pause', ms: 4000, reason: 'unavailable' });
    expect(side.tracker.calls).toEqual([]);
    expect(record()?.state).toBe('reserved');
  });

  it.each([
    ['a probe', ['ready', 'whoAmI']],
    ['the search for an account', ['ready', 'prepare']],
  ])('a pause that begins during %s holds it', async (asks, calls) => {
    const { prepare } = side.tracker;
    if (asks === 'a probe') side.admissions.push({ go: true, probe: true, reason: 'unavailable' });
    else side.tracker.prepare = async (draft) => ({ ...(await prepare(draft)) });
    const begun = () => calls.every((call) => side.tracker.calls.includes(call));
    side.circuit = { ...side.circuit, rests: async () => (begun() ? { go: false, ms: 4000, reason: 'manual' } : null) };

    expect(await createIssue(await claimed(), side)).toEqual({ step: 'pause', ms: 4000, reason: 'manual' });
    expect(side.tracker.calls).toEqual(calls);
    expect(record()?.state).toBe('reserved');
  });

  it('a probe asks who we are first, and then all is well', async () => {
    side.admissions.push({ go: true, probe: true, reason: 'unavailable' });
    await createIssue(await claimed(), side);

    expect(side.tracker.calls).toEqual(['ready', 'whoAmI', 'prepare', 'create', 'assigneeOf']);
    expect(side.told).toEqual(['well']);
  });

  it('a probe that fails sends no POST', async () => {
    side.admissions.push({ go: true, probe: true, reason: 'unavailable' });
    side.tracker.failing.whoAmI = failure({ status: 503 });

    expect(await createIssue(await claimed(), side)).toMatchObject({ step: 'wait' });
    expect(side.told).not.toContain('well');
    expect([side.tracker.creates, record()?.state]).toEqual([[], 'reserved']);
  });

  it.each(['ready', 'prepare'] as const)('a failing %s is no lost answer', async (name) => {
    side.tracker.failing[name] = failure({ cause: 'ECONNRESET' });

    expect(await createIssue(await claimed(), side)).toMatchObject({ step: 'wait' });
    expect([side.tracker.creates, record()?.state]).toEqual([[], 'reserved']);
  });
});

describe('JIRA_RETRY_FOR', () => {
  const waitingSince = (ms: number) => {
    store.records['event-1'] = { ...record(), waitingSince: Date.now() - ms };
  };

  it.each<[string, () => void]>([
    ['requests rest', () => side.admissions.push({ go: false, ms: 4000, reason: 'unavailable' })],
    ['Jira refuses the login', () => side.tracker.nextCreates.push({ throws: failure({ status: 401 }) })],
    [
      'Jira cannot be reached',
      () => side.tracker.nextCreates.push({ throws: failure({ sent: false, cause: 'ECONNREFUSED' }) }),
    ],
    ['a look-up fails', () => Object.assign(side.tracker.failing, { prepare: failure({ status: 500 }) })],
  ])('ends the event when it is over and %s, with its record as it was', async (_name, trouble) => {
    const opening = await claimed();
    waitingSince(73 * HOURS);
    trouble();

    expect(await createIssue(opening, side)).toMatchObject({
      step: 'fail',
      reason: expect.stringContaining('JIRA_RETRY_FOR'),
    });
    expect(record()).toMatchObject({ state: 'reserved' });
  });

  it('does not end an event whose Jira is well again', async () => {
    const opening = await claimed();
    waitingSince(73 * HOURS);

    expect(await createIssue(opening, side)).toMatchObject({ step: 'done' });
  });

  it('does not end it while it lasts', async () => {
    const opening = await claimed();
    waitingSince(71 * HOURS);
    side.admissions.push({ go: false, ms: 4000, reason: 'unavailable' });

    expect(await createIssue(opening, side)).toMatchObject({ step: 'pause' });
  });
});

function withFallback(opening: Opening): Opening {
  const fallback = { ...planOf(event()).draft, route: 'fallback', project: 'FALL', issueType: 'Task' };
  return { ...opening, plan: { ...opening.plan, fallback } };
}
