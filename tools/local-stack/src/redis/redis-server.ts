import { spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { type Child, childOf } from '../processes/child.ts';
import { freePort } from '../processes/ports.ts';
import { writeSecret } from '../settings/secrets.ts';
import { GUARD_SCRIPT } from './guard.ts';

export interface RedisServerOptions {
  /** A `redis-server` or `valkey-server`. */
  readonly path: string;
  /** Folder of its append-only file; made if absent. */
  readonly dir: string;
  /** Default: a free port of the loopback interface. */
  readonly port?: number;
  /** Asked of every client; handed over in a file, since everybody can read a command line. */
  readonly password?: string;
  /** More of Redis's own options, as on its command line. */
  readonly args?: readonly string[];
}

export interface RedisServer extends Child {
  readonly url: string;
  readonly port: number;
}

/**
 * Starts a Redis whose confirmed writes survive a power cut: append-only file, synced at every write, nothing evicted.
 * Resolves when it answers. It ends with this process, whatever ends that.
 * @throws Error with Redis's last words
 */
export async function startRedisServer(options: RedisServerOptions): Promise<RedisServer> {
  const dir = resolve(options.dir);
  await mkdir(dir, { recursive: true });
  await untilUnused(dir, options.password);
  const port = options.port ?? (await freePort());
  const settings = [
    ['--bind', '127.0.0.1', '--port', String(port), '--dir', dir],
    ['--appendonly', 'yes', '--appendfsync', 'always', '--maxmemory-policy', 'noeviction'],
    // An event in one piece of memory takes a fifth less. The old name, which Redis 6, 7 and Valkey know.
    ['--hash-max-ziplist-value', '16384'],
    ['--save', '', '--daemonize', 'no', '--loglevel', 'notice'],
  ].flat();
  const configFile = options.password === undefined ? [] : [await writeConfig(dir, options.password)];
  const child = childOf(
    'redis',
    // A process group of its own: Ctrl-C at the terminal must not stop Redis before those who use it.
    spawn(
      '/bin/sh',
      ['-c', GUARD_SCRIPT, 'redis-guard', options.path, ...configFile, ...settings, ...(options.args ?? [])],
      {
        stdio: ['pipe', 'pipe', 'pipe'],
        detached: true,
      },
    ),
    { group: true },
  );
  const url = urlOf(port, options.password);
  await writeFile(portFile(dir), String(port));
  await untilAnswers(url, child);
  return { ...child, url, port };
}

async function writeConfig(dir: string, password: string): Promise<string> {
  const file = join(dir, 'auth.conf');
  await writeSecret(file, `requirepass ${password}`);
  return file;
}

function urlOf(port: number, password: string | undefined): string {
  return `redis://${password === undefined ? '' : `:${encodeURIComponent(password)}@`}127.0.0.1:${port}`;
}

async function untilAnswers(url: string, child: Child): Promise<void> {
  let ended = false;
  void child.exited.then(() => {
    ended = true;
  });
  while (!(await ask(url, (redis) => redis.ping()))) {
    if (ended) throw new Error(`Redis ended at its start: ${child.lastLines().join(' | ')}`);
    await pause(50);
  }
}

/** Two Redis servers on one append-only file would ruin it; the last one may still be stopping. */
async function untilUnused(dir: string, password: string | undefined): Promise<void> {
  const port = Number(await readFile(portFile(dir), 'utf8').catch(() => ''));
  if (!port) return;
  for (let tries = 0; tries < 100; tries += 1) {
    const used = await ask(urlOf(port, password), (redis) => redis.call('CONFIG', 'GET', 'dir'));
    if (!JSON.stringify(used ?? '').includes(JSON.stringify(dir))) return;
    await pause(100);
  }
  throw new Error(`Another Redis (port ${port}) uses ${dir}. Stop it first.`);
}

function portFile(dir: string): string {
  return join(dir, 'port');
}

/** Undefined when nothing answers there, or not in words that we understand. */
async function ask(url: string, question: (redis: Redis) => Promise<unknown>): Promise<unknown> {
  const redis = new Redis(url, {
    lazyConnect: true,
    retryStrategy: () => null,
    connectTimeout: 1000,
    commandTimeout: 1000,
  });
  redis.on('error', () => {});
  try {
    await redis.connect();
    return await question(redis);
  } catch {
    return undefined;
  } finally {
    redis.disconnect();
  }
}
