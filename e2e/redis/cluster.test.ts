import { afterEach, describe, expect, it } from 'vitest';
import { expectOneIssueEach, SHORT_TIMEOUTS, type Stack, startStack } from '../harness/index.ts';
import { createCluster, type TestCluster } from './cluster.ts';
import { events, idsOf, type Sent, sendSteadily } from './sure.ts';

let stack: Stack;
let cluster: TestCluster;
afterEach(() => stack?.close());

const FAST = { ...SHORT_TIMEOUTS, JIRA_MAX_RPS: '200' };

async function start(
  workerEnv: Record<string, string> = {},
  receiverEnv: Record<string, string> = {},
  replicaOf?: string,
) {
  stack = await startStack({
    redis: async (dir) => {
      cluster = await createCluster(dir, replicaOf);
      return cluster;
    },
    workerEnv: { ...FAST, ...workerEnv },
    receiverEnv,
    workers: 2,
  });
}

describe('with a Redis Cluster', () => {
  it('every key of ours lies on one node, and events become issues', async () => {
    await start();
    const list = events(30);
    const answer = await stack.send(list);

    expect(answer.status).toBe(202);
    expect(JSON.stringify(answer.body)).not.toContain('spooled');
    await expectOneIssueEach(stack, idsOf(list));
    const owner = await cluster.ownerOf(`{${stack.prefix}}`);
    const sizes = await Promise.all(cluster.nodes.map((node) => node.call('DBSIZE')));
    expect(sizes.map(Number).filter((size) => size > 0)).toEqual([Number(await owner.call('DBSIZE'))]);
  });

  it('the dashboard lists the jobs', async () => {
    await start();
    const list = events(3);
    await stack.send(list);
    await expectOneIssueEach(stack, idsOf(list));
    await stack.console.start();

    const page = await fetch(`${stack.adminUrl}/dashboard/api/queues?activeQueue=events&status=completed&page=1`);

    expect(page.status).toBe(200);
    const text = await page.text();
    for (const id of idsOf(list)) expect(text).toContain(id);
  });

  it('goes on when a node dies that does not own our keys', async () => {
    await start();
    const owner = await cluster.ownerOf(`{${stack.prefix}}`);
    const list = events(200);
    const sending = sendSteadily(stack, list, 20);
    await stack.waitFor('the first issues', async () => (await stack.jira.issues()).length > 20);

    await cluster.nodes.find((node) => node !== owner)?.kill('SIGKILL');

    const { statuses, acknowledged } = await sending;
    expect([...acknowledged].sort()).toEqual(idsOf(list).sort());
    expect([...statuses].filter((status) => status !== 'queued' && status !== 'spooled')).toEqual([]);
    await expectOneIssueEach(stack, idsOf(list));
  });

  it('loses nothing that replicas confirmed when the node dies that owns our keys', async () => {
    const prefix = 'e2e-owner';
    const own = { REDIS_PREFIX: prefix, REDIS_WAIT_REPLICAS: '1' };
    // Once its master is dead the new one has no replica to wait for, so the second half is spooled until it is back.
    await start(own, own, `{${prefix}}`);
    const owner = await cluster.ownerOf(`{${prefix}}`);
    // Only the owner has a replica: a WAIT that went to another node would find none.
    const confirmed = await sendSteadily(stack, events(40), 10);
    expect(confirmed.statuses).toEqual(new Set(['queued']));
    await expectOneIssueEach(stack, [...confirmed.acknowledged]);
    const list = events(200);
    const sent: Sent = { acknowledged: new Set(), statuses: new Set() };
    const sending = sendSteadily(stack, list.slice(0, 100), 20, sent);
    await stack.waitFor('the first answers', async () => sent.acknowledged.size > 20);

    await owner.kill('SIGKILL');
    // However late it died: some are sent after that.
    await Promise.all([sending, sendSteadily(stack, list.slice(100), 20, sent)]);
    const { statuses, acknowledged } = sent;
    expect(statuses).toEqual(new Set(['queued', 'spooled']));
    expect([...acknowledged].sort()).toEqual(idsOf(list).sort());
    await owner.start();

    await expectOneIssueEach(stack, [...confirmed.acknowledged, ...idsOf(list)]);
  });
});
