import { keysFor } from '@guance-jira/queue';
import { SKIPPED, startRedis, type TestRedis, until } from '@guance-jira/testing';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openRedisGate, type RedisGate } from './circuit-breaker.ts';

describe.skipIf(SKIPPED)(`a Redis that is not there when the receiver starts${SKIPPED}`, () => {
  let redis: TestRedis;
  let client: Redis;
  let gate: RedisGate;
  let now: number;
  let logged: string[];
  let reasons: string[];
  beforeEach(async () => {
    redis = await startRedis();
    client = new Redis({ path: redis.socket, retryStrategy: () => 20, enableOfflineQueue: false });
    client.on('error', () => undefined);
    [now, logged, reasons] = [1_000, [], []];
  });
  afterEach(async () => {
    gate.close();
    client.disconnect();
    await redis.stop();
  });

  const open = () => {
    const log = (level: string) => (message: string, fields?: { reason?: string }) => {
      logged.push(`${level} ${message}`);
      if (fields?.reason) reasons.push(fields.reason);
    };
    gate = openRedisGate({
      ...{ redis: client, keys: keysFor('gate'), waitReplicas: 0, clock: () => now },
      log: { error: log('error'), warn: log('warn'), info: log('info'), debug: log('debug') },
    });
  };
  /** So many looks have ended without an answer. */
  const looked = () => until(() => gate.reason !== 'it has not answered yet');

  it('and answers soon is no outage', async () => {
    await redis.kill();
    open();
    await looked();
    now += 4_900;
    await redis.restart();
    await until(() => gate.isOpen);

    expect(logged).toEqual(['info redis takes events']);
  });

  it('and stays away is one, told once', async () => {
    await redis.kill();
    open();
    await looked();
    expect(logged).toEqual([]);
    now += 5_000;
    await until(() => logged.length > 0);
    await redis.restart();
    await until(() => gate.isOpen);

    expect(logged).toEqual(['warn redis takes no events', 'info redis takes events']);
  });

  it('and is lost again after it was there is an outage at once', async () => {
    open();
    await until(() => gate.isOpen);
    await redis.kill();
    await until(() => logged.length > 1);

    expect(logged).toEqual(['info redis takes events', 'warn redis takes no events']);
    await redis.restart();
  });

  it('but answers that it takes no writes is told at once', async () => {
    await redis.client.config('SET', 'min-replicas-to-write', 1);
    open();
    await until(() => logged.length > 0);

    expect([logged, reasons]).toEqual([['warn redis takes no events'], [expect.stringContaining('NOREPLICAS')]]);
  });
});
