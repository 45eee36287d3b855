import type { Keys } from '@guance-jira/queue';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SKIPPED, startRedis, type TestRedis } from '../testing/redis.ts';
import { createAccounts } from './accounts.ts';

describe.skipIf(SKIPPED)(`the accounts that were used before${SKIPPED}`, () => {
  let redis: TestRedis;
  let keys: Keys;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());
  beforeEach(async () => {
    await redis.client.flushall();
    keys = redis.keys();
  });

  /** A worker that has begun to work by this account. */
  const worker = async (account: string, at: number) => {
    const accounts = createAccounts(redis.client, keys, () => at);
    await accounts.use(account);
    return accounts;
  };

  it('are known to a running worker although Redis was wiped', async () => {
    await worker('bot', 1);
    const lina = await worker('lina', 2);
    await redis.client.flushall();

    expect(await lina.others()).toEqual(['bot']);
    expect(await lina.all()).toEqual(new Set(['bot', 'lina']));
  });

  it('are known to a worker that starts after the loss, once a running one has looked', async () => {
    await worker('bot', 1);
    const lina = await worker('lina', 2);
    await redis.client.flushall();
    await lina.keep();
    const sam = await worker('sam', 3);

    expect(await sam.others()).toEqual(['bot', 'lina']);
  });

  it('are known to a worker that has not reached Jira yet', async () => {
    await worker('bot', 1);
    const waiting = createAccounts(redis.client, keys);
    await waiting.keep();
    await redis.client.flushall();
    await waiting.keep();

    expect(await createAccounts(redis.client, keys).others()).toEqual(['bot']);
  });

  it('are those of an older copy of Redis as well as those of later', async () => {
    await worker('bot', 1);
    const lina = await worker('lina', 2);
    // As a copy has it that was made in between.
    await redis.client.zrem(keys.accounts, 'lina');
    await lina.keep();

    expect(await redis.client.zrange(keys.accounts, '0', '-1')).toEqual(['bot', 'lina']);
  });

  it('do not come back when twenty others were used since', async () => {
    const bot = await worker('bot', 1);
    for (let n = 0; n < 20; n += 1) await worker(`bot-${n}`, 2 + n);
    const before = await redis.client.zrange(keys.accounts, '0', '-1');
    await bot.keep();

    expect(before).not.toContain('bot');
    expect(await redis.client.zrange(keys.accounts, '0', '-1')).toEqual(before);
  });
});
