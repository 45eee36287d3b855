import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SHORT_TIMEOUTS, type Stack, sampleEvent, startStack } from './harness/index.ts';

describe.each(['cloud', 'datacenter'] as const)('two issues for one alert in %s', (dialect) => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack({ dialect, workerEnv: { ...SHORT_TIMEOUTS, JIRA_SETTLE_MS: '300' } });
  });
  afterAll(() => stack?.close());

  /** An issue that its own account may not see for a time: beyond the promise, so a second one is made. */
  async function makeDuplicates() {
    const before = new Set((await stack.jira.issues()).map(({ key }) => key));
    await stack.jira.control('POST', '/faults', { path: 'create', action: 'resetAfter', made: { visibleTo: [] } });
    const event = sampleEvent();
    await stack.send(event);
    const handled = () => stack.worker.log.named('event handled').find(({ eventId }) => eventId === event.df_event_id);
    await stack.waitFor('the second issue', handled);
    const [first, second, ...more] = (await stack.jira.issues()).filter(({ key }) => !before.has(key));
    if (!first || !second || more.length > 0) throw new Error('two issues were expected');
    return { event, first, second };
  }

  /** The late look is due in ten minutes; the test does not wait for it. */
  async function lookNow(eventId: string, keys: readonly string[]) {
    for (const key of keys) await stack.jira.control('POST', `/issues/${key}/edit-as-person`, { visibleTo: null });
    const checks = `{${stack.prefix}}:checks`;
    const members = (await stack.redis.call('ZRANGE', checks, 0, -1)) as string[];
    await stack.redis.call('ZADD', checks, 1, members.find((member) => member.includes(`ev_${eventId}"`)) ?? '');
    const found = () => stack.worker.log.named('duplicate issue found');
    return stack.waitFor('the warning', () => found().find(({ issueKey }) => issueKey === keys[1]));
  }

  it('are found later: the first stays, the second is linked, commented and closed', async () => {
    const { event, first, second } = await makeDuplicates();

    const line = await lookNow(event.df_event_id, [first.key, second.key]);

    expect(line).toMatchObject({ issueKey: second.key, keptIssueKey: first.key, result: 'closed' });
    const after = (await stack.jira.issues()).find(({ key }) => key === second.key);
    expect(after).toMatchObject({ status: 'done' });
    // Wiki markup writes the key as OPS\-1.
    expect(JSON.stringify(after?.comments).replaceAll('\\', '')).toContain(`本问题与 ${first.key} 重复`);
    expect(await stack.redis.call('HGET', `{${stack.prefix}}:ledger:ev_${event.df_event_id}`, 'issueKey')).toBe(
      first.key,
    );
  });

  it('of which a person has touched the second: it is left open, with a comment', async () => {
    const { event, first, second } = await makeDuplicates();
    await stack.jira.control('POST', `/issues/${second.key}/edit-as-person`, { summary: 'I am on it' });

    const line = await lookNow(event.df_event_id, [first.key, second.key]);

    expect(line).toMatchObject({ issueKey: second.key, result: 'left' });
    const after = (await stack.jira.issues()).find(({ key }) => key === second.key);
    expect(after?.status).not.toBe('done');
    expect(JSON.stringify(after?.comments).replaceAll('\\', '')).toContain(`后续更新将写入 ${first.key}`);
  });
});
