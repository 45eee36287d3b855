/** What stands before Jira refuses words of a storm's list, or its closing, while everything else passes. */
import { failure } from '@guance-jira/jira/testing';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FaultWorld, faultWorld, type Sent } from '../groups/testing/fault-world.ts';

const RULES = `
defaults: { project: OPS, issueType: 故障, group: fault, recover: {} }
routes: [{ name: all }]
storm: { limit: 1, window: 10m }
`;
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const page = (endpoint: string) => failure({ endpoint, status: 403, own: false });

describe.skipIf(SKIPPED !== '')(`a storm of which a firewall refuses something${SKIPPED}`, () => {
  let redis: TestRedis;
  let world: FaultWorld;
  let now: number;
  /** When comments, and transitions, were asked for. */
  let asked: { call: string; at: number }[];
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis?.stop());
  beforeEach(() => {
    world = faultWorld(redis.client, redis.keys(), RULES);
    now = Date.now();
    asked = [];
  });

  const fault = (n: number, change: Sent = {}): Sent => ({
    ...{ df_event_id: `e${n}`, df_fault_id: `f${n}`, df_monitor_checker_event_ref: `ref-${n}`, df_status: 'error' },
    ...{ df_title: `disk ${n}`, receivedAt: now, date: Math.floor(now / SECOND), ...change },
  });
  const over = (n: number) => fault(n, { df_event_id: `ok${n}`, df_status: 'ok', date: Math.floor(now / SECOND) + 60 });
  async function forMs(ms: number, events: readonly Sent[], ends = new Map<Sent, string>()): Promise<string[]> {
    for (const until = now + ms; now < until; now += SECOND) {
      for (const event of events.filter((one) => !ends.has(one))) {
        const step = await world.attempt(event);
        if (step.step === 'done') ends.set(event, `${step.outcome} ${step.issueKey}`);
        if (step.step === 'fail') ends.set(event, step.reason);
      }
      await world.sweep(now);
    }
    return events.map((event) => ends.get(event) ?? 'waits');
  }
  const five = () => [0, 1, 2, 3, 4].map((n) => fault(n));
  const refusing = (refused: (text: string) => boolean) => {
    world.jira.tracker.comment = async (ref, body, mark, audience) => {
      const text = JSON.stringify(body);
      asked.push({ call: 'comment', at: now });
      if (refused(text)) throw page('comment');
      world.jira.issues.find(({ id }) => id === ref.id)?.comments.push({ mark, text, audience });
    };
  };
  const pauses = () => asked.slice(1).map(({ at }, n) => (at - Number(asked[n]?.at)) / SECOND);

  it('lists all but the one whose words are refused, which gets an issue of its own', async () => {
    refusing((text) => text.includes('disk 3'));

    const ends = await forMs(3 * MINUTE, five());
    expect(ends).toEqual(['created OPS-1', 'listed OPS-2', 'listed OPS-2', 'created OPS-3', 'listed OPS-2']);
    expect(world.woken).toContain('e3');
    const { length } = asked;
    await forMs(5 * MINUTE, []);
    expect(asked, 'and rests then').toHaveLength(length);
  });

  it('is listed whole where that passes after a few tries', async () => {
    refusing(() => asked.length <= 3);

    expect(await forMs(MINUTE, five())).toEqual(['created OPS-1', ...Array(4).fill('listed OPS-2')]);
    expect(world.jira.issues[1]?.comments).toHaveLength(1);
  });

  it('asks ever more rarely where no comment passes, and all get issues of their own in the end', async () => {
    refusing(() => true);

    const ends = await forMs(10 * MINUTE, five());
    expect(ends.map((end) => end.split(' ')[0])).toEqual(Array(5).fill('created'));
    // Whoever is not let through for a minute or two has not given up the list.
    expect(Math.max(...pauses())).toBe(60);
    expect(Number(asked.at(-1)?.at) - Number(asked[0]?.at)).toBeGreaterThan(4 * MINUTE);
    expect(asked.length).toBeLessThan(20);
  });

  it('is not closed by asking every half minute for ever, and is closed once that passes', async () => {
    let passes = false;
    world.jira.around = async (call, act) => {
      if (call !== 'transition' || passes) return act();
      asked.push({ call, at: now });
      throw page('transitions');
    };
    await forMs(MINUTE, [fault(0), fault(1)]);
    await forMs(MINUTE, [over(1)]);
    now += 10 * MINUTE;
    asked = [];
    for (const until = now + 60 * MINUTE; now < until; now += 15 * SECOND) await world.sweep(now);

    expect(pauses().slice(0, 4)).toEqual([30, 60, 120, 240]);
    expect(asked.length).toBeLessThan(14);
    passes = true;
    await forMs(10 * MINUTE, []);
    expect(world.jira.issues[1]?.status.category).toBe('done');
  });
});
