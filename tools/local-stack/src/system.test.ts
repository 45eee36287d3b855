import { chmod, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nextFreePort } from './processes/ports.ts';
import { resolveRedis } from './redis/resolve-redis.ts';
import { keptSecret } from './settings/secrets.ts';
import { holdAlone } from './single.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'guance-jira-unit-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

describe('resolveRedis', () => {
  it.each(['REDIS_URL', 'REDIS_URL_FILE', 'REDIS_SENTINELS', 'REDIS_CLUSTER_NODES'])(
    'takes what %s names before anything else, and does not print it',
    async (name) => {
      const env = { [name]: 'redis://user:hidden-secret@127.0.0.1:6379', PATH: process.env.PATH };
      const choice = await resolveRedis({ dataDir: dir, env, allowMemory: true });

      expect(choice).toEqual({ kind: 'given', words: `the one that ${name} names` });
    },
  );

  it.each(['redis-server', 'valkey-server'])('takes a %s on the PATH', async (name) => {
    const path = await program(join(dir, 'some bin', name), 'Redis server v=9.8.7 sha=0');
    const choice = await resolveRedis({ dataDir: dir, env: { PATH: join(dir, 'some bin') }, allowMemory: false });

    expect(choice).toMatchObject({ kind: 'program', path });
    expect(choice.words).toContain('9.8.7');
  });

  it('takes the one that was unpacked before', async () => {
    const path = await program(join(dir, 'bin', 'redis-server'), 'Redis server v=7.0.15 sha=0');

    expect(await resolveRedis({ dataDir: dir, env: { PATH: '' }, allowMemory: false })).toMatchObject({
      kind: 'program',
      path,
    });
  });

  async function program(path: string, says: string): Promise<string> {
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(path, `#!/bin/sh\necho '${says}'\n`);
    await chmod(path, 0o755);
    return path;
  }
});

describe('keptSecret', () => {
  it('makes a secret once, for its owner alone', async () => {
    const file = join(dir, 'secrets', 'token');
    const first = await keptSecret(file);

    expect(first).toMatch(/^[a-z2-7]{32}$/);
    expect(await keptSecret(file)).toBe(first);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(join(dir, 'secrets'))).mode & 0o777).toBe(0o700);
    expect(await keptSecret(join(dir, 'secrets', 'other'))).not.toBe(first);
  });
});

describe('holdAlone', () => {
  it('says what can be done where the folder cannot be written', async () => {
    const inTheWay = join(dir, 'file');
    await writeFile(inTheWay, '');
    await expect(holdAlone(join(inTheWay, '.data'))).rejects.toThrow(
      /cannot be written.*\n.*LOCAL_STACK_DATA=<folder>/,
    );
  });

  it('refuses the second stack on one folder until the first is gone', async () => {
    const release = await holdAlone(dir);
    await expect(holdAlone(dir)).rejects.toThrow('runs already');

    release();
    (await holdAlone(dir))();
  });
});

describe('nextFreePort', () => {
  it.each(['127.0.0.1', '0.0.0.0'])(
    'passes over a port that something on %s holds, and those already given',
    async (host) => {
      const server = createServer();
      const port = await listen(server, host);
      try {
        const next = await nextFreePort(port, new Set());
        expect(next).toBeGreaterThan(port);
        expect(await nextFreePort(port, new Set([next]))).toBeGreaterThan(next);
      } finally {
        server.close();
      }
    },
  );

  function listen(server: Server, host: string): Promise<number> {
    return new Promise((resolve) => {
      server.listen(0, host, () => {
        const address = server.address();
        resolve(typeof address === 'object' && address ? address.port : 0);
      });
    });
  }
});
