/** A person acts on an issue while a change of ours waits to be made again: only what Jira may have done counts as ours. */
import { failure, type LivingIssue, WORKFLOWS } from '@guance-jira/jira/testing';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FaultWorld, faultWorld } from '../testing/fault-world.ts';
import { watchedDisk } from '../testing/watched-disk.ts';

const RULES = `
defaults: { project: OPS, issueType: 故障, group: fault, recover: {}, recoverGrace: 0, wontFix: ["Won't Do"] }
routes: [{ name: disks, reopenWithin: 7d, priority: { error: Medium, critical: High } }]
storm: { limit: 1, window: 10m }
`;
const CLOSED = { status: { name: '已完成', category: 'done' }, resolution: "Won't Do" } as const;
const NOT_DONE = [
  ['a page of a firewall', failure({ endpoint: 'transitions', status: 403, own: false })],
  ['a limit', failure({ endpoint: 'transitions', status: 429 })],
  ['a refused connection', failure({ endpoint: 'transitions', sent: false, cause: 'ECONNREFUSED' })],
] as const;
const LOST = failure({ endpoint: 'transitions', cause: 'ECONNRESET' });

describe.skipIf(SKIPPED !== '')(`what a person does while a change of ours waits${SKIPPED}`, () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis?.stop());

  async function after(...statuses: string[]) {
    const world = faultWorld(redis.client, redis.keys(), RULES);
    const disk = watchedDisk();
    for (const status of statuses) await world.handle(disk.next(status));
    return { world, disk, issue: world.jira.issues[0] as LivingIssue };
  }
  /** One attempt that fails so at this call, once it was carried out or before. */
  async function failing(world: FaultWorld, event: Parameters<FaultWorld['attempt']>[0], failed: string, how: Failing) {
    world.jira.around = async (call, act) => {
      if (call !== failed) return act();
      if (how.afterwards) await act();
      throw how.error;
    };
    expect(await world.attempt(event)).toMatchObject({ step: 'wait' });
    world.jira.around = (_call, act) => act();
  }
  type Failing = { error: Error; afterwards?: boolean };

  it.each(NOT_DONE)('is left alone by a recovery that %s held up', async (_says, error) => {
    const { world, disk, issue } = await after('error');
    const over = disk.next('ok');
    await failing(world, over, 'transition', { error });
    world.jira.byPerson(issue, CLOSED);

    expect(await world.handle(over)).toMatchObject({
      ...{ outcome: 'ignored', reason: 'recovery: a person has closed the issue' },
    });
    expect([issue.comments, issue.moves]).toEqual([[], []]);
  });

  it.each(NOT_DONE)('is left alone by a new fault whose reopening %s held up', async (_says, error) => {
    const { world, disk, issue } = await after('error', 'ok');
    disk.again();
    const next = disk.next('error');
    await failing(world, next, 'transition', { error });
    world.jira.byPerson(issue, CLOSED);

    expect(await world.handle(next)).toMatchObject({ outcome: 'ignored', reason: expect.stringMatching(/^wont_fix/) });
    expect([issue.status.category, issue.moves]).toEqual(['done', ['完成']]);
  });

  it.each(NOT_DONE)('is not told as a priority that we raised, where %s held that up', async (_says, error) => {
    const { world, disk, issue } = await after('error');
    const worse = disk.next('critical');
    await failing(world, worse, 'setPriority', { error });
    world.jira.byPerson(issue, { priority: 'High' });

    await world.handle(worse);
    expect(issue.comments.map(({ text }) => text)).toEqual([expect.not.stringContaining('Medium → High')]);
  });

  it.each([
    ['whose reopening may have been lost', 'transition', false],
    ['whose comment waits after it has opened the issue again', 'comment', false],
    ['whose reopening was done though its answer was lost', 'transition', true],
  ])('is left alone by a new fault %s', async (_says, call, afterwards) => {
    const { world, disk, issue } = await after('error', 'ok');
    disk.again();
    const next = disk.next('error');
    await failing(world, next, call, { error: LOST, afterwards });
    const { length } = issue.moves;
    world.jira.byPerson(issue, CLOSED);

    expect(await world.handle(next)).toMatchObject({ outcome: 'ignored', reason: expect.stringMatching(/^wont_fix/) });
    expect([issue.status.category, issue.moves.length]).toEqual(['done', length]);
  });

  it('is theirs where they set the priority that we wanted, before a lost request of ours could', async () => {
    const { world, disk, issue } = await after('error');
    const worse = disk.next('critical');
    await failing(world, worse, 'setPriority', { error: LOST });
    world.jira.byPerson(issue, { priority: 'High' });

    await world.handle(worse);
    expect(issue.comments.map(({ text }) => text)).toEqual([expect.not.stringContaining('Medium → High')]);
  });

  it('is ours all the same where only the answer was lost', async () => {
    const { world, disk, issue } = await after('error');
    const worse = disk.next('critical');
    await failing(world, worse, 'setPriority', { error: LOST, afterwards: true });
    await world.handle(worse);
    const over = disk.next('ok');
    await failing(world, over, 'transition', { error: LOST, afterwards: true });

    expect(await world.handle(over)).toMatchObject({ outcome: 'resolved' });
    const said = issue.comments.map(({ text }) => text);
    expect(said).toEqual([expect.stringContaining('Medium → High'), expect.stringContaining('待办 → 已完成')]);
  });

  it('is not what the first step of ours did, where the second is held up', async () => {
    const { world, disk, issue } = await after('error');
    world.jira.workflow = {
      待办: [{ id: '11', name: '开始处理', to: { name: '处理中', category: 'indeterminate' }, resolution: null }],
      处理中: [{ id: '31', name: '完成', to: { name: '已完成', category: 'done' }, resolution: null }],
    };
    const over = disk.next('ok');
    let moves = 0;
    world.jira.around = async (call, act) => {
      if (call === 'transition') moves += 1;
      if (moves === 2) throw NOT_DONE[0][1];
      return act();
    };
    expect(await world.attempt(over)).toMatchObject({ step: 'wait' });
    world.jira.around = (_call, act) => act();

    expect(await world.handle(over)).toMatchObject({ outcome: 'resolved' });
    expect(issue.comments.map(({ text }) => text)).toEqual([expect.stringContaining('待办 → 已完成')]);
  });

  it('is theirs where they closed the issue while the answer to a recovery was lost that Jira had not carried out', async () => {
    const { world, disk, issue } = await after('error');
    const over = disk.next('ok');
    await failing(world, over, 'transition', { error: LOST });
    world.jira.byPerson(issue, CLOSED);

    expect(await world.handle(over)).toMatchObject({
      ...{ outcome: 'ignored', reason: 'recovery: a person has closed the issue' },
    });
    expect([issue.comments, issue.moves]).toEqual([[], []]);
  });

  it('is theirs in a further round too, whose history has closings of ours', async () => {
    const { world, disk, issue } = await after('error', 'ok');
    disk.again();
    await world.handle(disk.next('error'));
    const over = disk.next('ok');
    await failing(world, over, 'transition', { error: LOST });
    world.jira.byPerson(issue, CLOSED);

    expect(await world.handle(over)).toMatchObject({ outcome: 'ignored' });
  });

  it('leaves it ours that others went on with an issue which a recovery had closed, though its answer was lost', async () => {
    const { world, disk, issue } = await after('error');
    const over = disk.next('ok');
    await failing(world, over, 'transition', { error: LOST, afterwards: true });
    world.jira.byPerson(issue, { status: { name: '已归档', category: 'done' } });

    expect(await world.handle(over)).toMatchObject({ outcome: 'resolved' });
    expect(issue.comments.map(({ text }) => text)).toEqual([expect.stringContaining('待办 → 已归档')]);
  });

  it('leaves it ours where the history does not tell', async () => {
    const { world, disk, issue } = await after('error');
    const over = disk.next('ok');
    await failing(world, over, 'transition', { error: LOST, afterwards: true });
    delete issue.statusChanges;

    expect(await world.handle(over)).toMatchObject({ outcome: 'resolved' });
  });

  it.each<[string, Error]>([
    ['is held up', NOT_DONE[1][1]],
    ['was lost and not made', LOST],
  ])('is theirs where our second step %s and they closed the issue after the first', async (_what, error) => {
    const { world, disk, issue } = await after('error');
    world.jira.workflow = WORKFLOWS.steps;
    const over = disk.next('ok');
    let moves = 0;
    world.jira.around = async (call, act) => {
      if (call === 'transition') moves += 1;
      if (moves === 2) throw error;
      return act();
    };
    expect(await world.attempt(over)).toMatchObject({ step: 'wait' });
    world.jira.around = (_call, act) => act();
    world.jira.byPerson(issue, CLOSED);

    expect(await world.handle(over)).toMatchObject({ outcome: 'ignored' });
    expect(issue.comments).toEqual([]);
  });

  it('is theirs where a lost first step shows by then, the second is held up, and they closed the issue', async () => {
    const { world, disk, issue } = await after('error');
    world.jira.workflow = WORKFLOWS.steps;
    const over = disk.next('ok');
    await failing(world, over, 'transition', { error: LOST, afterwards: true });
    await failing(world, over, 'transition', { error: NOT_DONE[1][1] });
    world.jira.byPerson(issue, CLOSED);

    expect(await world.handle(over)).toMatchObject({ outcome: 'ignored' });
  });
});
