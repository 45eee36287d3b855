import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Stack, sampleEvent, startStack } from './harness/index.ts';

describe.each(['cloud', 'datacenter'] as const)('what %s refuses', (dialect) => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack({ dialect, consoleEnv: {} });
  });
  afterAll(() => stack.close());
  const settings = (patch: unknown) => stack.jira.control('PUT', '/settings', patch);
  const outcomeOf = (id: string) =>
    stack.waitFor(`the outcome of ${id}`, () =>
      stack.worker.log.named('event handled').find(({ eventId }) => eventId === id),
    );

  it('a field that is not on the screen is left out, and the issue says so', async () => {
    await settings({ projects: { OPS: { screenFields: ['project', 'issuetype', 'summary', 'description'] } } });
    const event = sampleEvent({ df_title: 'few fields' });

    await stack.send(event);

    expect(await outcomeOf(event.df_event_id)).toMatchObject({ outcome: 'created' });
    const issue = (await stack.jira.issues()).find(({ summary }) => String(summary).startsWith('few fields'));
    expect(issue).toMatchObject({ labels: [] });
    expect(JSON.stringify(issue?.description)).toMatch(/Highest/);
    await settings({
      projects: {
        OPS: { screenFields: ['project', 'issuetype', 'summary', 'description', 'priority', 'labels', 'assignee'] },
      },
    });
  });

  it('without labels on the screen a lost answer is found by the property', async () => {
    await settings({ projects: { OPS: { screenFields: ['project', 'issuetype', 'summary', 'description'] } } });
    await stack.jira.control('POST', '/faults', { path: 'create', times: 1, action: 'resetAfter' });
    const event = sampleEvent({ df_title: 'no labels, no answer' });

    await stack.send(event);

    expect(await outcomeOf(event.df_event_id)).toMatchObject({ outcome: 'created' });
    expect(
      (await stack.jira.issues()).filter(({ summary }) => String(summary).startsWith('no labels, no answer')),
    ).toHaveLength(1);
    await settings({
      projects: {
        OPS: { screenFields: ['project', 'issuetype', 'summary', 'description', 'priority', 'labels', 'assignee'] },
      },
    });
  });

  it('a project that does not exist fails the event in the words of Jira, and a retry makes the issue once it does', async () => {
    await settings({ projects: { OPS: null } });
    const event = sampleEvent({ df_title: 'too early' });

    await stack.send(event);
    const failed = await outcomeOf(event.df_event_id);
    await settings({ projects: { OPS: { name: 'Operations' } } });
    const job = `ev_${event.df_event_id}`;
    const retried = await fetch(`${stack.adminUrl}/dashboard/api/queues/events/${job}/retry`, {
      method: 'PUT',
      headers: { 'sec-fetch-site': 'same-origin' },
    });

    expect(failed).toMatchObject({ outcome: 'failed', reason: expect.stringMatching(/project/i) });
    expect(`${retried.status} ${await retried.text()}`).toMatch(/^20/);
    const created = await stack.waitFor('the issue', () =>
      stack.worker.log
        .named('event handled')
        .find(({ eventId, outcome }) => eventId === event.df_event_id && outcome === 'created'),
    );
    expect((await stack.jira.issues()).map(({ key }) => key)).toContain(created.issueKey);
  });
});
