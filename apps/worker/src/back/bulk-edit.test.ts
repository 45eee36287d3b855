/** A person closes five hundred issues at once. The clock is driven: nobody waits the 26 minutes that Guance's limit makes of it. */
import type { ChangeJob, Keys } from '@guance-jira/queue';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { watchedDisk } from '../groups/testing/watched-disk.ts';
import { type BackWorld, backWorld } from './testing/back-world.ts';
import { guanceFailure } from './testing/fake-guance.ts';

const RULES = `
defaults: { project: OPS, issueType: 故障, group: fault, recover: {}, recoverGrace: 0, reopenWithin: 24h }
routes: [{ name: disks, back: { done: restore } }]`;
const ISSUES = 500;
const PER_MINUTE = 20;
const MINUTE = 60_000;

let redis: TestRedis;
beforeAll(async () => {
  redis = SKIPPED === '' ? await startRedis() : redis;
});
afterAll(() => redis?.stop());

it.skipIf(SKIPPED !== '')(
  `500 issues that are closed at once are restored once each, 20 a minute at most, and the last one in its turn${SKIPPED}`,
  async () => {
    const keys = redis.keys();
    const world = backWorld(redis.client, keys, RULES);
    const time = drivenClock(redis, keys, world);
    const refs = await burning(world, ISSUES);
    const asked: { at: number; refused: boolean }[] = [];
    const restored: string[] = [];
    let reads = 0;
    world.faults.jira.around = (call, act) => {
      if (call === 'read') reads += 1;
      return act();
    };
    world.guance.around = async (_call, act) => {
      const at = await time.turn();
      const refused = asked.filter((one) => !one.refused && one.at > at - MINUTE).length >= PER_MINUTE;
      asked.push({ at, refused });
      if (refused) throw guanceFailure('throttled');
      const before = new Set(world.guance.burning.keys());
      const answer = await act();
      restored.push(...[...before].filter((ref) => !world.guance.burning.has(ref)));
      return answer;
    };
    const began = time.now();
    for (const issue of world.faults.jira.issues) closedByPerson(issue, world, began);
    // Each is told of twice, as a webhook and a poll may, or two webhooks.
    const jobs = world.faults.jira.issues.flatMap(({ id, key }) => [
      world.change({ issueId: id, issueKey: key }),
      world.change({ issueId: id, issueKey: key }),
    ]);
    await untilAllEnded(jobs, world, time);

    expect(asked.filter(({ refused }) => refused)).toEqual([]);
    expect(restored.toSorted()).toEqual(refs.toSorted());
    expect(world.guance.did).toHaveLength(ISSUES);
    const minutes = (Math.max(...asked.map(({ at }) => at)) - began) / MINUTE;
    expect(minutes).toBeGreaterThanOrEqual((ISSUES - PER_MINUTE) / PER_MINUTE);
    // Evenly spaced turns, of which none is lost to those who look and go.
    expect(minutes).toBeLessThan((ISSUES / PER_MINUTE) * 1.1);
    // Read when it is told, and at its turn. A turn that a slow machine takes late may lie too close to the twentieth before it, and is
    // waited for once more.
    expect(reads).toBeLessThanOrEqual(2.1 * jobs.length);
  },
  600_000,
);

/** Objects whose faults have their issues; what Guance calls them. */
async function burning(world: BackWorld, count: number): Promise<string[]> {
  const refs: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const event = watchedDisk({ df_workspace_uuid: 'w', df_monitor_checker_id: 'rul_1' }).next('critical');
    const ref = String(event.df_monitor_checker_event_ref);
    world.guance.burning.set(ref, Number(event.timestamp) * 1000);
    refs.push(ref);
    await world.faults.handle(event);
  }
  expect(world.faults.jira.issues).toHaveLength(count);
  return refs;
}

function closedByPerson(issue: BackWorld['faults']['jira']['issues'][number], world: BackWorld, at: number): void {
  const status = { name: '已完成', category: 'done' as const };
  world.faults.jira.byPerson(issue, { status, resolution: 'Done', statusChangedAt: at, resolvedAt: at });
}

interface DrivenClock {
  now(): number;
  /** Of the newest turn. */
  turn(): Promise<number>;
  skip(ms: number): Promise<void>;
}

/** Ours and Redis's go on together, and jump together: what Redis keeps of the turns lies so much nearer then. */
function drivenClock({ client }: TestRedis, keys: Keys, world: BackWorld): DrivenClock {
  let skipped = 0;
  const now = () => Date.now() + skipped;
  return {
    now,
    turn: async () => Number(await client.eval(NEWEST_SPENT, 1, keys.guanceTurns('w'))) + skipped,
    skip: async (ms) => {
      skipped += ms;
      world.now = now();
      await client.eval(NEARER, 1, keys.guanceTurns('w'), ms);
    },
  };
}

const NEARER = `
for _, who in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do redis.call('ZINCRBY', KEYS[1], -ARGV[1], who) end`;

/** When the newest turn was taken, by Redis's clock: what this machine is slow about is no fault of the turns. */
const NEWEST_SPENT = `
local newest = 0
for _, who in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
  if string.sub(who, 1, 6) == 'spent ' then newest = math.max(newest, tonumber(redis.call('ZSCORE', KEYS[1], who))) end
end
return string.format('%.0f', newest)`;

/** As the queue runs them: each when it is due, one that has to wait as late as it says. */
async function untilAllEnded(jobs: readonly ChangeJob[], world: BackWorld, time: DrivenClock): Promise<void> {
  const waiting = jobs.map((job) => ({ job, due: 0 }));
  while (waiting.length > 0) {
    waiting.sort((a, b) => a.due - b.due);
    const [next] = waiting.splice(0, 1);
    if (next === undefined) return;
    if (next.due > time.now()) await time.skip(next.due - time.now());
    world.now = time.now();
    const step = await world.attempt(next.job);
    if (step.step === 'fail') throw new Error(step.reason);
    if (step.step === 'wait') waiting.push({ job: next.job, due: time.now() + step.ms });
  }
}
