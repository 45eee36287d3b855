import { join } from 'node:path';
import { freePort } from '@guance-jira/local-stack';
import { Cluster } from 'ioredis';
import { createRedis, type TestRedis, waitFor } from '../harness/index.ts';
import { clientsOf, expectNone } from './clients.ts';

/** A Redis Cluster of three masters; the last of its nodes may be a replica of the one that owns the key. */
export interface TestCluster extends TestRedis {
  readonly nodes: readonly TestRedis[];
  /** The master that owns the slot of a key. */
  ownerOf(key: string): Promise<TestRedis>;
}

/** @param replicaOf a key whose owner gets a replica */
export async function createCluster(dir: string, replicaOf?: string): Promise<TestCluster> {
  const nodes: TestRedis[] = [];
  for (let index = 0; index < (replicaOf === undefined ? 3 : 4); index += 1) {
    const bus = String(await freePort());
    nodes.push(await createRedis(join(dir, `node-${index}`), [...CLUSTER, '--cluster-port', bus]));
  }
  const masters = nodes.slice(0, 3);
  const addresses = nodes.map(({ url }) => ({ host: '127.0.0.1', port: Number(new URL(url).port) }));
  const call: TestRedis['call'] = async (command, ...args) => {
    const redis = new Cluster(addresses, { redisOptions: { connectionName: 'test' } });
    redis.on('error', () => {});
    try {
      return await redis.call(command, ...args);
    } finally {
      redis.disconnect();
    }
  };
  const ownerOf = async (key: string) => {
    const slot = Number(await nodes[0]?.call('CLUSTER', 'KEYSLOT', key));
    const owner = masters[Math.min(Math.floor(slot / SHARE), 2)];
    if (!owner) throw new Error('no master owns this slot');
    return owner;
  };
  const others = async () => (await Promise.all(nodes.map(clientsOf))).flat();
  return {
    nodes,
    url: nodes[0]?.url ?? '',
    env: { REDIS_CLUSTER_NODES: addresses.map(({ host, port }) => `${host}:${port}`).join(',') },
    call,
    ownerOf,
    async start() {
      for (const node of nodes) await node.start();
      await join3(masters);
      const replica = nodes[3];
      if (replica && replicaOf !== undefined) await follow(replica, await ownerOf(replicaOf));
      for (const node of nodes) {
        await waitFor('a whole cluster', async () =>
          /cluster_state:ok/.test(String(await node.call('CLUSTER', 'INFO'))),
        );
      }
    },
    kill: async (signal) => void (await Promise.all(nodes.map((node) => node.kill(signal)))),
    stop: async () => void (await Promise.all(nodes.map((node) => node.stop()))),
    expectNoClients: () => expectNone(others),
  };
}

const SLOTS = 16_384;
const SHARE = Math.ceil(SLOTS / 3);
/** Without full coverage the slots of the living masters go on when another master dies. */
const CLUSTER = ['--cluster-enabled', 'yes', '--cluster-node-timeout', '1500', '--cluster-require-full-coverage', 'no'];

async function join3(masters: readonly TestRedis[]): Promise<void> {
  for (const [index, node] of masters.entries()) {
    await node.call('CLUSTER', 'ADDSLOTSRANGE', index * SHARE, Math.min((index + 1) * SHARE, SLOTS) - 1);
    await node.call('CLUSTER', 'SET-CONFIG-EPOCH', index + 1);
  }
  for (const node of masters.slice(1)) await meet(masters[0] ?? node, node);
}

async function follow(replica: TestRedis, owner: TestRedis): Promise<void> {
  await meet(owner, replica);
  const id = String(await owner.call('CLUSTER', 'MYID'));
  await waitFor('the replica to know its master', async () => {
    await replica.call('CLUSTER', 'REPLICATE', id);
    return true;
  });
  await waitFor('the replica in step', async () =>
    /master_link_status:up/.test(String(await replica.call('INFO', 'replication'))),
  );
}

async function meet(one: TestRedis, other: TestRedis): Promise<void> {
  const port = new URL(other.url).port;
  const [, bus] = /@(\d+)/.exec(String(await other.call('CLUSTER', 'NODES'))) ?? [];
  await one.call('CLUSTER', 'MEET', '127.0.0.1', port, bus ?? '');
}
