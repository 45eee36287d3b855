import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';

/** A real Redis for one test file: killed, frozen and restarted as the test likes; its data live in a folder of their own. */
export interface TestRedis {
  readonly port: number;
  /** The same server without TCP, on which a question and its answer cost a sixth less of a processor. */
  readonly socket: string;
  readonly url: string;
  /** For the test's own questions. */
  readonly client: Redis;
  kill(): Promise<void>;
  restart(): Promise<void>;
  freeze(): void;
  thaw(): void;
  stop(): Promise<void>;
}

const { env } = process;

const binary = findBinary();

/** The text that stands in the name of a skipped suite; empty when there is a Redis. */
export const SKIPPED = binary === null ? ' (skipped: no redis-server)' : '';

export async function startRedis(extraArguments: readonly string[] = []): Promise<TestRedis> {
  if (binary === null) throw new Error('skipped: no redis-server');
  const dir = mkdtempSync(join(tmpdir(), 'guance-jira-test-redis-'));
  const port = await freePort();
  const socket = join(dir, 'socket');
  const client = new Redis({ path: socket, maxRetriesPerRequest: null, retryStrategy: () => 50 });
  client.on('error', () => undefined);
  let child: ChildProcess;
  const run = async () => {
    const settings = [
      ...['--unixsocket', socket],
      '--appendonly',
      'yes',
      '--appendfsync',
      'always',
      '--maxmemory-policy',
      'noeviction',
      '--save',
      '',
    ];
    child = spawn(
      binary,
      ['--port', String(port), '--bind', '127.0.0.1', '--dir', dir, ...settings, ...extraArguments],
      {
        stdio: 'ignore',
        env: { ...env, LD_LIBRARY_PATH: libraryPath(binary) },
      },
    );
    await client.ping();
  };
  const ended = () =>
    new Promise<void>((end) =>
      child.exitCode === null && child.signalCode === null ? child.once('exit', () => end()) : end(),
    );
  const kill = async () => {
    child.kill('SIGKILL');
    await ended();
  };
  await run();
  return {
    port,
    socket,
    url: `redis://127.0.0.1:${port}`,
    client,
    kill,
    restart: run,
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    stop: async () => {
      client.disconnect();
      await kill();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** Polls until `look` gives something; the test's own time limit ends it. */
export async function until<T>(
  look: () => Promise<T | null | undefined | false> | T | null | undefined | false,
): Promise<T> {
  for (;;) {
    const found = await look();
    if (found !== null && found !== undefined && found !== false) return found;
    await pause(20);
  }
}

function findBinary(): string | null {
  const data = resolve(import.meta.dirname, '../../../.data');
  const unpacked = ['redis', 'redis-program'].map((name) => join(data, name)).filter((dir) => existsSync(dir));
  const candidates = [
    env.TEST_REDIS_SERVER ?? '',
    'redis-server',
    'valkey-server',
    ...unpacked.flatMap((dir) =>
      readdirSync(dir, { recursive: true, encoding: 'utf8' })
        .filter((path) => /bin\/(redis|valkey)-server$/.test(path))
        .map((path) => join(dir, path)),
    ),
  ];
  const runs = (path: string) =>
    path !== '' && spawnSync(path, ['--version'], { env: { ...env, LD_LIBRARY_PATH: libraryPath(path) } }).status === 0;
  return candidates.find(runs) ?? null;
}

/** An unpacked Debian package has its libraries beside it. */
function libraryPath(binary: string): string {
  if (!binary.includes('/')) return env.LD_LIBRARY_PATH ?? '';
  const lib = join(dirname(dirname(binary)), 'lib');
  const nested = existsSync(lib) ? readdirSync(lib).map((name) => join(lib, name)) : [];
  return [lib, ...nested].join(':');
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
