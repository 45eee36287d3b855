/** An event whose job a person deleted is delivered again: what it began counts, whatever the rules say by then. */

import { failure } from '@guance-jira/jira/testing';
import { parseRules } from '@guance-jira/mapping';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FaultWorld, faultWorld, type Sent } from '../groups/testing/fault-world.ts';
import { watchedDisk } from '../groups/testing/watched-disk.ts';

const route = (group: string, name = group) =>
  `routes: [{ name: ${name}, project: OPS, issueType: 故障, group: ${group} }]`;
const IGNORED = 'routes: [{ name: quiet, ignore: true, reason: not ours }]\nunmatched: ignore\n';
/** Other events still open issues. */
const IGNORED_HERE = `routes:
  - { name: quiet, match: { df_title: "*" }, ignore: true }
  - { name: rest, project: OPS, issueType: 故障, group: event }
`;
const LOST = failure({ endpoint: 'create', status: null, cause: 'ECONNRESET', sent: true });

describe.skipIf(SKIPPED !== '')(`an event that is delivered again, its job deleted${SKIPPED}`, () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis?.stop());

  /** The answer to its create is lost, whether or not Jira carried it out. */
  async function lost(group: string, event: Sent, landed = true): Promise<FaultWorld> {
    const world = faultWorld(redis.client, redis.keys(), route(group));
    world.jira.around = async (call, act) => {
      if (call !== 'create') return act();
      if (landed) await act();
      throw LOST;
    };
    await world.attempt(event);
    world.jira.around = (_call, act) => act();
    return world;
  }

  it.each([
    ['event', 'fault'],
    ['fault', 'event'],
  ])('has the one issue that its lost create made: from group %s to %s', async (before, after) => {
    const event = watchedDisk().next('critical');
    const world = await lost(before, event);
    await world.deleteJob(event);
    world.rules = parseRules(route(after), 'rules.yaml');

    expect(await world.handle(event)).toMatchObject({ outcome: 'created', issueKey: 'OPS-1' });
    expect(world.jira.issues).toHaveLength(1);
  });

  it.each(['event', 'fault'])('stays in the list of its storm, which tells it: group %s', async (group) => {
    const storm = '\nstorm: { limit: 1, window: 10m }\n';
    const world = faultWorld(redis.client, redis.keys(), route(group) + storm);
    const receivedAt = Date.now();
    const [own, event] = [
      watchedDisk().next('critical', { receivedAt }),
      watchedDisk().next('critical', { receivedAt }),
    ];
    await world.handle(own);
    await world.attempt(event);
    await world.deleteJob(event);
    world.rules = parseRules(IGNORED_HERE, 'rules.yaml');
    await world.attempt(event);
    await world.sweep(receivedAt);

    expect(await world.handle(event)).toMatchObject({ outcome: 'listed', issueKey: 'OPS-2' });
  });
});

describe.skipIf(SKIPPED !== '')(`an event that the rules have come to ignore${SKIPPED}`, () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis?.stop());

  it.each([
    ['event', true],
    ['event', false],
    ['fault', true],
    ['fault', false],
  ])('ends with its issue where that stands, and ignored where not: group %s, stands: %s', async (group, stands) => {
    const event = watchedDisk().next('critical');
    const world = faultWorld(redis.client, redis.keys(), route(group));
    world.jira.around = async (call, act) => {
      if (call !== 'create') return act();
      if (stands) await act();
      throw LOST;
    };
    await world.attempt(event);
    world.jira.around = (_call, act) => act();
    world.rules = parseRules(IGNORED, 'rules.yaml');

    expect(await world.handle(event)).toMatchObject(
      stands
        ? { outcome: 'created', issueKey: 'OPS-1' }
        : { outcome: 'ignored', reason: 'route_ignores: not ours', issueKey: null },
    );
    expect(world.jira.issues).toHaveLength(stands ? 1 : 0);
    expect(await world.record(event)).toMatchObject(
      stands ? { outcome: 'created', route: group } : { outcome: 'ignored', route: 'quiet' },
    );
  });
});
