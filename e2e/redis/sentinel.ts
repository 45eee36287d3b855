import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Child, childOf, freePort, GUARD_SCRIPT } from '@guance-jira/local-stack';
import { Redis } from 'ioredis';
import { createRedis, redisProgram, type TestRedis, waitFor } from '../harness/index.ts';
import { clientsOf, expectNone } from './clients.ts';

/** A master with replicas, and three Sentinels that promote one of these when the master is gone. */
export interface TestSentinels extends TestRedis {
  /** The first master, then its replicas. */
  readonly servers: readonly TestRedis[];
  /** The server that the Sentinels call master now. */
  master(): Promise<TestRedis>;
}

/** Of the master, as the Sentinels call it. */
const NAME = 'main';

export async function createSentinels(dir: string, replicas: number): Promise<TestSentinels> {
  const servers: TestRedis[] = [await createRedis(join(dir, 'server-0'), DISKLESS)];
  const firstPort = new URL(servers[0]?.url ?? '').port;
  for (let index = 1; index <= replicas; index += 1) {
    const follow = ['--replicaof', '127.0.0.1', firstPort, ...DISKLESS];
    servers.push(await createRedis(join(dir, `server-${index}`), follow));
  }
  const sentinels: { port: number; child?: Child }[] = [];
  for (let index = 0; index < 3; index += 1) sentinels.push({ port: await freePort() });
  const master = async () => {
    const [, port] = await askSentinel(sentinels[0]?.port ?? 0);
    const found = servers.find(({ url }) => new URL(url).port === port);
    if (!found) throw new Error(`the Sentinels name an unknown master at port ${port}`);
    return found;
  };
  const all = async () => (await Promise.all(servers.map(clientsOf))).flat();
  return {
    servers,
    master,
    url: servers[0]?.url ?? '',
    env: { REDIS_SENTINELS: sentinels.map(({ port }) => `127.0.0.1:${port}`).join(', '), REDIS_MASTER: NAME },
    call: async (command, ...args) => (await master()).call(command, ...args),
    async start() {
      for (const server of servers) await server.start();
      await waitFor(
        'the replicas in step',
        async () => String(await servers[0]?.call('INFO', 'replication')).match(/state=online/g)?.length === replicas,
      );
      for (const sentinel of sentinels) {
        sentinel.child = await startSentinel(
          join(dir, `sentinel-${sentinel.port}`),
          `port ${sentinel.port}`,
          firstPort,
        );
      }
      for (const { port } of sentinels) await waitFor('Sentinels that know all', () => knowsAll(port, replicas));
    },
    kill: async (signal) => (await master()).kill(signal),
    async stop() {
      for (const { child } of sentinels) await child?.stop(5000);
      await Promise.all(servers.map((server) => server.stop()));
    },
    expectNoClients: () => expectNone(all),
  };
}

/** A replica joins at once, not after the five seconds in which others might join as well. */
const DISKLESS = ['--repl-diskless-sync-delay', '0'];

/** Starts one Sentinel; `more` are further lines of its configuration. */
export async function startSentinel(
  dir: string,
  listen: string,
  masterPort: string,
  { quorum = 2, more = [] }: { quorum?: number; more?: readonly string[] } = {},
): Promise<Child> {
  await mkdir(dir, { recursive: true });
  const file = join(dir, 'sentinel.conf');
  const lines = [
    listen,
    'bind 127.0.0.1',
    `dir "${dir}"`,
    ...more,
    `sentinel monitor ${NAME} 127.0.0.1 ${masterPort} ${quorum}`,
    `sentinel down-after-milliseconds ${NAME} 1000`,
    `sentinel failover-timeout ${NAME} 6000`,
  ];
  await writeFile(file, `${lines.join('\n')}\n`);
  const guarded = ['-c', GUARD_SCRIPT, 'sentinel-guard', await redisProgram(), file, '--sentinel'];
  return childOf('sentinel', spawn('/bin/sh', guarded, { stdio: ['pipe', 'pipe', 'pipe'], detached: true }), {
    group: true,
  });
}

async function knowsAll(port: number, replicas: number): Promise<boolean> {
  const info = String(await ask(port, (redis) => redis.info()));
  return info.includes(`slaves=${replicas},sentinels=3`);
}

async function askSentinel(port: number): Promise<string[]> {
  const address = await ask(port, (redis) => redis.call('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', NAME));
  return Array.isArray(address) ? address.map(String) : [];
}

async function ask<T>(port: number, question: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis({ port, retryStrategy: () => null, connectionName: 'test', enableReadyCheck: false });
  redis.on('error', () => {});
  try {
    return await question(redis);
  } finally {
    redis.disconnect();
  }
}
