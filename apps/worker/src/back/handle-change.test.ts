import { turnInMs } from '@guance-jira/guance';
import { failure } from '@guance-jira/jira/testing';
import { readBack } from '@guance-jira/ledger';
import { parseRules } from '@guance-jira/mapping';
import { changeJobId, type Keys } from '@guance-jira/queue';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type WatchedDisk, watchedDisk } from '../groups/testing/watched-disk.ts';
import { type BackWorld, backWorld } from './testing/back-world.ts';
import { guanceFailure } from './testing/fake-guance.ts';

const RULES = (back = '{ done: restore, wontFix: { mute: 7d } }') => `
defaults: { project: OPS, issueType: 故障, group: fault, recover: {}, recoverGrace: 0, reopenWithin: 24h, wontFix: ["Won't Do"] }
routes: [{ name: disks, back: ${back} }]`;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ABOUT = {
  ...{ df_workspace_uuid: 'w', df_monitor_checker_id: 'rul_1', df_monitor_checker_name: 'disk of {{host}}' },
  df_dimension_tags: '{"host":"web-1"}',
};

describe.skipIf(SKIPPED !== '')(`a change in Jira${SKIPPED}`, () => {
  let redis: TestRedis;
  let keys: Keys;
  let world: BackWorld;
  let disk: WatchedDisk;
  let ref: string;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis?.stop());
  beforeEach(() => burning());

  /** An object whose fault has its issue, OPS-1. */
  const burning = async (rules = RULES(), about: object = {}) => {
    keys = redis.keys();
    world = backWorld(redis.client, keys, rules);
    disk = watchedDisk({ ...ABOUT, ...about });
    const event = disk.next('critical');
    ref = String(event.df_monitor_checker_event_ref);
    world.guance.burning.set(ref, Number(event.timestamp) * 1000);
    await world.faults.handle(event);
  };

  it('restores the fault of an issue that a person has closed, once', async () => {
    world.close();

    expect(await world.tell()).toEqual({ issueKey: 'OPS-1', route: 'disks', deeds: ['restored'], reason: null });
    expect(await world.tell()).toMatchObject({ deeds: [], reason: expect.stringMatching(/^restored_before/) });
    expect([world.guance.did, world.guance.burning.size]).toEqual([['restore'], 0]);
  });

  it('is followed by the recovery that a restore brings about, which changes nothing', async () => {
    world.close();
    await world.tell();

    const end = await world.faults.handle(disk.next('ok', { df_sub_status: 'manual_ok' }));

    expect(end).toMatchObject({ outcome: 'ignored', reason: 'recovery: a person has closed the issue' });
    expect([world.issue().comments, world.issue().moves, world.issue().status.category]).toEqual([[], [], 'done']);
    expect((await world.tell()).reason).toMatch(/^recovered/);
  });

  it('restores nothing that is not closed, that we have closed, or that recovered by itself', async () => {
    expect((await world.tell()).reason).toMatch(/^open/);
    await world.faults.handle(disk.next('ok'));
    expect(world.issue().status.category).toBe('done');

    expect((await world.tell()).reason).toMatch(/^own_closing/);
    expect(world.guance.did).toEqual([]);
  });

  it('is spared every request where it was ours, or of other fields, or of another issue', async () => {
    world.close();
    world.faults.jira.around = async () => expect.unreachable('Jira was asked');

    expect((await world.tell({ by: 'bot' })).reason).toMatch(/^own_change/);
    expect((await world.tell({ fields: ['labels', 'summary'] })).reason).toMatch(/^other_fields/);
    expect((await world.tell({ issueId: '999', issueKey: 'OPS-999' })).reason).toMatch(/^not_ours/);
  });

  it('may tell the key alone, and not who or what', async () => {
    world.close();

    expect((await world.tell({ issueId: null, by: null, fields: null })).deeds).toEqual(['restored']);
  });

  it('leaves alone what burns again after a restore, until reopenWithin is over', async () => {
    world.close();
    await world.tell();
    await world.faults.handle(disk.next('ok'));
    disk.again();
    const again = disk.next('critical');
    world.guance.burning.set(ref, world.now);
    expect((await world.faults.handle(again)).outcome).toBe('reopened');
    world.now += HOUR;
    world.close();

    expect((await world.tell()).reason).toMatch(/^left_alone/);
    expect(world.guance.did).toEqual(['restore']);
    world.now += DAY;
    world.reopen();
    world.close();
    expect((await world.tell()).deeds).toEqual(['restored']);
  });

  it('mutes the object of an issue that will not be fixed, with its key and an end, and lifts that when it is reopened', async () => {
    world.close("Won't Do");

    expect((await world.tell()).deeds).toEqual(['muted']);
    const [mute] = world.guance.muted;
    expect(mute).toMatchObject({ tags: { host: 'web-1' }, until: world.now + 7 * DAY });
    expect(mute?.description).toContain('OPS-1');
    expect((await world.tell()).reason).toMatch(/^muted_before/);

    world.reopen();
    expect((await world.tell()).deeds).toEqual(['lifted']);
    expect(world.guance.muted).toEqual([]);
    expect((await world.tell()).reason).toMatch(/^open/);
  });

  it('goes on where Guance refuses to lift a mute, says that it stands, and asks again at the next change', async () => {
    world.close("Won't Do");
    await world.tell();
    world.guance.around = async (call, act) => {
      if (call === 'lift') throw guanceFailure('refused');
      return act();
    };
    world.close('Done');

    const refused = await world.tell();
    expect(refused).toMatchObject({
      deeds: ['refused', 'restored'],
      reason: expect.stringMatching(/^still_muted: Guance /),
    });
    const record = await readBack(redis.client, keys.back('http://jira.example', '10001'));
    expect(record).toMatchObject({ mute: { state: 'muted', liftRefused: { at: expect.any(Number) } } });

    world.guance.around = (_call, act) => act();
    expect((await world.tell()).deeds).toEqual(['lifted']);
    expect(world.guance.muted).toEqual([]);
  });

  it('lifts the mute and restores where won’t fix becomes done', async () => {
    world.close("Won't Do");
    await world.tell();
    world.now += 1000;
    world.close('Done');

    expect((await world.tell()).deeds).toEqual(['lifted', 'restored']);
  });

  it('does nothing where the route does not say so, and notes nothing of it', async () => {
    await burning(RULES('false'));
    world.close();

    expect((await world.tell()).reason).toMatch(/^not_ours/);
    expect(await redis.client.exists(keys.back('http://jira.example', '10001'))).toBe(0);
  });

  it('silences no whole monitor where the tags have no names', async () => {
    await burning(RULES(), { df_dimension_tags: 'web-1' });
    world.close("Won't Do");

    expect(await world.tell()).toMatchObject({ deeds: ['refused'], reason: expect.stringMatching(/^cannot_mute/) });
    expect(world.guance.did).toEqual([]);
  });

  it.each([
    ['none', '{}'],
    ['one of which is empty', '{"host":"web-1","disk":""}'],
    ['one that is a list', '{"host":["web-1","web-2"]}'],
    ['a value in which Guance reads a wildcard', '{"host":"web-*"}'],
    ['a name that means all others to Guance', '{"-host":"web-1"}'],
  ])('silences nothing beside the object, whatever its tags are: %s', async (_name, tags) => {
    await burning(RULES(), { df_dimension_tags: tags });
    world.close("Won't Do");

    expect(await world.tell()).toMatchObject({ deeds: ['refused'], reason: expect.stringMatching(/^cannot_mute/) });
    expect(world.guance.did).toEqual([]);
  });

  it('mutes by numbers and names of any language as they are', async () => {
    await burning(RULES(), { df_dimension_tags: '{"端口":8080,"主机":"上海-1 😀"}' });
    world.close("Won't Do");

    expect((await world.tell()).deeds).toEqual(['muted']);
    expect(world.guance.muted[0]?.tags).toEqual({ 端口: '8080', 主机: '上海-1 😀' });
  });

  it('looks what became of a lost restore also when the issue was closed anew meanwhile', async () => {
    world.close();
    world.guance.around = async (call, act) => {
      if (call === 'restore') throw guanceFailure('ambiguous');
      return act();
    };
    await world.attempt(world.change());
    world.reopen();
    world.now += 1000;
    world.close();
    world.guance.around = (_call, act) => act();

    expect((await world.tell()).deeds).toEqual(['restored']);
    expect([world.guance.did, world.guance.burning.size]).toEqual([['look', 'restore'], 0]);
  });

  it('keeps the mute of what is still won’t fix when its route has another name', async () => {
    world.close("Won't Do");
    await world.tell();
    world.faults.rules = parseRules(RULES().replace('disks', 'volumes'), 'rules.yaml');

    expect((await world.tell()).reason).toMatch(/^no_rule/);
    expect(world.guance.muted).toHaveLength(1);
  });

  it('says so where there is no key for the workspace', async () => {
    world.guance.has = false;
    world.close();

    expect((await world.tell()).reason).toMatch(/^no_key: .* w$/);
  });

  it('waits in its lane behind the events of its object, and they behind it', async () => {
    world.close();
    const job = world.change();
    const place = { objectKey: `w/ref/${ref}`, jobId: 'ev_before', eventTime: 1, receivedAt: 1 };
    await redis.client.hset(`${keys.bullPrefix}:events:ev_before`, { name: 'event' });
    const { createLanes } = await import('../groups/ordered-lock.ts');
    const lanes = createLanes(redis.client, keys, async () => {});
    await lanes.enter(place);

    expect(await world.attempt(job)).toMatchObject({ step: 'wait', reason: 'behind ev_before of the same object' });
    await lanes.leave(place);
    expect(await world.attempt(job)).toMatchObject({ step: 'done' });
  });

  it.each(['not_executed', 'throttled', 'unauthorized'] as const)(
    'is told later where Guance could not be: %s',
    async (kind) => {
      world.close();
      let failures = 3;
      world.guance.around = async (_call, act) => {
        failures -= 1;
        if (failures >= 0) throw guanceFailure(kind);
        return act();
      };

      expect((await world.tell()).deeds).toEqual(['restored']);
      expect(world.guance.did).toEqual(['restore']);
    },
  );

  it('fails after a day, so that a person sees it', async () => {
    world.close();
    world.guance.around = async () => {
      throw guanceFailure('not_executed');
    };
    const job = { ...world.change(), receivedAt: world.now - DAY };

    expect(await world.attempt(job)).toMatchObject({ step: 'fail', reason: expect.stringContaining('for a day') });
  });

  it('fails when Jira was away for too long, and waits as long again when it is tried again', async () => {
    world.close();
    world.faults.jira.around = async (call, act) => {
      if (call !== 'read') return act();
      throw failure({ endpoint: 'get', status: 503, own: false });
    };
    const job = world.change();
    const record = keys.record(changeJobId(job));
    expect(await world.attempt(job)).toMatchObject({ step: 'wait' });
    expect(await redis.client.hdel(record, 'waitedAt')).toBe(1);
    await redis.client.hset(record, { waitingSince: '1' });

    expect(await world.attempt(job)).toMatchObject({ step: 'fail', reason: expect.stringContaining('JIRA_RETRY_FOR') });
    expect(await redis.client.exists(record)).toBe(0);
  });

  it('waits for its turn when it is tried again after that', async () => {
    world.close();
    const job = { ...world.change(), receivedAt: world.now - 2 * DAY };
    await turnInMs(redis.client, keys, 'w', 'another');

    expect(await world.attempt(job)).toMatchObject({
      step: 'wait',
      reason: expect.stringContaining('20 times a minute'),
    });
    await redis.client.del(keys.guanceTurns('w'));
    expect(await world.attempt(job)).toMatchObject({ step: 'done', end: { deeds: ['restored'] } });
  });

  it('takes the no of Guance for an end', async () => {
    world.close();
    world.guance.around = async () => {
      throw guanceFailure('refused');
    };

    expect((await world.tell()).deeds).toEqual(['refused']);
    expect((await world.tell()).reason).toMatch(/^restored_before/);
  });

  it.each([
    ['landed', true, ['restore', 'look']],
    ['did not', false, ['look', 'restore']],
  ])('looks before it asks again, where the answer to a restore was lost that %s', async (_name, landed, did) => {
    world.close();
    let lost = false;
    world.guance.around = async (call, act) => {
      if (lost || call !== 'restore') return act();
      lost = true;
      if (landed) await act();
      throw guanceFailure('ambiguous');
    };

    expect((await world.tell()).deeds).toEqual(['restored']);
    expect([world.guance.did, world.guance.burning.size]).toEqual([did, 0]);
  });

  it('does not restore what burns anew after a restore whose answer was lost', async () => {
    world.close();
    world.guance.around = async (call, act) => {
      if (call !== 'restore') return act();
      await act();
      world.guance.burning.set(ref, world.now + 1);
      world.guance.since.set(ref, world.now + 1);
      throw guanceFailure('ambiguous');
    };

    expect((await world.tell()).deeds).toEqual(['restored']);
    expect(world.guance.did).toEqual(['restore', 'look']);
    expect(world.guance.burning.size).toBe(1);
  });

  it('restores once more what has only been repeated since a restore that did not get there', async () => {
    world.close();
    let lost = false;
    world.guance.around = async (call, act) => {
      if (lost || call !== 'restore') return act();
      lost = true;
      // The next check finds it as before: a younger event of the same fault.
      world.guance.burning.set(ref, world.now + 1);
      throw guanceFailure('ambiguous');
    };

    expect((await world.tell()).deeds).toEqual(['restored']);
    expect([world.guance.did, world.guance.burning.size]).toEqual([['look', 'restore'], 0]);
  });

  it('takes no mute of others for its own where the list names none', async () => {
    world.close("Won't Do");
    const other = { id: 'theirs', name: 'n', description: '', tags: {}, until: world.now + DAY };
    world.guance.muted.push(other);
    let lost = false;
    world.guance.around = async (call, act) => {
      if (call === 'mutes') return { mutes: [{ id: 'theirs', name: null, until: other.until }], more: false } as never;
      if (lost || call !== 'mute') return act();
      lost = true;
      throw guanceFailure('ambiguous');
    };

    expect((await world.tell()).deeds).toEqual(['muted']);
    world.guance.around = (_call, act) => act();
    world.reopen();
    expect((await world.tell()).deeds).toEqual(['lifted']);
    expect(world.guance.muted).toEqual([other]);
  });

  it.each([
    ['landed', true, ['mute', 'mutes']],
    ['did not', false, ['mutes', 'mute']],
  ])('mutes once where the answer to a mute was lost that %s', async (_name, landed, did) => {
    world.close("Won't Do");
    let lost = false;
    world.guance.around = async (call, act) => {
      if (lost || call !== 'mute') return act();
      lost = true;
      if (landed) await act();
      throw guanceFailure('ambiguous');
    };

    expect((await world.tell()).deeds).toEqual(['muted']);
    expect([world.guance.did, world.guance.muted.length]).toEqual([did, 1]);
    const record = await readBack(redis.client, keys.back('http://jira.example', '10001'));
    expect(record).toMatchObject({ mute: { state: 'muted', id: world.guance.muted[0]?.id } });
  });

  it('gives up what is lost each time, and asks no more', async () => {
    world.close();
    world.guance.around = async (call, act) => {
      if (call === 'restore') throw guanceFailure('ambiguous');
      return act();
    };

    expect((await world.tell()).deeds).toEqual(['refused']);
    expect(world.guance.did).toEqual(['look', 'look', 'look']);
  });
});
