import { readPoll } from '@guance-jira/ledger';
import type { ChangeJob, Keys } from '@guance-jira/queue';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createFaultStore } from '../../groups/per-fault/state/state-store.ts';
import { watchedDisk } from '../../groups/testing/watched-disk.ts';
import { testSide } from '../../testing/test-jira.ts';
import { type BackWorld, backWorld } from '../testing/back-world.ts';
import { createBackPoll, type PollDeps } from './poll.ts';

const RULES = (back = '{ done: restore, wontFix: { mute: 7d } }') => `
defaults: { project: OPS, issueType: 故障, group: fault, recover: {}, recoverGrace: 0, reopenWithin: 24h, wontFix: ["Won't Do"] }
routes: [{ name: disks, back: ${back} }]`;
const ABOUT = {
  ...{ df_workspace_uuid: 'w', df_monitor_checker_id: 'rul_1', df_monitor_checker_name: 'disk of {{host}}' },
  df_dimension_tags: '{"host":"web-1"}',
};
const SITE = 'http://jira.example';

describe.skipIf(SKIPPED !== '')(`the poll of Jira${SKIPPED}`, () => {
  let redis: TestRedis;
  let keys: Keys;
  let world: BackWorld;
  let jobs: ChangeJob[];
  let asked: number[];
  let search: PollDeps['search'];
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis?.stop());
  beforeEach(() => burning());

  /** An object whose fault has its issue, OPS-1. */
  const burning = async (rules = RULES()) => {
    keys = redis.keys();
    world = backWorld(redis.client, keys, rules);
    [jobs, asked] = [[], []];
    search = async (minutes, { pages, onPage }) => {
      asked.push(minutes);
      return { end: 'done', value: await world.faults.jira.tracker.findChanged(minutes, { pages, slot: onPage }) };
    };
    const disk = watchedDisk(ABOUT);
    await world.faults.handle(disk.next('critical'));
    return disk;
  };
  const worker = () => {
    const ledger = { ...testSide().ledger, keys, site: SITE };
    return createBackPoll({
      ...{ redis: redis.client, keys, site: SITE, rules: () => world.faults.rules },
      ...{
        guance: world.guance,
        faults: createFaultStore(redis.client, keys, ledger),
        everyMs: 120_000,
        settleMs: 120_000,
      },
      search: (minutes, paging) => search(minutes, paging),
      add: async (job) => void jobs.push(job),
      memory: {
        ...testSide().memory,
        current: async () => ({ epoch: world.epoch, beat: 1 }),
        mayHaveForgotten: async () => world.epoch > 1,
        now: () => world.now,
      },
      log: SILENT,
    });
  };
  /** Once more, as after two minutes. */
  const poll = async () => {
    await redis.client.hset(keys.backPoll(SITE), 'due', 0);
    await worker().run();
    return jobs.splice(0);
  };

  it('makes a change of an issue that a person has closed, which restores its fault as a webhook would', async () => {
    expect(await poll()).toEqual([]);
    world.close();
    const [job] = await poll();

    expect(job).toMatchObject({
      v: 1001,
      kind: 'change',
      event: { issueId: '10001', issueKey: 'OPS-1', by: null, fields: null },
    });
    expect(await world.tell(job?.event, job?.eventId)).toMatchObject({ deeds: ['restored'] });
    expect(await poll()).toEqual([]);
  });

  it('makes the same change until it is handled, so that windows may overlap', async () => {
    world.close();
    const [first] = await poll();

    expect((await poll()).map(({ eventId }) => eventId)).toEqual([first?.eventId]);
  });

  it('makes nothing of what a webhook has told, also while that still waits for its turn at Guance', async () => {
    world.close();
    world.guance.around = async () => expect.unreachable('Guance is asked');
    await redis.client.zadd(keys.guanceTurns('w'), Date.now() + 1500, 'another');
    expect(await world.attempt(world.change())).toMatchObject({ step: 'wait' });

    expect(await poll()).toEqual([]);
  });

  it('tells that a muted one was reopened, and closed again', async () => {
    world.close("Won't Do");
    const told = async () => {
      const [job] = await poll();
      return job ? (await world.tell(job.event, job.eventId)).deeds : null;
    };
    expect(await told()).toEqual(['muted']);
    world.reopen();
    expect(await told()).toEqual(['lifted']);
    expect(await told()).toBeNull();
    world.close("Won't Do");
    expect(await told()).toEqual(['muted']);
    expect(world.guance.muted).toHaveLength(1);
  });

  it('tells that one was reopened whose mute Redis has forgotten', async () => {
    world.close("Won't Do");
    await world.tell();
    world.reopen();
    await redis.client.hdel(keys.back(SITE, '10001'), 'mute', 'told');
    expect(await poll()).toEqual([]);
    world.epoch += 1;
    await redis.client.hdel(keys.back(SITE, '10001'), 'told');

    const [job] = await poll();
    expect(await world.tell(job?.event, job?.eventId)).toMatchObject({ deeds: ['lifted'] });
    expect(await poll()).toEqual([]);
  });

  it('makes nothing of the recovery that has closed an issue, nor of issues that are not ours', async () => {
    const disk = await burning(RULES().replace('recover: {}', 'recover: { transition: [category:done] }'));
    await world.faults.handle(disk.next('ok'));
    expect(world.issue().status.category).toBe('done');
    const found = await world.faults.jira.tracker.findChanged(1, { pages: 1, slot: async () => {} });
    const others = found.issues.map((one) => ({ ...one, id: '77', key: 'OPS-77' }));
    search = async () => ({ end: 'done', value: { ...found, issues: [...found.issues, ...others] } });

    expect(await poll()).toEqual([]);
  });

  it('asks nothing where no route has a way back', async () => {
    await burning(RULES('false'));
    await worker().run();

    expect(asked).toEqual([]);
    expect(await readPoll(redis.client, keys, SITE)).toBeNull();
  });

  it('tells of an issue that is muted and that Redis has wholly lost, and of no other that it does not know', async () => {
    world.close("Won't Do");
    await world.tell();
    await redis.client.del(keys.back(SITE, '10001'));
    world.epoch += 1;
    expect((await poll()).map(({ event }) => event.issueId)).toEqual(['10001']);

    // The list is read for one of them, and tells of all.
    await world.tell({ issueId: '7', issueKey: 'OPS-7' });
    world.guance.muted.splice(0);
    world.reopen();
    expect(await poll()).toHaveLength(1);
    await redis.client.hdel(
      keys.backForgotten(SITE),
      ...(await redis.client.hkeys(keys.backForgotten(SITE))).filter((field) => field.startsWith('mute:')),
    );
    expect(await poll()).toEqual([]);
  });

  it('is the work of one of all workers, every two minutes', async () => {
    await Promise.all([worker(), worker(), worker()].map((one) => one.run()));
    await worker().run();

    expect(asked).toHaveLength(1);
  });

  it('is taken over from a worker that has died in it, and what that one still notes does not count', async () => {
    let release = () => {};
    const hangs = new Promise<void>((resolve) => {
      release = resolve;
    });
    const asks = search;
    search = async (minutes, paging) => {
      await hangs;
      return asks(minutes, paging);
    };
    const dead = worker().run();
    await redis.client.hset(keys.backPoll(SITE), 'due', 0);
    search = asks;
    await worker().run();
    const noted = await readPoll(redis.client, keys, SITE);
    world.close();
    release();
    await dead;

    expect(await readPoll(redis.client, keys, SITE)).toEqual(noted);
  });

  it('goes on from the last look that went well: one that did not is no look', async () => {
    await poll();
    const before = await readPoll(redis.client, keys, SITE);
    const asks = search;
    search = async () => ({ end: 'not_now', ms: 5000 });
    await poll();
    const dueInMs = Number(await redis.client.hget(keys.backPoll(SITE), 'due')) - (await redisNow());
    search = asks;

    expect(await readPoll(redis.client, keys, SITE)).toMatchObject({
      ...{ lookedAt: before?.lookedAt, failure: expect.stringContaining('rest') },
    });
    expect(dueInMs).toBeLessThanOrEqual(5000);
    await redis.client.hset(keys.backPoll(SITE), 'lookedAt', (await redisNow()) - 3_570_000);
    await poll();
    expect(asked.at(-1)).toBe(63);
    expect(await readPoll(redis.client, keys, SITE)).toMatchObject({ failure: '', everyMs: 120_000 });
  });

  const redisNow = async () => {
    const [seconds, micros] = await redis.client.time();
    return Number(seconds) * 1000 + Math.floor(Number(micros) / 1000);
  };
});

const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} } as unknown as PollDeps['log'];
