import { afterEach, expect, it } from 'vitest';
import { SHORT_TIMEOUTS, type Stack, sampleEvent, startStack } from './harness/index.ts';

let stack: Stack;
afterEach(() => stack?.close());

/** No search shows it within the time that it has. */
const INDEX_LAG_MS = 60_000;

it.each(['cloud', 'datacenter'] as const)(
  'a create whose answer is lost, above many issues that the account may not see, has one issue: %s',
  async (dialect) => {
    stack = await startStack({ dialect, sandbox: { indexLagMs: INDEX_LAG_MS }, workerEnv: SHORT_TIMEOUTS });
    await stack.send(sampleEvent());
    await stack.waitFor('the first issue', async () => (await stack.jira.issues())[0]);
    const lost = { respond: { status: 504 }, when: 'after' };
    await stack.jira.control('POST', '/faults', { path: 'create', action: lost, made: { skipKeys: 20 } });
    const event = sampleEvent({ df_title: 'lost' });
    await stack.send(event);
    const line = await stack.waitFor('its outcome', () =>
      stack.worker.log.named('event handled').find(({ eventId }) => eventId === event.df_event_id),
    );

    expect(line).toMatchObject({ outcome: 'created', issueKey: 'OPS-22' });
    expect(await stack.jira.issues()).toHaveLength(2);
  },
);
