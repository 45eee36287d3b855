import { readKeptRules } from '@guance-jira/operations';
import { keysFor } from '@guance-jira/queue';
import { SKIPPED, startRedis } from '@guance-jira/queue/testing';
import { describe, expect, it, vi } from 'vitest';
import { keepTelling } from './keep-telling.ts';

const TEXTS = [{ name: 'rules.yaml', text: 'routes: []' }];
const RULES = { inForce: () => ({ print: 'p', since: 7, refused: null }), texts: () => TEXTS };

describe.skipIf(SKIPPED !== '')(`the rules of a running worker${SKIPPED}`, () => {
  it('are kept again where Redis has lost them', async () => {
    const redis = await startRedis();
    const keys = keysFor('keep');
    const telling = keepTelling(RULES, redis.client, keys, () => {}, 20);
    try {
      const kept = async () => expect(await readKeptRules(redis.client, keys)).toEqual(TEXTS);
      await vi.waitFor(kept, { timeout: 10_000 });
      await redis.client.flushall();
      await vi.waitFor(kept, { timeout: 10_000 });
    } finally {
      telling.close();
      await redis.stop();
    }
  });
});
