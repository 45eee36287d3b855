import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keysFor } from '../contract/keys.ts';
import { noteRefused, readRefused } from './refused.ts';

describe.skipIf(SKIPPED !== '')(`refused deliveries${SKIPPED}`, () => {
  const keys = keysFor('refused');
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());

  it('are kept, the newest first, two hundred of them, for some days', async () => {
    const one = { at: 1, code: 'unauthorized', address: '10.0.0.9', tokenLabel: null, count: 1 };
    for (let at = 1; at <= 203; at += 1) await noteRefused(redis.client, keys, { ...one, at });
    const read = await readRefused(redis.client, keys);

    expect(read[0]).toEqual({ ...one, at: 203 });
    expect(read.length).toBe(200);
    expect(await redis.client.ttl(keys.refused)).toBeGreaterThan(86_400);
  });
});
