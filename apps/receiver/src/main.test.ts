import { keysFor } from '@guance-jira/queue';
import { runProgram, SKIPPED, startRedis, until } from '@guance-jira/testing';
import { describe, expect, it } from 'vitest';
import { alert, answerOf, startTestReceiver, temporaryDir } from './testing/receiver.ts';

const TOKEN = 'process-token-0123456789';

const run = (settings: Record<string, string>) => runProgram('receiver', settings);

describe('the process', () => {
  it('names every fault of its configuration on stderr and exits with 78', async () => {
    const { output, ended } = run({ RECEIVER_PORT: 'x', METRICS_PORT: 'y' });

    expect(await ended).toBe(78);
    expect(output.err).toMatch(/RECEIVER_PORT: [\s\S]*METRICS_PORT: [\s\S]*WEBHOOK_TOKENS: /);
  });

  it('stops cleanly at SIGTERM, also without Redis', async () => {
    const dir = temporaryDir();
    const { child, output, ended } = run({
      REDIS_URL: 'redis://:hidden-password@127.0.0.1:1',
      WEBHOOK_TOKENS: `main:${TOKEN}`,
      RECEIVER_PORT: '0',
      METRICS_PORT: '0',
      SPOOL_DIR: dir.path,
    });
    await until(() => output.out.includes('receiver started'));
    child.kill('SIGTERM');

    expect(await ended).toBe(0);
    expect(output.out).toContain('stopped');
    expect(output.out + output.err).not.toMatch(/hidden-password|process-token/);
    dir.remove();
  });

  it('starts with the settings of the time when the dashboard was in it, and says once where that went', async () => {
    const dir = temporaryDir();
    const { child, output, ended } = run({
      REDIS_URL: 'redis://127.0.0.1:1',
      WEBHOOK_TOKENS: TOKEN,
      RECEIVER_PORT: '0',
      METRICS_PORT: '0',
      ADMIN_HOST: '0.0.0.0',
      ADMIN_PORT: 'not even a port',
      DASHBOARD_PASSWORD_FILE: '/does/not/exist',
      SPOOL_DIR: dir.path,
    });
    await until(() => output.out.includes('receiver started'));
    child.kill('SIGTERM');

    expect(await ended).toBe(0);
    const told = output.out.split('\n').filter((line) => /(npm run|guance-jira) console/.test(line));
    expect(told.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({ level: 'info', settings: 'ADMIN_HOST, ADMIN_PORT, DASHBOARD_PASSWORD_FILE' }),
    ]);
    dir.remove();
  });

  it.skipIf(SKIPPED !== '')(
    `refuses a Redis that keeps less than REQUIRE_DURABLE_REDIS asks for${SKIPPED}`,
    async () => {
      const dir = temporaryDir();
      const redis = await startRedis();
      await redis.client.config('SET', 'appendfsync', 'everysec');
      const { output, ended } = run({
        REDIS_URL: redis.url,
        REQUIRE_DURABLE_REDIS: 'true',
        WEBHOOK_TOKENS: TOKEN,
        RECEIVER_PORT: '0',
        METRICS_PORT: '0',
        SPOOL_DIR: dir.path,
      });

      expect(await ended).toBe(78);
      expect(output.err).toMatch(/REQUIRE_DURABLE_REDIS: .*appendfsync everysec/);
      await redis.stop();
      dir.remove();
    },
  );

  it.skipIf(SKIPPED !== '')(`keeps every event it accepted when it is killed, Redis up or down${SKIPPED}`, async () => {
    const dir = temporaryDir();
    const redis = await startRedis();
    const { child, output, ended } = run({
      REDIS_URL: redis.url,
      WEBHOOK_TOKENS: TOKEN,
      RECEIVER_PORT: '0',
      METRICS_PORT: '0',
      SPOOL_DIR: dir.path,
    });
    const url = await until(() => /"url":"([^"]+)"/.exec(output.out)?.[1]);
    const accepted = new Map<string, string>();
    const send = async (id: string) => {
      const answer = await fetch(`${url}/webhook/guance/${TOKEN}`, {
        method: 'POST',
        body: JSON.stringify(alert(id)),
        headers: { 'content-type': 'application/json' },
      }).then(answerOf, () => null);
      for (const { eventId, status } of answer?.json.accepted ?? []) accepted.set(eventId, status);
    };
    const load = Array.from({ length: 4 }, async (_, lane) => {
      for (let n = 0; child.signalCode === null && n < 20_000; n++) await send(`lane${lane}-${n}`);
    });
    await until(() => accepted.size > 50);
    await redis.kill();
    await until(() => [...accepted.values()].filter((status) => status === 'spooled').length > 50);
    child.kill('SIGKILL');
    await Promise.all([...load, ended]);
    await redis.restart();
    const next = await startTestReceiver(redis.url, { SPOOL_DIR: dir.path });
    await until(() => next.logged().includes('spool drained'));

    const found = await Promise.all(
      [...accepted.keys()].map((id) => redis.client.exists(keysFor('guance-jira').job(id))),
    );
    expect(found.filter((count) => count !== 1)).toEqual([]);
    expect(new Set(accepted.values())).toEqual(new Set(['queued', 'spooled']));
    await next.close();
    await redis.stop();
    dir.remove();
  });
});
