import { keysFor } from '@guance-jira/queue';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readRulesTold, rulesPrint, tellRules } from './rules-in-force.ts';

const told = { print: 'p', since: 7, refused: { since: 9, problems: ['rules.yaml:3:1: wrong'] } };

describe.skipIf(SKIPPED !== '')(`the rules that workers have in force${SKIPPED}`, () => {
  const keys = keysFor('in-force');
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  beforeEach(() => redis.client.flushall());
  afterAll(() => redis.stop());

  it('are told by each worker that runs, and forgotten with it', async () => {
    const second = Math.floor(Date.now() / 1000);
    await redis.client.hset(keys.rules, {
      silent: `${second - 60} ${JSON.stringify(told)}`,
      gone: `${second - 3600} ${JSON.stringify(told)}`,
      other: `${second} {"of":"another version"}`,
    });
    await tellRules(redis.client, keys, 'b:2', { ...told, refused: null });
    await tellRules(redis.client, keys, 'a:1', told);

    expect([...(await readRulesTold(redis.client, keys))]).toEqual([
      ['a:1', told],
      ['b:2', { ...told, refused: null }],
    ]);
    expect((await redis.client.hkeys(keys.rules)).sort()).toEqual(['a:1', 'b:2', 'other', 'silent']);
    expect(await redis.client.ttl(keys.rules)).toBeGreaterThan(0);
  });
});

it('are known by their words, wherever the file lies', () => {
  const print = rulesPrint([{ name: '/etc/rules.yaml', text: 'routes: []' }]);
  expect(rulesPrint([{ name: 'rules.yaml', text: 'routes: []' }])).toBe(print);
  expect(rulesPrint([{ name: 'rules.yaml', text: 'routes: [] ' }])).not.toBe(print);
});
