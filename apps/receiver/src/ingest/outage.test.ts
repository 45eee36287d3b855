import { chmodSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { keysFor } from '@guance-jira/queue';
import { SKIPPED, startRedis, type TestRedis, until } from '@guance-jira/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { alert, answerOf, startTestReceiver, type TestReceiver, temporaryDir } from '../testing/receiver.ts';

describe.skipIf(SKIPPED !== '')(`the receiver while Redis fails${SKIPPED}`, () => {
  const keys = keysFor('guance-jira');
  let dir: ReturnType<typeof temporaryDir>;
  let redis: TestRedis;
  const receivers: TestReceiver[] = [];
  const start = async (env: Record<string, string> = {}) => {
    const receiver = await startTestReceiver(redis.url, { SPOOL_DIR: dir.path, ...env });
    receivers.push(receiver);
    return receiver;
  };
  const queued = async (ids: readonly string[]) => {
    const found = await Promise.all(ids.map((id) => redis.client.exists(keys.job(id))));
    return found.every((count) => count === 1);
  };
  /** How often Redis was asked this so far. */
  const looksOf = async (command: string) => {
    const calls = new RegExp(`cmdstat_${command}:calls=(\\d+)`).exec(await redis.client.info('commandstats'));
    return Number(calls?.[1] ?? 0);
  };

  beforeEach(async () => {
    dir = temporaryDir();
    redis = await startRedis();
  });
  afterEach(async () => {
    redis.thaw();
    await Promise.all(receivers.splice(0).map((receiver) => receiver.close()));
    await redis.stop();
    dir.remove();
  });

  it('keeps events on disk while Redis is dead, says so, and queues them when it is back', async () => {
    const receiver = await start();
    await receiver.send(alert('before'));
    await redis.kill();

    const statuses = await Promise.all([1, 2, 3].map((n) => receiver.send(alert(`dead-${n}`))));
    expect(statuses.map(({ status, json }) => [status, json.accepted?.[0]?.status])).toEqual(
      Array(3).fill([202, 'spooled']),
    );
    const ready = await answerOf(fetch(`${receiver.url}/readyz`));
    expect([ready.status, ready.json]).toEqual([200, { status: 'degraded', reason: 'spooling' }]);

    await redis.restart();
    await until(() => queued(['before', 'dead-1', 'dead-2', 'dead-3']));
    const again = await receiver.send(alert('dead-2'));
    expect(again.json.accepted?.[0]?.status).toBe('duplicate');
  });

  it('answers within two seconds while Redis is frozen, and loses and doubles nothing', async () => {
    const receiver = await start();
    redis.freeze();
    const ids = Array.from({ length: 20 }, (_, n) => `frozen-${n}`);

    const startedAt = performance.now();
    const answers = await Promise.all(ids.map((id) => receiver.send(alert(id))));
    const took = performance.now() - startedAt;

    // The promise to Guance itself, not a figure of speed.
    expect(took).toBeLessThan(2_000);
    expect(answers.map(({ json }) => json.accepted?.[0]?.status)).toEqual(Array(20).fill('spooled'));
    redis.thaw();
    await until(() => queued(ids));
    await until(() => receiver.logged().includes('spool drained'));
    expect(await redis.client.llen('{guance-jira}:events:wait')).toBe(20);
  });

  it('starts while Redis is down and takes events from the first moment', async () => {
    await redis.kill();
    const receiver = await start();

    const answer = await receiver.send(alert('early'));
    expect(answer.json.accepted).toEqual([{ eventId: 'early', status: 'spooled' }]);

    await redis.restart();
    await until(() => queued(['early']));
    expect((await receiver.send(alert('late'))).json.accepted?.[0]?.status).toBe('queued');
  });

  it('lets the most severe go first, also of those that were spooled', async () => {
    const receiver = await start();
    await receiver.send(alert('low', { df_status: 'info' }));
    await redis.kill();
    await receiver.send(alert('spooled-low', { df_status: 'info' }));
    await receiver.send(alert('spooled-severe', { df_status: 'critical' }));
    await redis.restart();
    await until(() => queued(['low', 'spooled-low', 'spooled-severe']));

    expect(await redis.client.lrange('{guance-jira}:events:wait', 0, -1)).toEqual(['ev_spooled-severe']);
    expect(await redis.client.zrange('{guance-jira}:events:prioritized', '0', '-1')).toEqual([
      'ev_low',
      'ev_spooled-low',
    ]);
  });

  it('drains what a former process left', async () => {
    await redis.kill();
    const first = await start();
    await first.send(alert('left'));
    await first.close();
    receivers.splice(0);

    await redis.restart();
    await start();

    await until(() => queued(['left']));
    // The file goes when Redis has confirmed what it held.
    await until(async () => readdirSync(dir.path).filter((name) => name.endsWith('.sqlite')).length === 1);
  });

  it('refuses with 503 and Retry-After when the spool is full as well, and is not ready', async () => {
    await redis.kill();
    const receiver = await start({ SPOOL_MAX_EVENTS: '1' });
    await receiver.send(alert('fits'));

    const answer = await receiver.send(alert('does-not'));

    expect([answer.status, answer.json.error?.code]).toEqual([503, 'unavailable']);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await answerOf(fetch(`${receiver.url}/readyz`))).status).toBe(503);
  });

  it('goes on with Redis alone when the spool directory cannot be used', async () => {
    writeFileSync(join(dir.path, 'file'), '');
    const receiver = await start({ SPOOL_DIR: join(dir.path, 'file') });

    expect((await receiver.send(alert('redis-only'))).json.accepted?.[0]?.status).toBe('queued');
    expect((await answerOf(fetch(`${receiver.url}/readyz`))).json).toEqual({
      status: 'degraded',
      reason: 'the spool takes no events',
    });
    expect(await (await fetch(`${receiver.metricsUrl}/metrics`)).text()).toMatch(/^guance_jira_spool_up 0$/m);
    await redis.kill();
    expect((await receiver.send(alert('nowhere'))).status).toBe(503);
  });

  it('sets a corrupt spool file aside with a clear line and works on', async () => {
    const name = 'spool-1700000000000-00000000-0000-4000-8000-000000000000.sqlite';
    writeFileSync(join(dir.path, name), 'this is no database '.repeat(500));
    chmodSync(join(dir.path, name), 0o600);

    const receiver = await start();

    expect(receiver.logged()).toContain('a spool file is corrupt and was set aside');
    expect(readdirSync(dir.path).some((entry) => entry.startsWith(`${name}.corrupt-`))).toBe(true);
    expect((await receiver.send(alert('after'))).status).toBe(202);
  });

  it('stops sending to Redis before its memory is full, so that the worker can still drain', async () => {
    await redis.client.set('filler', 'x'.repeat(20_000_000));
    await redis.client.config('SET', 'maxmemory', 25_000_000);
    const receiver = await start();

    expect((await receiver.send(alert('crowded'))).json.accepted?.[0]?.status).toBe('spooled');
    await redis.client.config('SET', 'maxmemory', 0);
    await until(() => queued(['crowded']));
  });

  it('counts an event as kept in Redis only when the replicas confirmed it', async () => {
    const receiver = await start({ REDIS_WAIT_REPLICAS: '1' });

    expect((await receiver.send(alert('unreplicated'))).json.accepted?.[0]?.status).toBe('spooled');
  });

  it('queues with a replica, spools while it is frozen, and drains when it confirms again', async () => {
    const replica = await startRedis(['--replicaof', '127.0.0.1', String(redis.port)]);
    await until(async () => (await replica.client.info('replication')).includes('master_link_status:up'));
    const receiver = await start({ REDIS_WAIT_REPLICAS: '1' });

    expect((await receiver.send(alert('replicated'))).json.accepted?.[0]?.status).toBe('queued');
    expect(await replica.client.exists(keys.job('replicated'))).toBe(1);
    replica.freeze();
    expect((await receiver.send(alert('unconfirmed'))).json.accepted?.[0]?.status).toBe('spooled');
    replica.thaw();
    await until(() => receiver.logged().includes('spool drained'));
    expect(await replica.client.exists(keys.job('unconfirmed'))).toBe(1);
    await replica.stop();
  });

  it('takes no new connection for a proof that the replicas have what the spool holds', async () => {
    const replica = await startRedis(['--replicaof', '127.0.0.1', String(redis.port)]);
    await until(async () => (await redis.client.info('replication')).includes('state=online'));
    const receiver = await start({ REDIS_WAIT_REPLICAS: '1' });
    await receiver.send(alert('replicated'));
    replica.freeze();
    expect((await receiver.send(alert('unconfirmed'))).json.accepted?.[0]?.status).toBe('spooled');
    const before = await looksOf('wait');
    await redis.client.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    // Three looks of the gate on the new connection, each of which a confirmation by nobody would have opened.
    await until(async () => (await looksOf('wait')) >= before + 3);

    expect(receiver.logged()).not.toContain('spool drained');
    replica.thaw();
    await until(() => receiver.logged().includes('spool drained'));
    expect(await replica.client.exists(keys.job('unconfirmed'))).toBe(1);
    await replica.stop();
  });

  it.each([
    [
      'MISCONF',
      async () => {
        const [, folder] = await redis.client.config('GET', 'dir').then(z.array(z.string()).parse);
        rmSync(folder ?? '', { recursive: true });
        await redis.client.config('SET', 'save', '1 1');
        // It may have begun by itself.
        await redis.client.bgsave().catch(() => undefined);
        await until(async () => (await redis.client.info('persistence')).includes('last_bgsave_status:err'));
      },
      () => redis.client.config('SET', 'save', ''),
    ],
    [
      'NOREPLICAS',
      () => redis.client.config('SET', 'min-replicas-to-write', 1),
      () => redis.client.config('SET', 'min-replicas-to-write', 0),
    ],
  ])('says once that Redis answers and refuses writes (%s), and queues when it takes them', async (code, ill, well) => {
    const receiver = await start();
    await receiver.send(alert('before'));
    await ill();
    const ids = Array.from({ length: 6 }, (_, n) => `refused-${n}`);
    for (const id of ids) {
      const looks = await looksOf('exists');
      expect((await receiver.send(alert(id))).json.accepted?.[0]?.status).toBe('spooled');
      await until(async () => (await looksOf('exists')) > looks);
    }

    expect(receiver.logged().match(/"redis takes no events".*?}/g)).toEqual([expect.stringContaining(code)]);
    await well();
    await until(() => queued(ids));
  });

  it('lets its running requests end when it stops, and loses none', async () => {
    const receiver = await start();
    const ids = Array.from({ length: 300 }, (_, n) => `stop-${n}`);
    const answers = ids.map((id) => receiver.send(alert(id)).catch(() => null));
    await until(() => queued(['stop-20']));
    await receiver.close();
    receivers.splice(0);

    const accepted = (await Promise.all(answers)).flatMap((answer) => answer?.json.accepted ?? []);
    expect(accepted.length).toBeGreaterThan(0);
    expect(await queued(accepted.map(({ eventId }) => eventId))).toBe(true);
  });
});
