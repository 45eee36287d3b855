/** How long what is known of an object is kept: for ever while its issue is open, then as long as it may be reopened. */

import { failure } from '@guance-jira/jira/testing';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FaultWorld, faultWorld } from '../testing/fault-world.ts';
import { watchedDisk } from '../testing/watched-disk.ts';

const rules = (rest: string) => `
defaults: { project: OPS, issueType: 故障, group: fault, recoverGrace: 0, wontFix: ["Won't Do"]${rest} }
routes: [{ name: disks, comments: { throttle: 0 } }]
`;
const DONE = { name: '已完成', category: 'done' } as const;
const DAYS = 86_400;

describe.skipIf(SKIPPED !== '')(`what is known of an object${SKIPPED}`, () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis?.stop());

  async function world(rest = '', ...statuses: string[]) {
    const made = faultWorld(redis.client, redis.keys(), rules(rest));
    const disk = watchedDisk();
    const late = disk.next('warning');
    for (const status of statuses) await made.handle(disk.next(status));
    const issue = made.jira.issues[0];
    const days = async () => {
      const seconds = await redis.client.ttl(made.keys.object(disk.objectKey));
      return seconds < 0 ? 'for ever' : Math.round(seconds / DAYS);
    };
    return { world: made, disk, late, days, issue };
  }
  const close = (made: FaultWorld, resolution: string) => {
    const [issue] = made.jira.issues;
    if (issue) made.jira.byPerson(issue, { status: DONE, resolution, resolvedAt: Date.now() });
  };

  it.each<[says: string, statuses: string[], rest: string, kept: 'for ever' | number]>([
    ['while the fault stands', ['critical'], '', 'for ever'],
    ['while it gets worse or is repeated', ['error', 'critical', 'critical'], '', 'for ever'],
    ['after its recovery, which closes its issue', ['critical', 'ok'], ', recover: {}', 30],
    ['after it, as long as it may be reopened', ['critical', 'ok'], ', recover: {}, reopenWithin: 45d', 45],
    ['after it, at least as long as outcomes are', ['critical', 'ok'], ', recover: {}, reopenWithin: 1h', 30],
    ['after a recovery that is only told, as the issue stays open', ['critical', 'ok'], '', 'for ever'],
    ['then, whatever recovers again', ['critical', 'ok', 'ok'], '', 'for ever'],
    [
      'after a move to a status that is not closed',
      ['critical', 'ok'],
      ', recover: { transition: 处理中 }',
      'for ever',
    ],
    ['after a move that is not offered', ['critical', 'ok'], ', recover: { transition: Gone }', 'for ever'],
    ['when it comes again', ['critical', 'ok', 'critical'], ', recover: {}', 'for ever'],
    ['of which only a recovery has come', ['ok'], '', 1],
  ])('is kept %s: %s %s', async (_says, statuses, rest, kept) => {
    const { days } = await world(rest, ...statuses);

    expect(await days()).toBe(kept);
  });

  it('takes at most 1.5 KB, with all else that is kept as long of its one event', async () => {
    // As docker-compose.yml and the production guide have it.
    await redis.client.config('SET', 'hash-max-listpack-value', '16384');
    const made = faultWorld(redis.client, redis.keys(), rules(''));
    const ids = { df_event_id: `event-${'f'.repeat(32)}`, df_fault_id: `event-${'e'.repeat(32)}` };
    await made.handle(
      watchedDisk({ df_workspace_uuid: `wksp_${'9'.repeat(32)}` }).next('critical', {
        ...ids,
        df_monitor_checker_event_ref: 'd'.repeat(32),
      }),
    );
    const kept: string[] = [];
    let bytes = 0;
    for (const key of await redis.client.keys(`${made.keys.bullPrefix}:*:*`)) {
      // The lane is kept for a day.
      if (!/:(fault|object|issue|ledger):/.test(key)) continue;
      kept.push(key);
      bytes += Number(await redis.client.memory('USAGE', key));
    }

    expect(kept).toHaveLength(4);
    expect(bytes).toBeLessThanOrEqual(1536);
  });

  it.each([
    ['', 'for ever'],
    [', recover: {}', 30],
  ])('expires after a late event as before it: %s %s', async (rest, kept) => {
    const { world: made, late, days } = await world(rest, 'critical', 'ok');
    await made.handle(late);

    expect(await days()).toBe(kept);
  });

  it('expires after a recovery by itself where the issue is gone, or closed by a person', async () => {
    for (const change of [{ gone: true }, { status: DONE }]) {
      const { world: made, disk, days, issue } = await world('', 'critical');
      if (issue) made.jira.byPerson(issue, change);
      await made.handle(disk.next('ok'));

      expect(await days()).toBe(30);
    }
  });

  it('expires once a late event has seen that a person closed what the recovery had left open', async () => {
    const { world: made, disk, late, days } = await world('', 'error', 'ok');
    close(made, 'Done');
    await made.handle(late);
    await made.handle(disk.next('ok'));

    expect(await days()).toBe(30);
  });

  it.each(['critical', 'error', 'warning'])('may expire once a person has closed the issue: %s', async (status) => {
    const { world: made, disk, late, days } = await world('', 'error');
    close(made, 'Done');
    await made.handle(disk.next(status));
    expect(await days()).toBe(30);

    await made.handle(late);
    expect(await days()).toBe(30);
  });

  it('that has no issue because Jira refused it is forgotten with that outcome, each time anew', async () => {
    const { world: made, disk } = await world();
    const event = disk.next('critical');
    const fault = made.keys.fault(`/fault/${event.df_fault_id}`);
    const kept = async () => Math.round((await redis.client.ttl(fault)) / DAYS);
    const refusal = failure({ endpoint: 'issue', status: 400, words: ['No such project'] });
    made.jira.around = (call, act) => (call === 'create' ? Promise.reject(refusal) : act());
    for (const _attempt of ['first', 'by hand']) {
      await expect(made.handle(event)).rejects.toThrow('No such project');
      expect(await kept()).toBe(30);
      await redis.client.expire(fault, DAYS);
    }
    made.jira.around = (_call, act) => act();

    expect(await made.handle(event)).toMatchObject({ outcome: 'created' });
    expect(await redis.client.ttl(fault)).toBe(-1);
  });

  it('that an older fault had begun to open, which is then told late in the issue of a newer one, is forgotten too', async () => {
    const { world: made, disk } = await world();
    const older = disk.next('critical');
    const fault = made.keys.fault(`/fault/${older.df_fault_id}`);
    made.jira.around = (call, act) => (call === 'create' ? Promise.reject(failure({ status: 503 })) : act());
    await made.attempt(older);
    expect(Math.round((await redis.client.ttl(fault)) / DAYS), 'while its job may come').toBe(400);
    made.jira.around = (_call, act) => act();
    disk.again();
    // As after a wipe: the newer one comes first.
    await redis.client.del(made.keys.lane(disk.objectKey), `${made.keys.lane(disk.objectKey)}:waiting`);
    await made.handle(disk.next('critical'));

    expect(await made.handle(older)).toMatchObject({ outcome: 'commented' });
    expect(Math.round((await redis.client.ttl(fault)) / DAYS)).toBe(30);
  });

  it("may expire after won't fix, whatever still comes", async () => {
    const { world: made, disk, late, days } = await world('', 'error', 'ok');
    close(made, "Won't Do");
    disk.again();
    for (const event of [disk.next('critical'), disk.next('critical'), late]) {
      await made.handle(event);
      expect(await days()).toBe(30);
    }
  });
});
