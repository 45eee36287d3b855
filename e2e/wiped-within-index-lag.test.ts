import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, type TestContext } from 'vitest';
import { type Stack, sampleEvent, startStack } from './harness/index.ts';

type Dialect = 'cloud' | 'datacenter';

/** No search ever shows what is made, as long as the test does not change that. */
const NEVER_MS = '3600000';

const CASES = [
  ['cloud', 'event'],
  ['cloud', 'fault'],
  ['datacenter', 'event'],
  ['datacenter', 'fault'],
] as const;

const handled = (stack: Stack) => stack.worker.log.named('event handled');

const startLagging = (test: TestContext, dialect: Dialect, group: string) =>
  prepared(test, dialect, group, { JIRA_SETTLE_MS: NEVER_MS }, Number(NEVER_MS));

async function prepared(
  { onTestFinished }: TestContext,
  dialect: Dialect,
  group: string,
  workerEnv: Record<string, string>,
  indexLagMs = 0,
): Promise<Stack> {
  const stack = await startStack({ dialect, workerEnv, sandbox: { indexLagMs }, started: false });
  onTestFinished(() => stack.close());
  const file = join(stack.dir, 'rules.yaml');
  await writeFile(file, `defaults: { project: OPS, issueType: 故障, group: ${group} }\nroutes: [{ name: alerts }]\n`);
  stack.worker.env.RULES_FILE = file;
  return stack;
}

describe.concurrent('while no search shows yet what was made', () => {
  it.for(CASES)(
    'a wiped Redis and a worker that knew no ledger make no second issue: %s, group %s',
    async ([dialect, group], test) => {
      const stack = await startLagging(test, dialect, group);
      const { worker, receiver, jira, redis, waitFor, send, prefix } = stack;
      await Promise.all([receiver.start(), worker.start()]);
      const event = sampleEvent();
      await send(event);
      await waitFor('its issue', () => handled(stack).length === 1);
      await worker.stop();
      await redis.call('FLUSHALL');
      await worker.start();
      await send(event);
      const judged = () => redis.call('HGET', `{${prefix}}:ledger`, 'virgin');
      await waitFor('whether it is a first install', async () => ['0', '1'].includes(String(await judged())));
      await jira.control('PUT', '/settings', { indexLagMs: 0 });
      const line = await waitFor('the event that came again', () => handled(stack)[1]);

      expect(line).toMatchObject({ issueKey: 'OPS-1' });
      expect(await jira.issues()).toHaveLength(1);
    },
  );

  it.for(CASES)('a first install makes its first issue all the same: %s, group %s', async ([dialect, group], test) => {
    const stack = await startLagging(test, dialect, group);
    // By hand, with the account that the bridge is given.
    await makeIssue(stack, dialect);
    await Promise.all([stack.receiver.start(), stack.worker.start()]);
    await stack.send(sampleEvent());
    const line = await stack.waitFor('its issue', () => handled(stack)[0]);

    expect(line).toMatchObject({ outcome: 'created', issueKey: 'OPS-2' });
  });
});

it.concurrent.for(CASES)(
  'a create under way while Redis and its worker are lost makes no second issue though Jira stores it late: %s, group %s',
  async ([dialect, group], test) => {
    const stack = await prepared(test, dialect, group, {
      JIRA_TIMEOUT_MS: '2000',
      JIRA_SETTLE_MS: '300',
      JIRA_LATE_COMMIT_MS: '10000',
    });
    const { worker, receiver, jira, redis, waitFor, send } = stack;
    await Promise.all([receiver.start(), worker.start()]);
    await send(sampleEvent());
    await waitFor('another issue', () => handled(stack).length === 1);
    await jira.control('POST', '/faults', { path: 'create', times: 1, action: { lateCommit: { ms: 10_000 } } });
    const event = sampleEvent({ df_fault_id: 'another', df_monitor_checker_event_ref: 'another object' });
    await send(event);
    await waitFor('the create', async () => {
      const { faults } = (await jira.control('GET', '/faults')) as { faults: unknown[] };
      return faults.length === 0;
    });
    await worker.kill();
    await redis.call('FLUSHALL');
    await worker.start();
    await send(event);
    const line = await waitFor('the event that came again', () => handled(stack)[1]);

    expect(line).toMatchObject({ outcome: 'created', issueKey: 'OPS-2' });
    const creates = (await jira.requests()).filter(({ kind }) => kind === 'create');
    expect(creates, 'the other issue, and the one that was under way').toHaveLength(2);
  },
);

async function makeIssue(stack: Stack, dialect: Dialect): Promise<void> {
  const { JIRA_URL, JIRA_USER, JIRA_TOKEN, JIRA_PASSWORD } = stack.jira.env;
  const response = await fetch(`${JIRA_URL}/rest/api/${dialect === 'cloud' ? 3 : 2}/issue`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${JIRA_USER}:${JIRA_TOKEN ?? JIRA_PASSWORD}`).toString('base64')}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ fields: { project: { key: 'OPS' }, issuetype: { name: '故障' }, summary: 'by hand' } }),
  });
  if (!response.ok) throw new Error(`no issue by hand: ${await response.text()}`);
}
