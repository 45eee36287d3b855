import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Redis } from 'ioredis';
import { type Keys, keysFor, type RedisClient } from '../index.ts';

/** A real Redis for one test file. Each test takes keys of its own, so that none sees another's. */
export interface TestRedis {
  readonly client: Redis;
  readonly port: number;
  /** A further connection to the same server, as another worker has; closed with the server. */
  connect(): RedisClient;
  keys(): Keys;
  freeze(): void;
  thaw(): void;
  stop(): Promise<void>;
}

const { env } = process;
const program = findProgram();

/** The text that stands in the name of a skipped suite; empty when there is a Redis. */
export const SKIPPED = program === null ? ' (skipped: no redis-server)' : '';

export async function startRedis(): Promise<TestRedis> {
  if (program === null) throw new Error('skipped: no redis-server');
  const dir = mkdtempSync(join(tmpdir(), 'worker-redis-'));
  const port = await freePort();
  const child = spawn(program, ['--port', String(port), '--bind', '127.0.0.1', '--dir', dir, '--save', ''], {
    stdio: 'ignore',
  });
  const clients: Redis[] = [];
  const connect = () => {
    const client = new Redis({ port, maxRetriesPerRequest: null, retryStrategy: () => 50 });
    client.on('error', () => undefined);
    clients.push(client);
    return client;
  };
  const client = connect();
  await client.ping();
  let prefixes = 0;
  return {
    client,
    port,
    connect,
    keys: () => {
      prefixes += 1;
      return keysFor(`test-${prefixes}`);
    },
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    stop: async () => {
      for (const each of clients) each.disconnect();
      await ended(child);
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

function findProgram(): string | null {
  const unpacked = resolve(import.meta.dirname, '../../../../.data/bin/redis-server');
  const candidates = [env.TEST_REDIS_SERVER ?? '', unpacked, 'redis-server', 'valkey-server'];
  const runs = (path: string) =>
    path !== '' && (!path.includes('/') || existsSync(path)) && spawnSync(path, ['--version']).status === 0;
  return candidates.find(runs) ?? null;
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((end) => {
    if (child.exitCode !== null || child.signalCode !== null) return end();
    child.once('exit', () => end());
    child.kill('SIGKILL');
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
