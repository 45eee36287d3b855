/** Redis loses what it knows of the way back, in a failover or wholly, while Guance still has what it was asked. */
import { type BackNote, type Restore, readBack } from '@guance-jira/ledger';
import { parseRules } from '@guance-jira/mapping';
import { type Keys, NotReplicated } from '@guance-jira/queue';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type WatchedDisk, watchedDisk } from '../groups/testing/watched-disk.ts';
import { type BackTurn, noteSent } from './back-turn.ts';
import { firstMovedAt, mayBeForgotten } from './forgotten.ts';
import { namePrefixOf } from './mute-name.ts';
import { type BackWorld, backWorld } from './testing/back-world.ts';
import { guanceFailure } from './testing/fake-guance.ts';

const RULES = (mute = ', wontFix: { mute: 7d }') => `
defaults: { project: OPS, issueType: 故障, group: fault, recover: {}, recoverGrace: 0, reopenWithin: 24h, wontFix: ["Won't Do"] }
routes: [{ name: disks, back: { done: restore${mute} } }]`;
const ABOUT = { df_workspace_uuid: 'w', df_monitor_checker_id: 'rul_1', df_dimension_tags: '{"host":"web-1"}' };
const SITE = 'http://jira.example';
const DAY = 86_400_000;
const PREFIX = namePrefixOf({ site: SITE, issueId: '10001' });

describe.skipIf(SKIPPED !== '')(`a Redis that loses what Guance was asked${SKIPPED}`, () => {
  let redis: TestRedis;
  let replica: TestRedis;
  let keys: Keys;
  let world: BackWorld;
  let disk: WatchedDisk;
  beforeAll(async () => {
    [redis, replica] = await Promise.all([startRedis(), startRedis()]);
    await replica.client.replicaof('127.0.0.1', redis.port);
  });
  afterAll(() => Promise.all([replica?.stop(), redis?.stop()]));
  beforeEach(() => burning());

  const burning = async (rules = RULES()) => {
    keys = redis.keys();
    world = backWorld(redis.client, keys, rules);
    disk = watchedDisk(ABOUT);
    const event = disk.next('critical');
    world.guance.burning.set(String(event.df_monitor_checker_event_ref), Number(event.timestamp) * 1000);
    await world.faults.handle(event);
  };
  const recordKey = () => keys.back(SITE, '10001');
  const losesAll = async () => {
    world.epoch += 1;
  };
  const another = (mute: { id: string; name?: string; until?: number }) => ({
    ...{ name: `${PREFIX} OPS-1 0a0a0a0a`, description: '', tags: {}, until: world.now + DAY },
    ...mute,
  });
  /** The mute stands in Guance, and nobody here knows of it. */
  const forgets = async () => {
    await redis.client.hdel(recordKey(), 'mute', 'asOf');
    world.epoch += 1;
  };

  it.each([
    ['Done', 'restore'],
    ["Won't Do", 'mute'],
  ])('asks nothing of Guance before the replica holds that it was asked (%s: %s)', async (resolution, deed) => {
    await expect.poll(() => replica.client.info('replication'), { timeout: 20_000 }).toContain('link_status:up');
    world.waitReplicas = 1;
    world.close(resolution);
    const job = world.change();
    const attempt = async () => (await world.attempt(job)).step;
    replica.freeze();
    try {
      // More often than a request may be lost.
      for (const _ of [1, 2, 3, 4]) await expect(attempt()).rejects.toThrow(NotReplicated);
    } finally {
      replica.thaw();
    }
    expect(world.guance.did).toEqual([]);
    // Nor is a turn spent, of which there are twenty a minute.
    expect(await redis.client.exists(keys.guanceTurns('w'))).toBe(0);

    await expect.poll(() => attempt().catch(String), { timeout: 20_000 }).toBe('done');
    expect(world.guance.did).toEqual([deed]);
    expect(await replica.client.hget(recordKey(), deed)).toContain('"tries":1');
  });

  it('finds the mute of this closing, and does not mute again', async () => {
    world.close("Won't Do");
    await world.tell();
    await forgets();

    expect((await world.tell()).reason).toMatch(/^muted_before/);
    expect(world.guance.did).toEqual(['mute', 'mutes']);
    expect(await readBack(redis.client, recordKey())).toMatchObject({
      mute: { state: 'muted', id: 'mute_1', until: world.guance.muted[0]?.until },
    });
  });

  it('lifts it when the issue was opened again, and looks once', async () => {
    world.close("Won't Do");
    await world.tell();
    world.reopen();
    await forgets();

    expect((await world.tell()).deeds).toEqual(['lifted']);
    expect((await world.tell()).reason).toMatch(/^open/);
    expect([world.guance.did, world.guance.muted]).toEqual([['mute', 'mutes', 'lift'], []]);
  });

  it('takes no mute of another issue, none that is over, and none without a name for its own', async () => {
    world.close("Won't Do");
    const other = { description: '', tags: {}, until: world.now + DAY };
    world.guance.muted.push(
      { ...other, id: 'of another', name: `${PREFIX}0 OPS-1 0a0a0a0a` },
      {
        ...other,
        id: 'of another Jira',
        name: `${namePrefixOf({ site: 'http://b', issueId: '10001' })} OPS-1 0a0a0a0a`,
      },
      { ...other, id: 'of a person', name: `about ${PREFIX} ` },
      { ...other, id: 'over', name: `${PREFIX} OPS-1 0a0a0a0a`, until: world.now - 1 },
    );
    await forgets();

    expect((await world.tell()).deeds).toEqual(['muted']);
  });

  it('finds it in whatever project the issue stands by now', async () => {
    world.close("Won't Do");
    await world.tell();
    await forgets();
    world.issue().key = 'DBA-7';

    expect((await world.tell()).reason).toMatch(/^muted_before/);
    world.reopen();
    expect((await world.tell()).deeds).toEqual(['lifted']);
    expect(world.guance.muted).toEqual([]);
  });

  it.each([
    ['that it knows', () => losesAll()],
    ['that it has forgotten', () => forgets()],
  ])('lifts the mute %s, and each other that Guance has of this issue', async (_name, loses) => {
    world.close("Won't Do");
    await world.tell();
    const until = world.now + DAY;
    world.guance.muted.unshift(another({ id: 'older', until }), another({ id: 'oldest', until }));
    await loses();

    expect((await world.tell()).reason).toMatch(/^muted_before/);
    expect(world.guance.muted).toHaveLength(3);
    world.reopen();
    expect((await world.tell()).deeds).toEqual(['lifted']);
    expect(world.guance.muted).toEqual([]);
  });

  it('lifts each that Guance does lift, though it refuses one of them', async () => {
    world.close("Won't Do");
    await world.tell();
    world.guance.muted.unshift(another({ id: 'older' }), another({ id: 'oldest' }));
    await losesAll();
    world.reopen();
    world.guance.around = async (call, act, id) => {
      if (call === 'lift' && id === 'older') throw guanceFailure('refused');
      return act();
    };

    expect(await world.tell()).toMatchObject({ deeds: ['refused'], reason: expect.stringMatching(/^still_muted/) });
    expect(world.guance.muted.map(({ id }) => id)).toEqual(['older']);

    world.guance.around = (_call, act) => act();
    expect((await world.tell()).deeds).toEqual(['lifted']);
    expect(world.guance.muted).toEqual([]);
  });

  describe('and with it which fault the issue is of, of which no alert tells while it is muted', () => {
    beforeEach(async () => {
      world.close("Won't Do");
      await world.tell();
      world.epoch += 1;
      world.guance.did.splice(0);
      await redis.client.del(recordKey());
    });

    it.each([
      ['is opened again', () => world.reopen(), /^open/],
      ['gets another resolution', () => world.close('Done'), /^no_rule/],
    ])('lifts all its mutes when the issue %s', async (_name, act, then) => {
      world.guance.muted.unshift(another({ id: 'older' }));
      expect((await world.tell()).deeds).toEqual([]);
      expect(world.guance.muted).toHaveLength(2);

      act();
      expect((await world.tell()).deeds).toEqual(['lifted']);
      expect([world.guance.did, world.guance.muted]).toEqual([['mutes', 'lift', 'lift'], []]);
      expect((await world.tell()).reason).toMatch(then);
    });

    it('asks Guance once, however many issues are unknown, and again after another loss', async () => {
      const unknown = { issueId: '7', issueKey: 'OPS-7' };
      for (const _ of [1, 2, 3]) expect((await world.tell(unknown)).reason).toMatch(/^not_ours/);
      expect(world.guance.did).toEqual(['mutes']);

      world.epoch += 1;
      await world.tell(unknown);
      expect(world.guance.did).toEqual(['mutes', 'mutes']);
    });

    it('asks nothing where no route has a way back, or the change is of other fields', async () => {
      await world.tell({ fields: ['summary'] });
      world.faults.rules = parseRules(RULES('').replace('{ done: restore }', 'false'), 'rules.yaml');
      world.reopen();

      expect((await world.tell()).reason).toMatch(/^not_ours/);
      expect(world.guance.did).toEqual([]);
    });

    it('says that the list cannot be read, and asks again after an hour', async () => {
      world.guance.around = async (call, act) => {
        if (call === 'mutes') throw guanceFailure('refused');
        return act();
      };
      world.reopen();
      expect((await world.tell()).reason).toMatch(/^mutes_unread: Guance .*; not_ours/);
      world.guance.around = (_call, act) => act();
      expect((await world.tell()).reason).toMatch(/^mutes_unread: Guance .*; not_ours/);

      world.now += 3_600_001;
      expect((await world.tell()).deeds).toEqual(['lifted']);
    });

    it('lifts what one workspace lists while another is away', async () => {
      const { mutes } = world.guance;
      const away = async () => {
        throw guanceFailure('not_executed');
      };
      Object.assign(world.guance, {
        workspaces: () => ['away', 'w'],
        mutes: (...args: Parameters<typeof mutes>) => (args[0] === 'away' ? away() : mutes(...args)),
      });
      world.reopen();

      expect((await world.tell()).deeds).toEqual(['lifted']);
      expect(world.guance.muted).toEqual([]);
      await redis.client.del(keys.guanceTurns('away'));
      const other = world.change({ issueId: '7', issueKey: 'OPS-7' });
      expect(await world.attempt(other)).toMatchObject({ step: 'wait', failed: true });
    });

    it('waits for a day until the list can be read, and then says that it could not', async () => {
      world.guance.around = async (call, act) => {
        if (call === 'mutes') throw guanceFailure('not_executed');
        return act();
      };
      world.reopen();
      const job = world.change();
      for (const later of [0, DAY - 1]) {
        await redis.client.del(keys.guanceTurns('w'));
        world.now = job.receivedAt + later;
        expect(await world.attempt(job)).toMatchObject({ step: 'wait', failed: true });
      }

      await redis.client.del(keys.guanceTurns('w'));
      world.now += 1;
      const reason = expect.stringMatching(/^mutes_unread: Guance .*; not_ours/);
      expect(await world.attempt(job)).toMatchObject({ step: 'done', end: { reason } });
    });

    it('looks by the name of the issue for those that stand behind all that can be listed', async () => {
      const others = Array.from({ length: 60 }, (_, at) =>
        another({ id: `o_${at}`, name: `guance-jira 0123456789 ${at}` }),
      );
      world.guance.muted.unshift(another({ id: 'older' }), ...others);
      world.guance.list = { page: 1, searches: true };
      world.reopen();

      expect((await world.tell()).deeds).toEqual(['lifted']);
      expect(world.guance.muted.map(({ id }) => id)).toEqual(others.map(({ id }) => id));
    });

    it('waits until a mute that was under way at the loss is listed', async () => {
      world.beganMs = 10_000;

      expect(await world.attempt(world.change())).toMatchObject({ step: 'wait', ms: 20_000 });
    });

    it('leaves it to the alerts of the object from the next one on', async () => {
      world.reopen();
      await world.tell();
      await world.faults.handle(disk.next('critical'));
      world.close("Won't Do");

      expect((await world.tell()).deeds).toEqual(['muted']);
    });
  });

  describe('where Guance lists more than a page', () => {
    beforeEach(async () => {
      world.guance.list = { page: 2, searches: false };
      world.close("Won't Do");
      await world.tell();
      const others = Array.from({ length: 6 }, (_, at) => another({ id: `other_${at}`, name: `x ${at}` }));
      world.guance.muted.unshift(...others);
      await forgets();
      world.guance.did.splice(0);
    });

    it('looks at each, twice, and goes on where it had to wait for its turn', async () => {
      expect((await world.tell()).reason).toMatch(/^muted_before/);
      expect(world.guance.did).toEqual(Array(8).fill('mutes'));
      expect(await readBack(redis.client, recordKey())).toMatchObject({ asOf: 2, mute: { id: 'mute_1' } });
    });

    it.each([
      ['over', 'the first look'],
      ['over and another over in the second look', 'both'],
    ])('misses none that moves up a page since another is %s', async (_name, which) => {
      let page = 0;
      world.guance.around = async (call, act) => {
        const answer = await act();
        page += call === 'mutes' ? 1 : 0;
        // It was on the first page, which is read: all others move up by one.
        if (call === 'mutes' && (page === 3 || (page === 6 && which === 'both'))) world.guance.muted.shift();
        return answer;
      };

      expect((await world.tell()).reason).toMatch(/^muted_before/);
      expect(await readBack(redis.client, recordKey())).toMatchObject({ asOf: 2, mute: { id: 'mute_1' } });
    });

    it('looks for one that was lost on its way there likewise', async () => {
      world.epoch = 1;
      world.close("Won't Do");
      world.guance.around = async (call, act) => {
        if (call !== 'mute') return act();
        world.guance.around = (_call, other) => other();
        await act();
        throw guanceFailure('ambiguous');
      };

      expect((await world.tell()).deeds).toEqual(['muted']);
      expect(world.guance.did).toEqual(['mute', 'mutes', 'mutes', 'mutes', 'mutes']);
    });

    it('begins anew after another loss', async () => {
      await redis.client.del(keys.guanceTurns('w'));
      expect(await world.attempt(world.change())).toMatchObject({ step: 'wait' });
      expect(await readBack(redis.client, recordKey())).toMatchObject({ looking: { page: 2 } });
      world.epoch += 1;
      await world.tell();

      expect(world.guance.did).toEqual(Array(1 + 8).fill('mutes'));
    });

    it('says so where the list is another each time, and looks again at the next change', async () => {
      let looks = 0;
      world.guance.around = async (call, act) => {
        if (call === 'mutes') looks += 1;
        if (looks % 4 === 3) world.guance.muted.unshift(another({ id: `new_${looks}`, name: `y ${looks}` }));
        return act();
      };

      expect((await world.tell()).reason).toMatch(/^mutes_unread: .* another each of 4 times; muted_before/);
      expect(await readBack(redis.client, recordKey())).toMatchObject({ asOf: 0, looking: null });
    });

    it('ends after fifty, says so, does what there is to do, and looks again at the next change', async () => {
      world.guance.muted.unshift(
        ...Array.from({ length: 100 }, (_, at) => another({ id: `o_${at}`, name: `x ${at}` })),
      );

      const first = await world.tell();
      expect(first).toMatchObject({ deeds: ['muted'], reason: expect.stringMatching(/^mutes_unread: .* 50 pages/) });
      expect(world.guance.did.filter((call) => call === 'mutes')).toHaveLength(50);
      expect(await readBack(redis.client, recordKey())).toMatchObject({ asOf: 0, looking: null });

      world.guance.list = { page: 100, searches: true };
      await world.tell();
      world.reopen();
      expect((await world.tell()).deeds).toEqual(['lifted']);
      expect(world.guance.muted.filter(({ name }) => name.startsWith(PREFIX))).toEqual([]);
    });
  });

  it.each([
    ['refuses to show its list', guanceFailure('refused'), ['refused', 'restored']],
    ['tells no names', null, ['restored']],
  ])('does not count as looked at where Guance %s', async (_name, failure, deeds) => {
    world.close('Done');
    await forgets();
    world.guance.around = async (call, act) => {
      if (call !== 'mutes') return act();
      if (failure) throw failure;
      return { mutes: [{ id: 'x', name: null, until: null }], more: false } as never;
    };

    expect(await world.tell()).toMatchObject({ deeds, reason: expect.stringMatching(/^mutes_unread: /) });
    expect((await readBack(redis.client, recordKey())) ?? {}).toMatchObject({ asOf: 0 });
  });

  it('waits until a mute that was under way at the loss is listed', async () => {
    world.close("Won't Do");
    await forgets();
    world.beganMs = 10_000;

    expect(await world.attempt(world.change())).toMatchObject({ step: 'wait', ms: 20_000, leaveLane: true });
  });

  it('lifts it also where the rules have meanwhile taken back that the route mutes', async () => {
    world.close("Won't Do");
    await world.tell();
    world.faults.rules = parseRules(RULES(''), 'rules.yaml');
    world.close('Done');
    await forgets();

    expect((await world.tell()).deeds).toEqual(['lifted', 'restored']);
    expect(world.guance.muted).toEqual([]);
  });
});

describe('a mute', () => {
  const memory = (epoch: number) => ({
    mustAsk: async () => false,
    mayHaveForgotten: async (begun: { at: number } | null) => begun === null || begun.at < epoch,
  });

  it('is no older than the first move of its issue', async () => {
    const moves = (times: number[]) => ({ statusChanges: times.map((at) => ({ by: 'lina', at })) });
    const moved = (...times: number[]) => firstMovedAt({ ...moves(times), historyIsWhole: true });

    expect(await mayBeForgotten(moved(30, 20), memory(25))).toBe(true);
    expect(await mayBeForgotten(moved(30, 20), memory(20))).toBe(false);
    expect(await mayBeForgotten(moved(), memory(25))).toBe(false);
    expect(await mayBeForgotten(firstMovedAt({}), memory(25))).toBe(true);
    // Cloud shows the newest changes alone: an earlier move may be hidden.
    expect(await mayBeForgotten(firstMovedAt(moves([30])), memory(25))).toBe(true);
  });

  it('may be forgotten as long as nobody knows whether this is a first install', async () => {
    expect(await mayBeForgotten(30, { ...memory(25), mustAsk: async () => true })).toBe(true);
  });
});

describe('a note before a request to Guance', () => {
  it('that took so long that another attempt may have looked is taken back, and nothing is sent', async () => {
    const clock = vi.spyOn(performance, 'now');
    const at = performance.now();
    const written: BackNote[] = [];
    const turn: Pick<BackTurn, 'note' | 'noteDurably'> = {
      note: async (note) => written.push(note) > 0,
      noteDurably: async () => {
        clock.mockReturnValue(at + 60_000);
        return true;
      },
    };
    const sent: Restore = { closing: '1', state: 'sent', sentAt: 1, tries: 1 };
    const unsent: Restore = { ...sent, state: 'again', tries: 0 };

    expect(await noteSent(turn, { restore: sent }, { restore: unsent })).toBe(false);
    clock.mockRestore();
    expect(written).toEqual([{ restore: unsent }]);
  });
});
