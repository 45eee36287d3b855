import { afterEach, expect, it } from 'vitest';
import { SHORT_TIMEOUTS, type Stack, sampleEvent, startStack } from './harness/index.ts';

let stack: Stack;
afterEach(() => stack?.close());

/** People change these just then: their proxy answers 502. */
it.each<[string, (env: Record<string, string | undefined>) => void]>([
  [
    'the address of the same Jira',
    (env) => {
      env.JIRA_URL = env.JIRA_URL?.replace('127.0.0.1', 'localhost');
    },
  ],
  [
    'the account',
    (env) => {
      env.JIRA_USER = 'lina';
    },
  ],
  [
    'both',
    (env) => {
      env.JIRA_URL = env.JIRA_URL?.replace('127.0.0.1', 'localhost');
      env.JIRA_USER = 'lina';
    },
  ],
])('a create whose answer is lost has one issue although meanwhile people change %s', async (_what, change) => {
  stack = await startStack({ sandbox: { indexLagMs: 1500 }, workerEnv: SHORT_TIMEOUTS });
  await stack.jira.control('PUT', '/settings', { accounts: { lina: { password: 'sandbox-password' } } });
  const lost = { path: 'create', action: { respond: { status: 502 }, when: 'after' } };
  await stack.jira.control('POST', '/faults', lost);
  await stack.send(sampleEvent());
  await stack.waitFor('the issue', async () => (await stack.jira.issues()).length === 1);
  await stack.worker.stop();
  change(stack.worker.env);
  await stack.worker.start();
  const line = await stack.waitFor('its outcome', () => stack.worker.log.named('event handled')[0]);

  expect(line).toMatchObject({ outcome: 'created', issueKey: 'OPS-1' });
  expect(await stack.jira.issues()).toHaveLength(1);
});
