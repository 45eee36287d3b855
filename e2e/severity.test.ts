import { keysFor } from '@guance-jira/queue';
import { afterEach, describe, expect, it } from 'vitest';
import { type Stack, sampleEvent, startStack } from './harness/index.ts';

let stack: Stack;
afterEach(() => stack?.close());

describe.each(['cloud', 'datacenter'] as const)('when %s rests and events queue up', (dialect) => {
  it('the most severe gets its issue first, though it came last', async () => {
    stack = await startStack({ dialect, workerEnv: { WORKER_CONCURRENCY: '1' } });
    await stack.jira.control('PUT', '/settings', { refuse: true });
    const low = Array.from({ length: 30 }, () => sampleEvent({ df_status: 'info' }));
    const fatal = sampleEvent({ df_status: 'fatal' });

    for (const event of low) await stack.send(event);
    await stack.waitFor('the rest', () => stack.worker.log.named('jira cannot be reached')[0]);
    await stack.send(fatal);
    // Taken up while Jira still refuses: from here on no other event is under way.
    const job = keysFor(stack.prefix).job(fatal.df_event_id);
    await stack.waitFor('a try', async () => Number(await stack.redis.call('HGET', job, 'ats')) > 0);
    await stack.jira.control('PUT', '/settings', { refuse: false });

    const issues = await stack.waitFor('all issues', async () => {
      const all = await stack.jira.issues();
      return all.length === 31 && all;
    });
    const opened = issues.map(({ properties }) =>
      Reflect.get(Object(Reflect.get(Object(properties), 'guance-jira')), 'eventId'),
    );
    expect(opened[0]).toBe(fatal.df_event_id);
    expect(opened.slice(1).sort()).toEqual(low.map(({ df_event_id }) => df_event_id).sort());
  });
});
