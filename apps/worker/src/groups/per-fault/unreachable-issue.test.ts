/** A fault whose issue is deleted, or hidden from the account that made it: never an issue for each change of level. */

import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultWorld } from '../testing/fault-world.ts';
import { watchedDisk } from '../testing/watched-disk.ts';

const RULES = `
defaults: { project: OPS, issueType: 故障, group: fault, recover: {}, recoverGrace: 0, reopenWithin: 24h }
routes: [{ name: disks, comments: { throttle: 0 } }]
`;
const CHANGES = ['critical', 'error', 'critical', 'critical', 'warning', 'fatal'];

describe.skipIf(SKIPPED !== '')(`an issue that Jira does not show${SKIPPED}`, () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis?.stop());

  function start() {
    const world = faultWorld(redis.client, redis.keys(), RULES);
    world.looks = true;
    const disk = watchedDisk();
    const send = (status: string) => world.handle(disk.next(status));
    return { world, disk, send };
  }

  it('gets no other in its place where none of the project was ever seen, and that is told each time', async () => {
    const { world, send } = start();
    world.jira.hides = true;
    const first = await send('error');
    expect(first.warnings).toEqual(['hidden: this account may create but not see OPS-1']);
    const ends = [];
    for (const status of [...CHANGES, 'ok']) ends.push(await send(status));

    expect(world.jira.issues).toHaveLength(1);
    expect(new Set(ends.map(({ outcome }) => outcome))).toEqual(new Set(['ignored']));
    expect(ends.at(0)?.reason).toBe('hidden: this account may create but not see OPS-1');
    expect(ends.at(-1)?.reason).toBe('recovery: hidden: this account may create but not see OPS-1');
    expect(ends.at(-1)?.warnings).toHaveLength(1);
    expect(world.hidden.length).toBeGreaterThan(CHANGES.length);
  });

  it('gets one for a new fault, which must not be lost', async () => {
    const { world, disk, send } = start();
    world.jira.hides = true;
    for (const status of ['error', 'ok']) await send(status);
    disk.again();
    expect(await send('error')).toMatchObject({ outcome: 'created', issueKey: 'OPS-2' });
    expect((await send('critical')).outcome).toBe('ignored');
    expect(world.jira.issues).toHaveLength(2);
  });

  it.each([
    ['was hidden later', true],
    ['was deleted', false],
  ])('gets another once where it %s', async (_says, hidden) => {
    const { world, send } = start();
    await send('error');
    await send('critical');
    for (const issue of world.jira.issues) world.jira.byPerson(issue, hidden ? { hidden } : { gone: true });
    world.jira.hides = hidden;
    const ends = [];
    for (const status of CHANGES) {
      ends.push((await send(status === 'critical' ? 'fatal' : status)).outcome);
      for (const issue of hidden ? [] : world.jira.issues) world.jira.byPerson(issue, { gone: true });
    }

    expect(ends[0]).toBe('created');
    expect(world.jira.issues).toHaveLength(2);
    expect(new Set(ends.slice(1))).toEqual(new Set(['ignored']));
  });

  it('is looked for with one request per project, and with one more where it was hidden', async () => {
    const { world, disk } = start();
    const calls: string[] = [];
    world.jira.around = (call, act) => {
      calls.push(call);
      return act();
    };
    const other = watchedDisk();
    for (const event of [disk.next('error'), other.next('error'), watchedDisk().next('error')])
      await world.handle(event);

    expect(calls.filter((call) => call === 'read')).toHaveLength(1);
    expect(world.hidden).toEqual([]);
  });
});
