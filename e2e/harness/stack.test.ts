import { afterEach, describe, expect, it } from 'vitest';
import { type Stack, sampleEvent, startStack } from './index.ts';

let stack: Stack | undefined;
afterEach(async () => {
  await stack?.close().catch(() => {});
  stack = undefined;
});

describe('the stack of the tests', () => {
  it('takes an event to an issue over a killed worker, a killed receiver and a killed Redis', async () => {
    const running = await startStack();
    stack = running;
    await running.worker.kill('SIGKILL');
    const event = sampleEvent();
    expect(await running.send(event)).toMatchObject({
      status: 202,
      body: { accepted: [{ eventId: event.df_event_id, status: 'queued' }] },
    });

    await running.receiver.kill('SIGKILL');
    await running.redis.kill('SIGKILL');
    await running.redis.start();
    await Promise.all([running.receiver.start(), running.worker.start()]);

    const [issue] = await running.waitFor('the issue', async () => {
      const issues = await running.jira.issues();
      return issues.length > 0 && issues;
    });
    expect(issue?.key).toBe('OPS-1');
    const [handled] = await running.waitFor('the log line', () => {
      const lines = running.worker.log.named('event handled');
      return lines.length > 0 && lines;
    });
    expect(handled).toMatchObject({ eventId: event.df_event_id, outcome: 'created', issueKey: 'OPS-1' });
    await running.close();
    stack = undefined;
  });

  it('notices a process that did not stop cleanly', async () => {
    const running = await startStack();
    stack = running;
    running.worker.child?.kill('SIGKILL');

    await expect(running.close()).rejects.toThrow('worker did not stop cleanly');
    stack = undefined;
  });
});
