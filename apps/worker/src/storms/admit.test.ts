import { failure } from '@guance-jira/jira/testing';
import { parseRules } from '@guance-jira/mapping';
import { type Keys, QUEUE_NAME } from '@guance-jira/queue';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Step } from '../disposition.ts';
import { type FaultWorld, faultWorld, type Sent } from '../groups/testing/fault-world.ts';

const DEFAULTS = 'defaults: { project: OPS, issueType: 故障, group: fault }\n';
const ALL = 'routes: [{ name: all }]\n';
const STORM = 'storm: { limit: 1, window: 10m }\n';
const MINUTE = 60_000;

describe.skipIf(SKIPPED !== '')(`a storm${SKIPPED}`, () => {
  let redis: TestRedis;
  let keys: Keys;
  let world: FaultWorld;
  let now: number;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis?.stop());
  beforeEach(() => {
    keys = redis.keys();
    world = faultWorld(redis.client, keys, DEFAULTS + ALL + STORM);
    now = Date.now();
  });

  const fault = (n: number, change: Sent = {}): Sent => ({
    df_event_id: `e${n}`,
    df_fault_id: `f${n}`,
    df_monitor_checker_event_ref: `ref-${n}`,
    df_status: 'error',
    df_title: `disk ${n}`,
    receivedAt: now,
    date: Math.floor(now / 1000),
    ...change,
  });
  const over = (n: number): Sent =>
    fault(n, { df_event_id: `ok${n}`, df_status: 'ok', date: Math.floor(now / 1000) + 60, receivedAt: now + MINUTE });
  /** The same fault, a minute after the last that happened. */
  const again = (n: number, change: Sent = {}): Sent => {
    now += MINUTE;
    return fault(n, { df_event_id: `again${n}`, ...change });
  };
  /** Attempts and sweeps in turn until each has its outcome; the clock goes on by what a comment takes. */
  async function settle(events: readonly Sent[], rounds = 60): Promise<string[]> {
    const ends = new Map<Sent, Step>();
    for (let round = 0; round < rounds && ends.size < events.length; round += 1) {
      for (const event of events.filter((one) => !ends.has(one))) {
        const step = await world.attempt(event);
        if (step.step === 'done' || step.step === 'fail') ends.set(event, step);
      }
      now += 5000;
      await world.sweep(now);
    }
    return events.map((event) => {
      const step = ends.get(event);
      return step?.step === 'done' ? `${step.outcome} ${step.issueKey}` : (step?.step ?? 'waits');
    });
  }
  const parents = () => world.jira.issues.filter(({ draft }) => draft.summary.includes('告警风暴'));
  const refusing = (status: number, refused: (text: string) => boolean) => {
    world.jira.tracker.comment = async (ref, body, mark, audience) => {
      const text = JSON.stringify(body);
      if (refused(text)) throw failure({ endpoint: 'comment', status, words: ['No comment'] });
      world.jira.issues.find(({ id }) => id === ref.id)?.comments.push({ mark, text, audience });
    };
  };
  const five = () => [0, 1, 2, 3, 4].map((n) => fault(n));

  it('lists what its limit lets pass by, once, in one issue', async () => {
    expect(await settle(five())).toEqual(['created OPS-1', ...Array(4).fill('listed OPS-2')]);
    expect(parents()).toHaveLength(1);
  });

  it('gives an issue of its own to the one whose text is refused, and lists the others', async () => {
    refusing(400, (text) => text.includes('disk 3'));

    expect(await settle(five())).toEqual([
      'created OPS-1',
      'listed OPS-2',
      'listed OPS-2',
      'created OPS-3',
      'listed OPS-2',
    ]);
    expect(world.woken, 'it need not wait until it looks again').toContain(fault(3).df_event_id);
  });

  it.each([400, 403, 413])(
    'gives them all issues of their own when its issue takes no comments: %i',
    async (status) => {
      refusing(status, () => true);
      const events = [...five(), fault(5)];

      const ends = await settle(events);
      const later = await settle([fault(6)]);

      expect([...ends, ...later].every((end) => end.startsWith('created'))).toBe(true);
      expect(world.jira.issues).toHaveLength(8);
      expect(parents()).toHaveLength(1);
      expect(world.woken).toEqual(expect.arrayContaining(events.slice(1).map((event) => event.df_event_id)));
    },
  );

  it('goes on in another issue when a person deletes the first, and in none when that is gone too', async () => {
    await settle(five());
    for (const issue of parents()) issue.gone = true;

    expect(await settle([fault(5), fault(6)])).toEqual(['listed OPS-3', 'listed OPS-3']);
    for (const issue of parents()) issue.gone = true;

    expect(await settle([fault(7)])).toEqual(['created OPS-4']);
  });

  it('lists again, in the other issue, whoever still stands in the one that a person deleted', async () => {
    await settle(five());
    await settle([over(1)]);
    for (const issue of parents()) issue.gone = true;

    expect(await settle([fault(5)])).toEqual(['listed OPS-3']);

    expect(
      parents()
        .at(-1)
        ?.comments.map(({ text }) => [...text.matchAll(/disk \d/g)].map(String)),
    ).toEqual([['disk 2', 'disk 3', 'disk 4', 'disk 5']]);
    // It is told where it stands now, and holds that issue open.
    expect(await settle([again(2)])).toEqual(['ignored OPS-3']);
    await settle([2, 3, 4].map(over));
    await world.sweep(now + 15 * MINUTE);
    expect(parents().at(-1)?.status.category).toBe('new');
    await settle([over(5)]);
    await world.sweep(now + 30 * MINUTE);
    expect(parents().at(-1)?.status.category).toBe('done');
    expect(parents().at(-1)?.comments.at(-1)?.text).toContain('4');
  });

  it.each([
    ['a rise', { df_status: 'critical' }],
    ['a repeat', {}],
  ])('gives a fault an issue of its own on %s, when the one that listed it was deleted', async (_name, change) => {
    await settle([fault(0), fault(1), fault(2)]);
    for (const issue of parents()) issue.gone = true;
    now += 15 * MINUTE;

    expect(await settle([again(1, change)])).toEqual(['created OPS-3']);
    expect(world.jira.issues.at(-1)?.draft.summary).toContain('disk 1');
    expect(await settle([{ ...over(1), date: Math.floor(now / 1000) + 90 }])).toEqual(['commented OPS-3']);
  });

  it('lists a fault once in the other issue, also where its rise told that the first was deleted', async () => {
    await settle([fault(0), fault(1), fault(2)]);
    for (const issue of parents()) issue.gone = true;

    expect(await settle([again(1, { df_status: 'critical' })])).toEqual(['listed OPS-3']);
    const [list] = parents().at(-1)?.comments ?? [];
    expect([...String(list?.text).matchAll(/disk \d/g)].map(String)).toEqual(['disk 2', 'disk 1']);
  });

  it('gives no fault a third issue when a person deletes the second list too', async () => {
    await settle([fault(0), fault(1)]);
    for (const issue of parents()) issue.gone = true;
    await settle([again(1, { df_status: 'critical' })]);
    for (const issue of parents()) issue.gone = true;
    now += 15 * MINUTE;

    expect(await settle([again(1, { df_event_id: 'third', df_status: 'fatal' })])).toEqual(['ignored OPS-3']);
    expect(world.jira.issues).toHaveLength(3);
  });

  it('does not take a list that this account cannot see for a deleted one', async () => {
    await settle([fault(0), fault(1)]);
    await redis.client.hset(keys.visible('http://jira.example'), 'OPS', Date.now());
    world.looks = true;
    for (const issue of parents()) issue.gone = true;
    now += 15 * MINUTE;

    expect(await settle([again(1, { df_status: 'critical' })])).toEqual(['ignored OPS-2']);
  });

  it('is not asked for by every repeat', async () => {
    await settle([fault(0), fault(1)]);
    const reads: string[] = [];
    world.jira.around = (call, act) => {
      reads.push(call);
      return act();
    };
    for (let n = 0; n < 5; n += 1) await settle([again(1, { df_event_id: `repeat${n}` })]);

    expect(reads.filter((call) => call === 'read')).toHaveLength(1);
  });

  it.each([
    ['without storms', DEFAULTS + ALL],
    ['with a higher limit and a shorter window', `${DEFAULTS}${ALL}storm: { limit: 50, window: 1m }\n`],
    ['with the route renamed', `${DEFAULTS}routes: [{ name: other }]\n${STORM}`],
    ['in another project', `${DEFAULTS.replace('OPS', 'DBA')}${ALL}${STORM}`],
    ['that match no more', `${DEFAULTS}routes: [{ name: none, match: { df_title: nothing } }]\nunmatched: ignore\n`],
  ])('keeps its verdict when the rules change to ones %s, and closes when all have recovered', async (_name, rules) => {
    const events = five();
    for (const event of events) await world.attempt(event);
    world.rules = parseRules(rules, 'rules.yaml');

    expect((await settle(events)).slice(1)).toEqual(Array(4).fill('listed OPS-2'));
    await settle([1, 2, 3, 4].map(over));
    await world.sweep(now + 15 * MINUTE);

    expect(parents().map(({ status }) => status.category)).toEqual(['done']);
  });

  it('keeps its verdict when the rules track no faults any more', async () => {
    const events = five();
    for (const event of events) await world.attempt(event);
    world.rules = parseRules(DEFAULTS.replace('group: fault', 'group: event') + ALL, 'rules.yaml');

    expect((await settle(events)).slice(1)).toEqual(Array(4).fill('listed OPS-2'));
  });

  it('opens its issue by the rules it began with when those know no storms by then', async () => {
    await world.attempt(fault(0));
    world.jira.around = async (call, act) => {
      if (call === 'create') throw failure({ endpoint: 'create', cause: 'ECONNREFUSED', sent: false });
      return act();
    };
    await world.attempt(fault(1));
    world.jira.around = (_call, act) => act();
    world.rules = parseRules(DEFAULTS + ALL, 'rules.yaml');

    expect(await settle([fault(1)])).toEqual(['listed OPS-2']);
    expect(parents()[0]?.draft.summary).toContain('超过 1 个');
  });

  it('leaves nothing behind for ever, also when it is lost while its issue is about to be opened', async () => {
    await world.attempt(fault(0));
    world.jira.around = async (call, act) => {
      if (call === 'create') throw failure({ endpoint: 'create', cause: 'ECONNREFUSED', sent: false });
      return act();
    };
    await world.attempt(fault(1));

    const all = await redis.client.keys(`${keys.storms('all')}*`);
    expect(all.filter((key) => key.endsWith(':issue'))).toHaveLength(1);
    for (const key of all)
      expect([key, await redis.client.ttl(key)]).toEqual([key, expect.toSatisfy((ttl) => ttl > 0)]);
  });

  it('is one when a severe event that came later is handled first', async () => {
    for (const [n, ms] of [
      [0, 900],
      [1, 500],
      [2, 100],
      [3, 700],
    ] as const)
      await world.attempt(fault(n, { receivedAt: now + ms }));

    expect(await redis.client.zcard(keys.storms('all'))).toBe(1);
  });

  it('closes though the recovery of one that it lists came before the fault', async () => {
    world.rules = parseRules(`${DEFAULTS.replace(' }', ', recoverGrace: 0 }')}${ALL}${STORM}`, 'rules.yaml');
    const early = { ...over(1), receivedAt: now };
    expect(await settle([fault(0), early])).toEqual(['created OPS-1', 'ignored null']);

    expect(await settle([fault(1), fault(2)])).toEqual(['listed OPS-2', 'listed OPS-2']);
    await world.sweep(now + 15 * MINUTE);
    expect(parents().map(({ status }) => status.category)).toEqual(['new']);
    await settle([over(2)]);
    await world.sweep(now + 15 * MINUTE);

    expect(parents().map(({ status }) => status.category)).toEqual(['done']);
  });

  it('wakes the recovery that waits for a fault which it lists', async () => {
    await settle([fault(0)]);
    await world.attempt(over(1));
    await settle([fault(1)]);

    expect(world.woken).toContain('ev_ok1');
  });

  it.each([
    ['in its list', STORM],
    ['in an issue of its own', 'storm: { limit: 50, window: 10m }\n'],
  ])('closes though the job of one that waited was gone while its object went on %s', async (_where, then) => {
    await settle([fault(0), fault(2)]);
    await world.attempt(fault(1));
    await redis.client.del(`${keys.bullPrefix}:${QUEUE_NAME}:ev_e1`);
    world.rules = parseRules(DEFAULTS + ALL + then, 'rules.yaml');
    const next = { df_fault_id: 'f1b', date: Math.floor(now / 1000) + 30 };
    await settle([fault(1, { ...next, df_event_id: 'e1b' }), over(2)]);
    const end = { ...over(1), ...next, df_event_id: 'ok1b', date: next.date + 30 };
    await settle([end]);

    await settle([fault(1)]);
    await world.sweep(now + 15 * MINUTE);

    expect(parents().map(({ status }) => status.category)).toEqual(['done']);
  });

  it('closes when one that it lists is listed by the storm of another window, as it has risen', async () => {
    world.rules = parseRules(
      `${DEFAULTS}${ALL}storm: { limit: 1, window: 10m, keep: [fatal], keepLimit: 1 }\n`,
      'rules.yaml',
    );
    expect(await settle([fault(0), fault(1)])).toEqual(['created OPS-1', 'listed OPS-2']);
    now += 15 * MINUTE;
    const fatal = { df_status: 'fatal' };
    await settle([fault(2, fatal), fault(3)]);
    expect(await settle([fault(1, { ...fatal, df_event_id: 'e1b' })])).toEqual(['listed OPS-5']);
    await world.sweep(now + 15 * MINUTE);
    await settle([over(1)]);
    await world.sweep(now + 30 * MINUTE);

    expect(parents().map(({ status }) => status.category)).toEqual(['done', 'done']);
  });

  it('stays open while one that has recovered and failed again stands', async () => {
    await settle([fault(0), fault(1)]);
    await settle([over(1)]);
    const again = (n: number, change: Sent) => ({
      ...over(n),
      df_event_id: `again${n}`,
      df_status: 'error',
      ...change,
    });
    const date = Math.floor(now / 1000) + 120;
    expect(await settle([again(1, { date })])).toEqual(['listed OPS-2']);
    await world.sweep(now + 15 * MINUTE);
    expect(parents().map(({ status }) => status.category)).toEqual(['new']);

    await settle([{ ...over(1), df_event_id: 'ok1b', date: date + 60 }]);
    await world.sweep(now + 15 * MINUTE);

    expect(parents().map(({ status }) => status.category)).toEqual(['done']);
  });

  it('rests when nothing is left to tell, and is forgotten with its records', async () => {
    world.rules = parseRules(`${DEFAULTS.replace('group: fault', 'group: event')}${ALL}${STORM}`, 'rules.yaml');
    await settle(five());
    await world.sweep(now + 15 * MINUTE);

    expect(await redis.client.zcard(keys.stormsOpen)).toBe(0);
    const all = await redis.client.keys(`${keys.storms('all')}*`);
    for (const key of all)
      expect([key, await redis.client.ttl(key)]).toEqual([key, expect.toSatisfy((ttl) => ttl > 0)]);
    expect(parents()[0]?.status.category).not.toBe('done');
  });

  it('is told at once beside thousands of old windows and entries that nobody can read', async () => {
    for (const poison of ['', 'x', '{}', '[]']) await redis.client.zadd(keys.stormsOpen, -1, poison);
    for (let n = 0; n < 150; n += 1) await redis.client.zadd(keys.stormsOpen, 0, `{"route":"old","start":${n}}`);
    const events = five();
    for (const event of events) await world.attempt(event);
    const [list] = await redis.client.keys(`${keys.storms('all')}:*:list`);
    await redis.client.lset(list ?? '', 1, 'poison');

    await world.sweep(now);

    expect(
      parents()[0]?.comments.map(({ text }) => ['disk 1', 'disk 2', 'disk 3'].map((word) => text.includes(word))),
    ).toEqual([[true, false, true]]);
    await world.sweep(now + 15 * MINUTE);
    expect(await redis.client.zcard(keys.stormsOpen)).toBe(0);
  });

  it('is looked after when another clock has set its time far ahead', async () => {
    for (const event of [fault(0), fault(1)]) await world.attempt(event);
    const [member = ''] = await redis.client.zrange(keys.stormsOpen, '0', '-1');
    await redis.client.zadd(keys.stormsOpen, now + 180 * MINUTE, member);

    await world.sweep(now);

    expect(parents()[0]?.comments).toHaveLength(1);
  });

  it('of a route whose project the event chooses is one for each project, and lists nothing in that of another', async () => {
    const route =
      'routes: [{ name: all, project: { template: "{{ tags.team }}", allow: [OPS, DBA], else: OPS }, recover: {} }]\n';
    world = faultWorld(redis.client, keys, DEFAULTS + route + STORM);
    const of = (team: string) => ({ df_dimension_tags: JSON.stringify({ team }) });
    const events = [0, 1, 2, 3, 4, 5].map((n) => fault(n, of(n % 2 === 0 ? 'OPS' : 'DBA')));
    const ends = await settle(events);

    const [first, second] = parents();
    expect(parents().map(({ draft }) => draft.project)).toEqual(['OPS', 'DBA']);
    expect(ends.filter((end) => end === `listed ${first?.key}`)).toHaveLength(2);
    expect(ends.filter((end) => end === `listed ${second?.key}`)).toHaveLength(2);
    expect(JSON.stringify(first?.comments)).not.toMatch(/disk [135]/);
    const overs = [2, 3, 4, 5].map((n) => ({ ...over(n), ...of('OPS') }));
    await settle(overs);
    now += 15 * MINUTE;
    await world.sweep(now);
    expect(parents().map(({ status }) => status.category)).toEqual(['done', 'done']);
    expect(await redis.client.zcard(keys.stormsOpen)).toBe(0);
  });
});
