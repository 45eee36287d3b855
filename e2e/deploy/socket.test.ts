import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Child, childOf, freePort } from '@guance-jira/local-stack';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collectRecords, repoRoot, sampleEvent, sendTo } from '../harness/index.ts';

const PROGRAM = 'systemd-socket-activate';
const SKIPPED = spawnSync(PROGRAM, ['--version']).error && process.env.CI !== 'true' ? ` (skipped: no ${PROGRAM})` : '';
const TOKEN = 'token-of-the-socket-test';

/** The process takes the sockets only if they are meant for it, as systemd says by its number. */
const RECEIVER = `sh -c 'echo pid $$; LISTEN_PID=$$ exec "$NODE" apps/receiver/src/main.ts'`;

describe.skipIf(SKIPPED !== '')(`a receiver whose port systemd holds${SKIPPED}`, () => {
  let dir: string;
  let webhook: string;
  let child: Child;
  const log = collectRecords();

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'guance-jira-socket-'));
    const port = await freePort();
    webhook = `http://127.0.0.1:${port}/webhook/guance/${TOKEN}`;
    const env = {
      ...{ PATH: process.env.PATH, NODE: process.execPath, LOG_FORMAT: 'json', SPOOL_DIR: join(dir, 'spool') },
      // No Redis: a delivery then is answered from the spool, and the second receiver takes over that of the first.
      ...{ REDIS_URL: 'redis://127.0.0.1:1', WEBHOOK_TOKENS: TOKEN, METRICS_PORT: String(await freePort()) },
    };
    const passed = Object.keys(env).flatMap((name) => ['-E', name]);
    // One receiver after the other, with a pause in which there is none.
    const script = `${RECEIVER}; sleep 1; ${RECEIVER}`;
    child = childOf(
      'receivers',
      spawn(PROGRAM, [...passed, '-l', `127.0.0.1:${port}`, 'sh', '-c', script], {
        cwd: repoRoot,
        env,
        detached: true,
      }),
      { group: true },
    );
    log.collect(child);
  });
  afterAll(async () => {
    child?.kill('SIGKILL');
    await child?.exited;
    await rm(dir, { recursive: true, force: true });
  });

  it('answers what came before it ran, and what came while it restarted', async () => {
    const first = await send();
    const [before] = log.named('receiver started');
    const pid = receiverPid();
    process.kill(pid, 'SIGTERM');
    while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 20));
    const second = await send();

    expect([first.status, second.status]).toEqual([202, 202]);
    expect(before).toMatchObject({ url: webhook.slice(0, webhook.indexOf('/webhook')) });
    expect(log.named('receiver started')).toHaveLength(2);
    expect(receiverPid()).not.toBe(pid);
  });

  /** Until the program listens there is nothing to connect to; from then on a connection waits. */
  async function send() {
    for (;;) {
      try {
        return await sendTo(webhook, sampleEvent());
      } catch (error) {
        if (log.text.includes('receiver started') || !/ECONNREFUSED/.test(String((error as Error).cause))) throw error;
      }
    }
  }

  /** Of the last one. */
  function receiverPid(): number {
    return Number([...log.text.matchAll(/^pid (\d+)$/gm)].at(-1)?.[1]);
  }

  function isAlive(pid: number): boolean {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  }
});
