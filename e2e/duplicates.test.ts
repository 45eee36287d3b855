import { describe, expect, it, type TestContext } from 'vitest';
import { SHORT_TIMEOUTS, type Stack, sampleEvent, startStack } from './harness/index.ts';

/** An issue that its own account may not see for a time: beyond the promise, so a second one is made. */
async function makeDuplicates(dialect: 'cloud' | 'datacenter', { onTestFinished }: TestContext) {
  const stack = await startStack({
    dialect,
    workerEnv: { ...SHORT_TIMEOUTS, JIRA_SETTLE_MS: '300' },
  });
  onTestFinished(() => stack.close());
  await stack.jira.control('POST', '/faults', { path: 'create', action: 'resetAfter', made: { visibleTo: [] } });
  const event = sampleEvent();
  await stack.send(event);
  await stack.waitFor('the second issue', () => stack.worker.log.named('event handled')[0]);
  const [first, second, ...more] = await stack.jira.issues();
  if (!first || !second || more.length > 0) throw new Error('two issues were expected');
  return { stack, event, first, second };
}

/** The late look is due in ten minutes; the test does not wait for it. */
async function lookNow(stack: Stack): Promise<void> {
  for (const { key } of await stack.jira.issues())
    await stack.jira.control('POST', `/issues/${key}/edit-as-person`, { visibleTo: null });
  const key = `{${stack.prefix}}:checks`;
  const [member] = (await stack.redis.call('ZRANGE', key, 0, 0)) as string[];
  await stack.redis.call('ZADD', key, 1, member ?? '');
}

describe.concurrent.each(['cloud', 'datacenter'] as const)('two issues for one alert in %s', (dialect) => {
  it('are found later: the first stays, the second is linked, commented and closed', async (test) => {
    const { stack, event, first, second } = await makeDuplicates(dialect, test);

    await lookNow(stack);
    const line = await stack.waitFor('the warning', () => stack.worker.log.named('duplicate issue found')[0]);

    expect(line).toMatchObject({ issueKey: second.key, keptIssueKey: first.key, result: 'closed' });
    const after = (await stack.jira.issues()).find(({ key }) => key === second.key);
    expect(after).toMatchObject({ status: 'done' });
    // Wiki markup writes the key as OPS\-1.
    expect(JSON.stringify(after?.comments).replaceAll('\\', '')).toContain(`本问题与 ${first.key} 重复`);
    expect(await stack.redis.call('HGET', `{${stack.prefix}}:ledger:ev_${event.df_event_id}`, 'issueKey')).toBe(
      first.key,
    );
  });

  it('of which a person has touched the second: it is left open, with a comment', async (test) => {
    const { stack, first, second } = await makeDuplicates(dialect, test);
    await stack.jira.control('POST', `/issues/${second.key}/edit-as-person`, { summary: 'I am on it' });

    await lookNow(stack);
    const line = await stack.waitFor('the warning', () => stack.worker.log.named('duplicate issue found')[0]);

    expect(line).toMatchObject({ issueKey: second.key, result: 'left' });
    const after = (await stack.jira.issues()).find(({ key }) => key === second.key);
    expect(after?.status).not.toBe('done');
    expect(JSON.stringify(after?.comments).replaceAll('\\', '')).toContain(`后续更新将写入 ${first.key}`);
  });
});
