import { SKIPPED, startRedis, type TestRedis, until } from '@guance-jira/testing';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keysFor } from '../index.ts';
import { createProducer } from './producer.ts';

describe.skipIf(SKIPPED !== '')(`confirming events with a replica${SKIPPED}`, () => {
  const keys = keysFor('confirm');
  let master: TestRedis;
  let replica: TestRedis;
  beforeAll(async () => {
    master = await startRedis();
    replica = await startRedis(['--replicaof', '127.0.0.1', String(master.port)]);
    await until(async () => (await replica.client.info('replication')).includes('master_link_status:up'));
    await until(async () => (await master.client.info('replication')).includes('state=online'));
  });
  afterAll(async () => {
    replica.thaw();
    await Promise.all([replica.stop(), master.stop()]);
  });

  it('confirms no event that stands on the master alone, also on a connection that finds it there and writes nothing', async () => {
    const confirm = (connection: Redis, eventId: string) =>
      createProducer({ redis: connection, keys, waitReplicas: 1 })
        .confirm([{ v: 1, eventId, event: { df_status: 'critical' }, receivedAt: 1 }])
        .catch((error: unknown) => String(error));
    const [first, second] = [new Redis(master.url), new Redis(master.url)];
    // One that has only just got its first copy may confirm nothing for a second.
    await until(async () => Array.isArray(await confirm(first, 'before')));
    expect(await confirm(first, 'both')).toEqual(['queued']);
    replica.freeze();

    expect(await confirm(first, 'alone')).toContain('only 0 of 1 replicas');
    expect(await master.client.exists(keys.job('alone')), 'it stands on the master').toBe(1);
    expect(await confirm(second, 'alone')).toContain('only 0 of 1 replicas');

    replica.thaw();
    await until(async () => (await confirm(second, 'alone')).at(0) === 'duplicate');
    expect(await replica.client.exists(keys.job('alone'))).toBe(1);
    first.disconnect();
    second.disconnect();
  });
});
