import type { FoundIssue } from '@guance-jira/jira';
import { event, failure, planOf } from '@guance-jira/jira/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { attempt, type Store, type TestSide, testSide } from '../testing/test-jira.ts';
import { takeSlot } from '../throttle/take-slot.ts';
import { createKeyReader } from './by-keys/key-reader.ts';
import { openIssue } from './ensure-issue.ts';

const MINUTE = 60_000;
const LOST = { throws: failure({ cause: 'ECONNRESET' }) };

let side: TestSide;
let store: Store;
beforeEach(() => {
  side = testSide();
  store = { records: {} };
});

const open = (eventId?: string, group?: 'event' | 'fault') => openIssue(attempt(store, eventId, group), side);
const record = () => store.records['event-1'];
/** As if so long had passed: in the record and in Jira. */
const pass = (ms: number, key = 'event-1') => {
  const { sentAt, answered, ended, waitingSince, ...rest } = store.records[key] ?? {};
  const before = { sentAt, answered, ended, waitingSince };
  const moved = Object.entries(before).flatMap(([name, at]) => (at === undefined ? [] : [[name, at - ms]]));
  store.records[key] = { ...rest, ...Object.fromEntries(moved) };
  for (const issue of side.tracker.issues) issue.createdAt -= ms;
};
/** Another issue of ours, made so long ago. */
const watermark = (ago = 0): FoundIssue => {
  const issue = { id: '9', key: 'OPS-9', markers: ['guance-jira', 'gj-other'], createdAt: Date.now() - ago };
  side.tracker.issues.push(issue);
  return issue;
};

describe('an event', () => {
  it('opens its issue, and a second delivery tells the first outcome', async () => {
    expect(await open()).toMatchObject({ step: 'done', outcome: 'created', issueKey: 'OPS-1' });
    expect(await open()).toEqual({
      step: 'done',
      outcome: 'created',
      route: 'default',
      reason: null,
      issueKey: 'OPS-1',
      repeat: true,
    });
    expect(side.tracker.creates).toHaveLength(1);
  });

  it('whose worker died after the issue was recorded only gets its outcome', async () => {
    store.records['event-1'] = {
      v: 1,
      site: 'http://jira.example',
      state: 'confirmed',
      issueId: '5',
      issueKey: 'OPS-5',
    };

    expect(await open()).toMatchObject({ step: 'done', outcome: 'created', issueKey: 'OPS-5' });
    expect([side.tracker.calls, record()?.outcome]).toEqual([[], 'created']);
  });

  it('of a newer version waits for an upgraded worker', async () => {
    store.records['event-1'] = { v: 2 };

    expect(await open()).toMatchObject({ step: 'wait', ms: 60_000, reason: expect.stringContaining('upgrade') });
  });
});

describe('an event whose answer was lost', () => {
  it('is found, and nothing is sent', async () => {
    side.tracker.nextCreates.push({ ...LOST, made: true });
    await open();

    expect(await open()).toMatchObject({ step: 'done', outcome: 'created', issueKey: 'OPS-1' });
    expect(side.tracker.creates).toHaveLength(1);
    expect(side.told).toContain('reconciled: found');
  });

  it('is found by the property where the label is gone', async () => {
    side.tracker.nextCreates.push({ ...LOST, made: true });
    await open();
    const marked = side.tracker.findMarked;
    side.tracker.findMarked = async (labels) => ({ ...(await marked(labels)), issues: [] });

    expect(await open()).toMatchObject({ step: 'done', issueKey: 'OPS-1' });
  });

  it('is looked for until the search can tell, and only then sent again, with later looks for duplicates', async () => {
    side.tracker.nextCreates.push(LOST);
    await open();
    pass(3 * MINUTE);
    watermark();
    expect(await open()).toMatchObject({ step: 'wait', reason: expect.stringContaining('lost') });
    expect(side.tracker.creates).toHaveLength(1);
    pass(11_000);

    expect(await open()).toMatchObject({ step: 'done', outcome: 'created' });
    expect(side.tracker.creates).toHaveLength(2);
    expect(side.told).toEqual(
      expect.arrayContaining(['reconciled: posted_again', 'check for duplicates after 600000, 3600000, 86400000']),
    );
  });

  it('waits five times as long without a watermark', async () => {
    side.tracker.nextCreates.push(LOST);
    await open();
    pass(11 * MINUTE);
    expect(await open()).toMatchObject({ step: 'wait' });
    pass(11_000);

    expect(await open()).toMatchObject({ step: 'done' });
  });

  it('is sent again after one JIRA_SETTLE_MS, not before, when Jira itself answered and a younger issue is found', async () => {
    side.tracker.nextCreates.push({ throws: failure({ status: 500 }) });
    await open();
    pass(2 * MINUTE - 5000);
    watermark();
    expect(await open()).toMatchObject({ step: 'wait' });
    pass(5000);

    expect(await open()).toMatchObject({ step: 'done' });
    expect(side.tracker.creates).toHaveLength(2);
  });

  it('takes no issue for a watermark that is younger than the POST but older than its answer', async () => {
    side.tracker.nextCreates.push({ throws: failure({ status: 500 }), made: true });
    side.tracker.visible = ({ id }) => id === '9';
    await open();
    // The POST took nine seconds: another issue was made and found meanwhile, ours is not in the index yet.
    store.records['event-1'] = { ...record(), sentAt: Date.now() - 9000 };
    watermark(4000);

    expect(await open()).toMatchObject({ step: 'wait' });
    expect(side.tracker.creates).toHaveLength(1);
  });

  it.each(['findMarked', 'findRecent', 'whoAmI'] as const)('is not sent again while %s fails', async (name) => {
    side.tracker.nextCreates.push(LOST);
    await open();
    pass(60 * MINUTE);
    side.tracker.failing[name] = failure({ status: 401 });

    expect(await open()).toMatchObject({ step: 'wait' });
    expect(side.tracker.creates).toHaveLength(1);
    expect(side.told).toContain('unauthorized');
  });

  it('rests while others rest', async () => {
    side.tracker.nextCreates.push(LOST);
    await open();
    side.admissions.push({ go: false, ms: 900, reason: 'unauthorized' });

    expect(await open()).toEqual({ step: 'pause', ms: 900, reason: 'unauthorized' });
  });

  it('ends after JIRA_RETRY_FOR, still sent, and is found by a later retry', async () => {
    side.tracker.nextCreates.push({ ...LOST, made: true });
    side.tracker.visible = () => false;
    await open();
    await open();
    side.retryForMs = 0;
    pass(1);
    const end = await open();
    expect(end).toMatchObject({ step: 'fail', reason: expect.stringContaining('JIRA_RETRY_FOR') });
    expect(record()?.state).toBe('sent');
    side.tracker.visible = () => true;

    expect(await open()).toMatchObject({ step: 'done', issueKey: 'OPS-1' });
    expect(side.tracker.creates).toHaveLength(1);
  });

  it('has its duplicates looked at when the search shows two', async () => {
    side.tracker.nextCreates.push({ ...LOST, made: true });
    await open();
    const [first] = side.tracker.issues;
    if (first) side.tracker.issues.push({ ...first, id: '9999', key: 'OPS-0' });

    expect(await open()).toMatchObject({ step: 'done', issueKey: 'OPS-0' });
    expect(side.told).toContain('check for duplicates after 0');
  });
});

describe('an event whose answer was lost, looked for by keys', () => {
  const LATE = 61_000;
  beforeEach(() => {
    store.highest = 'OPS-9';
    // The newest issue before, made by us.
    watermark();
    // Search shows nothing at all: it must not be needed.
    side.tracker.visible = () => false;
  });
  const lose = async (change: { made?: boolean } = {}) => {
    side.tracker.nextCreates.push({ ...LOST, ...change });
    await open();
  };
  const keyed = (number: number, change: Partial<FoundIssue> = {}) => {
    const issue = { id: String(number), key: `OPS-${number}`, markers: [], createdAt: Date.now(), ...change };
    side.tracker.issues.push(issue);
    return issue;
  };

  it('is found at once, while search does not show it', async () => {
    await lose();
    keyed(10, { markers: [attempt({ records: {} }).marker.label] });

    expect(await open()).toMatchObject({ step: 'done', outcome: 'created', issueKey: 'OPS-10' });
    expect(side.tracker.creates).toHaveLength(1);
    expect(side.tracker.calls).not.toContain('findMarked');
  });

  it('is not what a person has cloned from it', async () => {
    await lose();
    const clone = keyed(10, { markers: [attempt({ records: {} }).marker.label] });
    const read = side.tracker.readByKeys;
    side.tracker.readByKeys = async (keys) => {
      const answer = await read(keys);
      const creator = (key: string) => (key === clone.key ? 'lina' : 'bot');
      return {
        ...answer,
        found: new Map([...answer.found].map(([key, one]) => [key, { ...one, creator: creator(key) }])),
      };
    };

    expect(await open()).toMatchObject({ step: 'wait' });
  });

  it('is posted again as soon as Jira can no longer be at work, without a search, and its duplicates are looked for later', async () => {
    await lose();
    keyed(10);
    pass(LATE - 2000);
    expect(await open()).toMatchObject({ step: 'wait' });
    expect(side.tracker.creates).toHaveLength(1);
    pass(2000);

    expect(await open()).toMatchObject({ step: 'done', outcome: 'created' });
    expect(side.tracker.creates).toHaveLength(2);
    expect(side.tracker.calls).not.toContain('findMarked');
    expect(side.told).toEqual(
      expect.arrayContaining(['reconciled: posted_again', 'check for duplicates after 600000, 3600000, 86400000']),
    );
  });

  it('counts from the end of the request where nobody has seen its end', async () => {
    await lose();
    const { ended: _, ...unseen } = record() ?? {};
    store.records['event-1'] = unseen;
    pass(LATE);
    expect(await open()).toMatchObject({ step: 'wait' });
    pass(10_000);

    expect(await open()).toMatchObject({ step: 'done' });
  });

  it('with keys that cannot be read waits one JIRA_SETTLE_MS more, and then for a search too', async () => {
    await lose();
    keyed(10);
    keyed(12);
    pass(LATE + 2 * MINUTE - 2000);
    expect(await open()).toMatchObject({ step: 'wait' });
    expect(side.tracker.calls).not.toContain('findMarked');
    pass(2000);
    side.tracker.failing.findMarked = failure({ status: 503 });
    expect(await open()).toMatchObject({ step: 'wait' });
    expect(side.tracker.creates).toHaveLength(1);
    delete side.tracker.failing.findMarked;

    expect(await open()).toMatchObject({ step: 'done' });
    expect(side.tracker.creates).toHaveLength(2);
  });

  it.each([100, 1])('is found above many keys in a row that cannot be read, %i at once', async (keysAtOnce) => {
    Object.assign(side.tracker, { keysAtOnce });
    await lose();
    keyed(9 + 20, { markers: [attempt({ records: {} }).marker.label] });
    pass(LATE);

    expect(await open()).toMatchObject({ step: 'done', issueKey: 'OPS-29' });
    expect(side.tracker.creates).toHaveLength(1);
  });

  it('is not posted again where search knows a key above those: they are gaps', async () => {
    Object.assign(side.tracker, { keysAtOnce: 1 });
    await lose();
    const its = keyed(9 + 60, { markers: [attempt({ records: {} }).marker.label] });
    const later = keyed(9 + 61);
    side.tracker.visible = ({ id }) => id === later.id;
    pass(LATE);
    side.tracker.failing.newestIn = failure({ status: 503 });
    expect(await open(), 'while search is down').toMatchObject({ step: 'wait' });
    delete side.tracker.failing.newestIn;

    expect(await open()).toMatchObject({ step: 'done', issueKey: its.key });
    expect(side.tracker.creates).toHaveLength(1);
  });

  it('is posted again although Jira refuses to tell its newest issue', async () => {
    await lose();
    pass(LATE);
    side.tracker.failing.newestIn = failure({ status: 400, words: ['no'] });

    expect(await open()).toMatchObject({ step: 'done' });
    expect(side.tracker.creates).toHaveLength(2);
  });

  it.each<[string, () => void]>([
    [
      'nothing of ours was ever seen',
      () => {
        side.highest.wasSeen = async () => false;
        side.tracker.hidden.add('9');
      },
    ],
    [
      'Jira refuses to read by keys',
      () => {
        side.tracker.failing.readByKeys = failure({ status: 405, words: ['no'] });
      },
    ],
    [
      'more than 500 keys have been given out since',
      () => {
        side.highest.reach = async () => 600;
      },
    ],
    [
      'no key was known before',
      () => {
        store.records['event-1'] = { ...record(), above: '{"OPS":""}' };
      },
    ],
    [
      'an older version sent it',
      () => {
        const { above: _, ...older } = record() ?? {};
        store.records['event-1'] = older;
      },
    ],
  ])('is left to search alone where %s', async (_why, make) => {
    await lose();
    make();
    pass(LATE + 4 * MINUTE);
    expect(await open()).toMatchObject({ step: 'wait' });
    expect(side.tracker.calls).toContain('findMarked');
    expect(side.tracker.creates).toHaveLength(1);
    pass(7 * MINUTE);

    expect(await open()).toMatchObject({ step: 'done' });
  });

  it('is not posted again while the login may be refused', async () => {
    await lose();
    pass(LATE);
    side.tracker.failing.whoAmI = failure({ status: 401 });

    expect(await open()).toMatchObject({ step: 'wait' });
    expect(side.tracker.creates).toHaveLength(1);
  });

  it('waits while requests rest', async () => {
    await lose();
    side.admissions.push({ go: false, ms: 900, reason: 'unauthorized' });
    side.keyReader = createKeyReader({
      tracker: side.tracker,
      slot: () => takeSlot(side, 'get'),
      clock: () => performance.now(),
    });

    expect(await open()).toEqual({ step: 'pause', ms: 900, reason: 'unauthorized' });
    expect(side.tracker.calls).not.toContain('readByKeys');
  });

  it("asks nothing during a person's pause when another event has read its keys", async () => {
    await lose();
    pass(LATE);
    side.circuit = { ...side.circuit, rests: async () => ({ go: false, ms: 900, reason: 'manual' }) };

    expect(await open()).toEqual({ step: 'pause', ms: 900, reason: 'manual' });
    expect(side.tracker.calls).not.toContain('whoAmI');
    expect(side.tracker.creates).toHaveLength(1);
  });
});

describe('an event whose every create ends in a lost answer', () => {
  const HOUR = 60 * MINUTE;
  beforeEach(() => {
    store.highest = 'OPS-9';
    watermark();
    side.tracker.visible = () => false;
  });
  const page = { throws: failure({ endpoint: 'create', status: 200, cause: 'not_json' }) };
  /** One look after so long. */
  const after = (ms: number) => {
    pass(ms);
    return open();
  };
  const creates = () => side.tracker.creates.length;

  it('is posted again after ever longer times', async () => {
    side.tracker.nextCreates.push(page, page, page, page, page, page, page, page);
    await open();
    const minutes = [];
    for (let lost = 1; lost < 7; lost += 1) {
      let waited = 0;
      for (; creates() === lost; waited += 1) await after(MINUTE);
      minutes.push(waited);
    }

    expect(minutes).toEqual([1, 2, 4, 8, 8, 8]);
  });

  it('ends when JIRA_RETRY_FOR is over, with what it was answered last, and only once the issue is surely not there', async () => {
    side.retryForMs = 2 * MINUTE;
    side.tracker.nextCreates.push(page, page, page);
    await open();
    await after(MINUTE);
    expect(creates()).toBe(2);
    pass(50_000);
    expect(await after(9000)).toMatchObject({ step: 'wait' });

    expect(await after(2 * MINUTE)).toMatchObject({
      step: 'fail',
      reason: expect.stringMatching(/JIRA_RETRY_FOR.*Jira create: answered 200 \(not_json\)/),
    });
    expect(creates()).toBe(2);
    expect(record()).toMatchObject({ state: 'sent', posts: 2 });
  });

  it('is posted once more after one lost answer, however long Jira could not be used before', async () => {
    side.tracker.nextCreates.push(page);
    await open();

    expect(await after(73 * HOUR)).toMatchObject({ step: 'done', outcome: 'created' });
  });

  it('and was ended is looked for first when a person retries it, and then posted', async () => {
    side.retryForMs = MINUTE;
    side.tracker.nextCreates.push(page, page);
    await open();
    await after(MINUTE);
    expect(await after(2 * MINUTE)).toMatchObject({ step: 'fail' });
    // As the outcome leaves it.
    const { waitingSince: _, ...left } = record() ?? {};
    store.records['event-1'] = left;

    const looked = side.tracker.calls.length;
    expect(await open()).toMatchObject({ step: 'done', outcome: 'created' });
    expect(side.tracker.calls.slice(looked)).toEqual(expect.arrayContaining(['newestIn', 'whoAmI']));
    expect(creates()).toBe(3);
  });
});

describe('an event that the ledger may have forgotten', () => {
  beforeEach(() => {
    side.forgotten = true;
  });

  it('is looked for first', async () => {
    const other = attempt({ records: {} });
    side.tracker.issues.push({ id: '7', key: 'OPS-7', markers: [other.marker.label], createdAt: Date.now() });

    expect(await open()).toMatchObject({ step: 'done', outcome: 'created', issueKey: 'OPS-7' });
    expect(side.tracker.creates).toEqual([]);
  });

  it('waits while an empty look does not count yet', async () => {
    side.countsInMs = 90_000;

    expect(await open()).toMatchObject({ step: 'wait', ms: 10_000 });
    expect(side.tracker.creates).toEqual([]);
    side.countsInMs = -1;
    expect(await open()).toMatchObject({ step: 'done', outcome: 'created' });
  });

  it('is not created while nobody can look', async () => {
    side.tracker.failing.findMarked = failure({ status: 400 });

    expect(await open()).toMatchObject({ step: 'wait' });
    expect(side.tracker.creates).toEqual([]);
  });

  it('is looked for over its whole age, and without labels too', async () => {
    const asked: number[] = [];
    const recent = side.tracker.findRecent;
    side.tracker.findRecent = (minutes, paging) => {
      asked.push(minutes);
      return recent(minutes, paging);
    };
    const opening = attempt(store);
    const days = (count: number) => count * 24 * 60 * MINUTE;
    for (const age of [days(3), days(1000)])
      await openIssue(
        { ...attempt(store, `event-${age}`), event: { ...opening.event, eventTime: Date.now() - age } },
        side,
      );

    expect(asked.map((minutes) => Math.round(minutes / 1440))).toEqual([3, 90]);
  });

  it('is not created where there is more than a search could read', async () => {
    const recent = side.tracker.findRecent;
    // The youngest that was read is far younger than the event.
    watermark();
    side.tracker.findRecent = async (minutes) => ({ ...(await recent(minutes)), complete: false });
    expect(await open()).toMatchObject({ step: 'wait', reason: expect.stringContaining('more issues') });
    expect(side.tracker.creates).toEqual([]);
    side.tracker.findRecent = recent;

    expect(await open()).toMatchObject({ step: 'done', outcome: 'created' });
  });

  it('waits when it cannot be told whether the ledger forgot', async () => {
    side.forgotten = failure({ status: 503 });

    expect(await open()).toMatchObject({ step: 'wait' });
    expect([side.tracker.creates, record()?.state]).toEqual([[], 'reserved']);
  });

  it('is looked for also where its record is of another Jira', async () => {
    side.forgotten = false;
    store.records['event-1'] = { v: 1, site: 'http://old', state: 'confirmed', issueId: '5', issueKey: 'OLD-5' };

    expect(await open()).toMatchObject({ step: 'done', issueKey: 'OPS-1' });
    expect(side.tracker.calls).toContain('findMarked');
  });

  it.each<['event' | 'fault', 'eventTime' | 'faultStart']>([
    ['event', 'eventTime'],
    ['fault', 'faultStart'],
  ])('under group: %s is told by %s: an earlier event may have opened the issue', async (group, field) => {
    const times: unknown[] = [];
    side.memory.mayHaveForgotten = async (time) => {
      times.push(time);
      return false;
    };
    const now = Date.now();
    const opening = attempt(store, 'event-1', group);
    const of = { ...opening.event, eventTime: now, faultStart: now - 60 * MINUTE };
    await openIssue({ ...opening, event: of }, side);

    expect(times).toEqual([{ at: of[field], eventTime: now, receivedAt: of.receivedAt }]);
  });
});

describe('events of one fault', () => {
  const key = planOf(event('event-1', { df_fault_id: 'fault-1' }), {}, 'fault').faultKey;

  it('open one issue; the later ones belong to it', async () => {
    expect(await open('event-1', 'fault')).toMatchObject({ outcome: 'created', issueKey: 'OPS-1' });
    expect(await open('event-2', 'fault')).toMatchObject({ outcome: 'ignored', issueKey: 'OPS-1' });
    expect(side.tracker.creates).toHaveLength(1);
    expect(store.records['event-2']).toMatchObject({ outcome: 'ignored', issueId: '10000' });
    expect(store.records[key], 'the fault has no outcome of its own, so its record stays').not.toHaveProperty(
      'outcome',
    );
  });

  it('wait while one of them opens the issue', async () => {
    await attempt(store, 'event-1', 'fault').entry.claim();

    expect(await open('event-2', 'fault')).toMatchObject({
      step: 'wait',
      reason: expect.stringContaining('another event'),
    });
    expect(side.tracker.creates).toEqual([]);
  });

  it('take up the lost answer of each other, and the outcome goes to the one that sent', async () => {
    side.tracker.nextCreates.push({ ...LOST, made: true });
    await open('event-1', 'fault');
    store.records[key] = { ...store.records[key], lease: 0 };

    expect(await open('event-2', 'fault')).toMatchObject({ outcome: 'ignored', issueKey: 'OPS-1' });
    expect(await open('event-1', 'fault')).toMatchObject({ outcome: 'created', issueKey: 'OPS-1' });
    expect(side.tracker.creates).toHaveLength(1);
  });
});
