import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Stack, sampleEvent, startStack } from './harness/index.ts';

describe('with JIRA_GROUP=fault', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack({ workers: 2, workerEnv: { JIRA_GROUP: 'fault' } });
  });
  afterAll(() => stack.close());
  const handled = () => stack.workers.flatMap((worker) => worker.log.named('event handled'));

  it('all events of one fault share one issue, whichever worker gets them first', async () => {
    const list = Array.from({ length: 30 }, () => sampleEvent({ df_fault_id: 'fault-1' }));

    await stack.send(list);
    await stack.waitFor('all outcomes', () => handled().length >= 30);

    expect(await stack.jira.issues()).toHaveLength(1);
    expect(handled().filter(({ outcome }) => outcome === 'created')).toHaveLength(1);
    expect(new Set(handled().map(({ issueKey }) => issueKey)).size).toBe(1);
    expect(new Set(handled().map(({ outcome, reason }) => `${outcome} ${reason}`))).toEqual(
      new Set(['created null', 'ignored repeat: the fault has its issue']),
    );
  });

  it('another fault of the same object goes on in its open issue', async () => {
    const event = sampleEvent({ df_fault_id: 'fault-2', date: 1693035000, timestamp: 1693035000 });

    await stack.send(event);
    const line = await stack.waitFor('its outcome', () =>
      handled().find(({ eventId }) => eventId === event.df_event_id),
    );

    expect(line).toMatchObject({ outcome: 'commented' });
    expect(await stack.jira.issues()).toHaveLength(1);
  });

  it('a fault of another object gets an issue of its own', async () => {
    const event = sampleEvent({ df_fault_id: 'fault-3', df_monitor_checker_event_ref: 'another object' });

    await stack.send(event);
    const line = await stack.waitFor('its outcome', () =>
      handled().find(({ eventId }) => eventId === event.df_event_id),
    );

    expect(line).toMatchObject({ outcome: 'created' });
    expect(await stack.jira.issues()).toHaveLength(2);
  });
});
