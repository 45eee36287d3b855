import { RulesInvalid } from '@guance-jira/mapping';
import { keepRules, readKeptRules } from '@guance-jira/operations';
import { keysFor } from '@guance-jira/queue';
import { SKIPPED, startRedis } from '@guance-jira/queue/testing';
import { describe, expect, it } from 'vitest';
import { readOrKept } from './last-good.ts';

const file = (name: string) => [
  { name: 'rules.yaml', text: `routes: [{ name: ${name}, project: OPS, issueType: Task, group: fault }]` },
];
const wrong = [{ name: 'rules.yaml', text: 'routes: [{ name: a, projekt: OPS }]' }];
const names = async (...args: Parameters<typeof readOrKept>) => {
  const { rules, refused } = await readOrKept(...args);
  return [rules.routes.map(({ name }) => name), refused === null];
};

it('takes the files where they are right, whatever was kept', async () => {
  expect(
    await names(
      () => file('new'),
      async () => file('old'),
    ),
  ).toEqual([['new'], true]);
});

it('goes on with what was kept where the files are wrong', async () => {
  expect(
    await names(
      () => wrong,
      async () => file('old'),
    ),
  ).toEqual([['old'], false]);
});

it.each<[string, Parameters<typeof readOrKept>[1]]>([
  ['nothing was kept', async () => null],
  ['what was kept cannot be read either', async () => wrong],
  ['Redis fails', () => Promise.reject(new Error('away'))],
])('refuses wrong files where %s', async (_says, kept) => {
  await expect(readOrKept(() => wrong, kept)).rejects.toThrow(RulesInvalid);
});

describe.skipIf(SKIPPED)(`in Redis${SKIPPED}`, () => {
  it('the texts come back as they were kept, and null where there are none', async () => {
    const redis = await startRedis();
    const keys = keysFor('kept');
    try {
      expect(await readKeptRules(redis.client, keys)).toBeNull();
      await keepRules(redis.client, keys, file('数据库'));
      expect(await readKeptRules(redis.client, keys)).toEqual(file('数据库'));
    } finally {
      await redis.stop();
    }
  });
});
