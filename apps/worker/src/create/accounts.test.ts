import { createMemory, type Memory } from '@guance-jira/ledger';
import type { Keys } from '@guance-jira/queue';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Accounts, createAccounts } from './accounts.ts';

interface Worker {
  readonly accounts: Accounts;
  readonly memory: Memory;
}

describe.skipIf(SKIPPED)(`the accounts that were used before${SKIPPED}`, () => {
  let redis: TestRedis;
  let keys: Keys;
  let open: Memory[];
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());
  beforeEach(async () => {
    await redis.client.flushall();
    keys = redis.keys();
    open = [];
  });
  afterEach(() => {
    for (const memory of open) memory.close();
  });

  /** A worker that has not reached Jira yet, whose heart has beaten once. Jira holds an issue of `bot` alone. */
  const started = async (at = 1): Promise<Worker> => {
    const accounts = createAccounts(redis.client, keys, () => at);
    const memory = createMemory(redis.client, keys, {
      ...{ site: 'http://a', ledgerDays: 30, beatMs: 3_600_000, waitReplicas: 0 },
      reconcileTimeouts: { settleMs: 0, timeoutMs: 0, lateCommitMs: 0 },
      accounts: accounts.known,
      hasIssues: async () => (await accounts.all()).has('bot'),
      onRenewed: () => {},
      onEmptied: () => {},
      onError: () => {},
    });
    open.push(memory);
    await memory.refresh();
    return { accounts, memory };
  };
  /** A worker that has begun to work by this account. */
  const worker = async (account: string, at: number): Promise<Worker> => {
    const one = await started(at);
    await one.accounts.use(account);
    return one;
  };
  const stored = () => redis.client.zrange(keys.accounts, '0', '-1');

  it('are known to a running worker although Redis was wiped', async () => {
    await worker('bot', 1);
    const { accounts } = await worker('lina', 2);
    await redis.client.flushall();

    expect(await accounts.others()).toEqual(['bot']);
    expect(await accounts.all()).toEqual(new Set(['bot', 'lina']));
  });

  it('are known to a worker that starts after the loss, once the heart of a running one has beaten', async () => {
    await worker('bot', 1);
    const lina = await worker('lina', 2);
    await redis.client.flushall();
    await lina.memory.refresh();
    const sam = await worker('sam', 3);

    expect(await sam.accounts.others()).toEqual(['bot', 'lina']);
  });

  it('are known where the present account was wiped and changes then: Jira is asked before anything is made', async () => {
    const bot = await worker('bot', 1);
    await redis.client.flushall();
    await bot.memory.refresh();
    const lina = await worker('lina', 2);

    expect(await lina.accounts.others()).toEqual(['bot']);
    expect(await lina.memory.mayHaveForgotten(null)).toBe(true);
  });

  it('are asked for once more where a worker of another account came first after the loss and found nothing', async () => {
    const bot = await worker('bot', 1);
    await redis.client.flushall();
    const lina = await worker('lina', 2);
    expect(await lina.memory.mayHaveForgotten(null)).toBe(false);
    await bot.memory.refresh();
    await lina.memory.refresh();

    expect(await lina.memory.mayHaveForgotten(null)).toBe(true);
  });

  it('are known to a worker that has not reached Jira yet', async () => {
    await worker('bot', 1);
    const waiting = await started();
    await redis.client.flushall();
    await waiting.memory.refresh();

    expect(await createAccounts(redis.client, keys).others()).toEqual(['bot']);
  });

  it('are those of an older copy of Redis as well as those of later', async () => {
    await worker('bot', 1);
    const lina = await worker('lina', 2);
    // As a copy has it that was made in between.
    await redis.client.zrem(keys.accounts, 'lina');
    await lina.memory.refresh();

    expect(await stored()).toEqual(['bot', 'lina']);
  });

  it('keep the time of their last use when a worker says them again', async () => {
    const before = await worker('bot', 1);
    await redis.client.zadd(keys.accounts, '5', 'bot');
    await before.memory.refresh();

    expect(await redis.client.zscore(keys.accounts, 'bot')).toBe('5');
  });

  it('do not come back when twenty others were used since', async () => {
    const bot = await worker('bot', 1);
    for (let n = 0; n < 20; n += 1) await createAccounts(redis.client, keys, () => 2 + n).use(`bot-${n}`);
    const before = await stored();
    await bot.memory.refresh();

    expect(before).not.toContain('bot');
    expect(await stored()).toEqual(before);
  });
});
