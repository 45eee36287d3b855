/** Faults whose issue stays open after their recovery: looked at until somebody closes it, and only then forgotten. */

import { failure } from '@guance-jira/jira/testing';
import { parseRules } from '@guance-jira/mapping';
import type { Keys } from '@guance-jira/queue';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testSide } from '../testing/test-jira.ts';
import { inBackground } from '../throttle/background-request.ts';
import type { Admission } from '../throttle/circuit.ts';
import { createOpenIssues } from './open-issues.ts';
import { type FaultWorld, faultWorld } from './testing/fault-world.ts';
import { watchedDisk } from './testing/watched-disk.ts';

const RULES = `
defaults: { project: OPS, issueType: 故障, group: fault, recoverGrace: 0 }
routes: [{ name: disks, reopenWithin: 45d }]
`;
const DAYS = 86_400;
const DONE = { name: '已完成', category: 'done' } as const;
const TO_DO = { name: '待办', category: 'new' } as const;

describe.skipIf(SKIPPED !== '')(`the look at open issues${SKIPPED}`, () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis?.stop());

  /** A fault that has recovered in an issue that stays open; its records, and looks at it that are due. */
  async function left() {
    const world = faultWorld(redis.client, redis.keys(), RULES);
    const disk = watchedDisk();
    for (const status of ['critical', 'ok']) await world.handle(disk.next(status));
    disk.again();
    const [issue] = world.jira.issues;
    if (!issue) throw new Error('there is no issue');
    const record = world.keys.object(disk.objectKey);
    const fault = String(await redis.client.hget(record, 'fault'));
    const days = async () => {
      const [seconds, same] = [await redis.client.ttl(record), await redis.client.ttl(fault)];
      expect(same).toBe(seconds);
      return seconds < 0 ? 'for ever' : Math.round(seconds / DAYS);
    };
    const looks = async () => Math.round(Number(await dueIn(world.keys, record)) / 1000 / DAYS);
    return { world, disk, issue, record, fault, days, looks, look: lookerOf(world, record) };
  }

  async function dueIn(keys: Keys, member: string): Promise<number | null> {
    const due = await redis.client.zscore(keys.openObjects, member);
    return due === null ? null : Number(due) - Date.now();
  }

  /** One sweep, with this record due. */
  function lookerOf(world: FaultWorld, record: string, site = 'http://jira.example', now = Date.now) {
    const lines: unknown[] = [];
    const admissions: Admission[] = [];
    const side = { ...testSide(), tracker: world.jira.tracker };
    side.circuit = { ...side.circuit, acquire: async () => admissions.shift() ?? { go: true, probe: false } };
    const say = (text: string, fields?: object) => void lines.push([text, fields]);
    const open = createOpenIssues({
      ...{ redis: redis.client, keys: world.keys, site, ledgerDays: 30, now, random: () => 0.5 },
      rules: () => parseRules(RULES, 'rules.yaml'),
      read: (issue) => inBackground(side, 'get', () => side.tracker.read(issue)),
      isHidden: async ({ key }) => world.hidden.includes(key),
      log: { debug: () => {}, info: say, warn: say, error: say },
    });
    return {
      lines,
      admissions,
      sweep: open.sweep,
      due: async () => {
        await redis.client.zadd(world.keys.openObjects, 'XX', 1, record);
        return open.sweep();
      },
    };
  }

  it('keeps a fault while its issue is open, and lets it go as long after as it may be reopened', async () => {
    const { world, issue, look, days, looks } = await left();
    for (let times = 0; times < 5; times += 1) await look.due();
    expect([await days(), await looks()]).toEqual(['for ever', 10]);

    world.jira.byPerson(issue, { status: DONE });
    await look.due();

    expect([await days(), await looks()]).toEqual([45, 10]);
  });

  it('leaves the time to live that a closed one has, and takes it away when somebody opens it again', async () => {
    const { world, issue, record, fault, look, days } = await left();
    world.jira.byPerson(issue, { status: DONE });
    await look.due();
    for (const key of [record, fault]) await redis.client.expire(key, 7 * DAYS);
    await look.due();
    expect(await days()).toBe(7);

    world.jira.byPerson(issue, { status: TO_DO });
    await look.due();

    expect(await days()).toBe('for ever');
  });

  it('makes the next fault go on in the issue that is still open, however late it comes', async () => {
    const { world, disk, look } = await left();
    await look.due();

    expect(await world.handle(disk.next('critical'))).toMatchObject({ outcome: 'commented', issueKey: 'OPS-1' });
  });

  it('sees that a person closed the issue of a fault that never recovers', async () => {
    const world = faultWorld(redis.client, redis.keys(), RULES);
    const disk = watchedDisk();
    await world.handle(disk.next('critical'));
    const record = world.keys.object(disk.objectKey);
    world.jira.byPerson(world.jira.issues[0] as never, { status: DONE });
    await lookerOf(world, record).due();

    expect(Math.round((await redis.client.ttl(record)) / DAYS)).toBe(45);
  });

  it.each([
    [false, 45],
    [true, 'for ever'],
  ])('takes an issue that is gone for closed, and one that is hidden for open: %s %s', async (hidden, kept) => {
    const { world, issue, look, days } = await left();
    world.jira.byPerson(issue, { gone: true });
    if (hidden) world.hidden.push(issue.key);
    await look.due();

    expect(await days()).toBe(kept);
  });

  it('forgets with the record: the set has what is kept, and nothing else', async () => {
    const { world, disk, record, fault, look } = await left();
    await redis.client.del(record, fault);
    await look.due();
    expect(await redis.client.zrangebyscore(world.keys.openObjects, '-inf', '+inf')).toEqual(['older']);

    // A fault whose recovery closes its issue.
    world.rules = parseRules(RULES.replace('recoverGrace', 'recover: {}, recoverGrace'), 'rules.yaml');
    await world.handle(disk.next('critical'));
    expect(await redis.client.zcard(world.keys.openObjects)).toBe(2);
    await world.handle(disk.next('ok'));

    expect(await redis.client.zrangebyscore(world.keys.openObjects, '-inf', '+inf')).toEqual(['older']);
  });

  it('asks nothing while requests rest, and comes back then', async () => {
    const { world, issue, record, look, days } = await left();
    world.jira.byPerson(issue, { status: DONE });
    look.admissions.push({ go: false, ms: 60_000, reason: 'manual' });
    await look.due();

    expect(await days()).toBe('for ever');
    expect(await dueIn(world.keys, record)).toBeLessThanOrEqual(60_000);
    expect(await dueIn(world.keys, record)).toBeGreaterThan(50_000);
  });

  it('looks a day later at one that Jira cannot show, and says so', async () => {
    const { world, look, days, looks } = await left();
    const refusal = failure({ endpoint: 'get', status: 400, words: ['no'] });
    world.jira.around = (call, act) => (call === 'read' ? Promise.reject(refusal) : act());

    await expect(look.due()).rejects.toThrow('no');
    expect([await days(), await looks()]).toEqual(['for ever', 1]);
  });

  it('lets go of nothing that an event has written meanwhile', async () => {
    const { world, disk, issue, look, record } = await left();
    world.jira.byPerson(issue, { status: DONE });
    let once = true;
    world.jira.around = async (call, act) => {
      const seen = await act();
      if (call === 'read' && once) {
        once = false;
        world.jira.byPerson(issue, { status: TO_DO });
        await world.handle(disk.next('critical'));
      }
      return seen;
    };
    await look.due();

    expect(await redis.client.ttl(record)).toBe(-1);
  });

  it('keeps a fault of another address unasked, for as long as addresses are remembered', async () => {
    const { world, record, days } = await left();
    let asked = 0;
    world.jira.around = (_call, act) => {
      asked += 1;
      return act();
    };
    await lookerOf(world, record, 'https://moved.example').due();
    expect(await days()).toBe('for ever');
    await lookerOf(world, record, 'https://moved.example', () => Date.now() + 401 * DAYS * 1000).due();

    expect([await days(), asked]).toEqual([45, 0]);
  });

  it.each([
    ['2', '3'],
    // Of 0.1, and known as that.
    [null, null],
  ])('takes up what an older version has written, though that was to expire: %s', async (names, after) => {
    const { world, issue, record, fault, look, days } = await left();
    await redis.client.del(world.keys.openObjects);
    await redis.client.hdel(record, 'names');
    if (names) await redis.client.hset(record, { names });
    for (const key of [record, fault]) await redis.client.expire(key, 3 * DAYS);
    await look.sweep();

    expect([await days(), Math.round(Number(await dueIn(world.keys, record)) / 1000 / DAYS)]).toEqual(['for ever', 5]);
    expect(look.lines).toEqual([['faults of an older version are kept while their issue is open', { records: 1 }]]);
    expect(await redis.client.hget(record, 'names')).toBe(after);
    world.jira.byPerson(issue, { status: DONE });
    await look.due();
    expect(await days()).toBe(45);
    await redis.client.zadd(world.keys.openObjects, 0, 'older');
    await look.sweep();
    expect(await days()).toBe(45);
  });

  it('takes up nothing of its own version, and no older record without an issue', async () => {
    const { world, record, look } = await left();
    await redis.client.zrem(world.keys.openObjects, record);
    const [unopened, broken] = [world.keys.object('unopened'), world.keys.object('broken')];
    await redis.client.hset(unopened, 'state', JSON.stringify({ issue: null }));
    await redis.client.hset(broken, 'state', '{');
    await look.sweep();

    expect(await redis.client.zrangebyscore(world.keys.openObjects, '-inf', '+inf')).toEqual(['older']);
  });

  it('drops what no version has written, with a line, and goes on', async () => {
    const { world, look, issue, days } = await left();
    await redis.client.zadd(world.keys.openObjects, 0, 'foreign');
    world.jira.byPerson(issue, { status: DONE });
    await look.due();

    expect(look.lines).toContainEqual(['unreadable entry dropped', { key: world.keys.openObjects, characters: 7 }]);
    expect(await days()).toBe(45);
  });
});
