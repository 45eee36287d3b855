import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type App, createRedis, type Stack, startStack } from '../harness/index.ts';

let stack: Stack;
afterEach(() => stack?.close());

/** What both processes must say of a Redis with these settings, and what to set. */
const LESS: readonly (readonly [string, readonly string[], RegExp])[] = [
  ['appendonly no', ['--appendonly', 'no'], /lost when Redis restarts; set appendonly yes and appendfsync always/],
  ['appendfsync everysec', ['--appendfsync', 'everysec'], /power cut may lose .*\(appendfsync everysec\); set always/],
  ['allkeys-lru', ['--maxmemory-policy', 'allkeys-lru'], /allkeys-lru may delete waiting events; set noeviction/],
];

async function prepare(args: readonly string[], env: Record<string, string> = {}): Promise<void> {
  stack = await startStack({
    started: false,
    redis: (dir) => createRedis(join(dir, 'redis'), args),
    receiverEnv: env,
    workerEnv: env,
  });
}

const said = (app: App) =>
  [...app.log.named('redis durability'), ...app.log.named('redis checked')].map(({ level, promise }) => [
    level,
    promise,
  ]);

describe('what Redis promises is said at the start', () => {
  it.each(LESS)('%s: as a warning, by both', async (_name, args, words) => {
    await prepare(args);
    for (const app of [stack.receiver, stack.worker]) {
      await app.start();
      await stack.waitFor('the promise', () => said(app)[0]);
      expect(said(app)).toEqual([['warn', expect.stringMatching(words)]]);
    }
  });

  it('durable: as information', async () => {
    await prepare([]);
    for (const app of [stack.receiver, stack.worker]) {
      await app.start();
      await stack.waitFor('the promise', () => said(app)[0]);
      expect(said(app)).toEqual([['info', 'a confirmed event survives a power cut']]);
    }
  });
});

describe('with REQUIRE_DURABLE_REDIS', () => {
  const REQUIRED = { REQUIRE_DURABLE_REDIS: 'true' };

  it.each(LESS)('%s: neither starts, and both name it', async (_name, args, words) => {
    await prepare(args, REQUIRED);
    for (const app of [stack.receiver, stack.worker]) {
      expect(await exitOf(app)).toMatchObject({ code: 78, text: expect.stringMatching(words) });
      expect(app.log.text).toContain('REQUIRE_DURABLE_REDIS: ');
    }
  });

  it('a Redis that hides its settings is not believed either', async () => {
    await prepare(['--rename-command', 'CONFIG', ''], REQUIRED);
    for (const app of [stack.receiver, stack.worker]) {
      expect(await exitOf(app)).toMatchObject({
        code: 78,
        text: expect.stringContaining('does not tell its settings'),
      });
    }
  });

  it('durable: both start', async () => {
    await prepare([], REQUIRED);
    await stack.receiver.start();
    await stack.worker.start();
  });
});

describe('faults of the settings end both processes with 78, by name and without the value', () => {
  it.each([
    [{ REDIS_SENTINELS: 'secret-host:26379' }, 'REDIS_MASTER: is required together with REDIS_SENTINELS'],
    [{ REDIS_SENTINELS: 'secret-host', REDIS_MASTER: 'm' }, 'REDIS_SENTINELS: part 1 must be host:port'],
    [{ REDIS_CLUSTER_NODES: 'a:1, redis://:secret@b:2' }, 'REDIS_CLUSTER_NODES: part 2 must be host:port'],
  ])('%j', async (env, words) => {
    await prepare([], env);
    for (const app of [stack.receiver, stack.worker]) {
      expect(await exitOf(app)).toMatchObject({ code: 78, text: expect.stringContaining(words) });
      expect(app.log.text).not.toContain('secret');
    }
  });
});

async function exitOf(app: App): Promise<{ code: number | null; text: string }> {
  await app.start({ ready: false });
  const exit = await app.child?.exited;
  // It is gone already; this only makes the harness forget it.
  await app.kill();
  return { code: exit?.code ?? null, text: app.log.text };
}
