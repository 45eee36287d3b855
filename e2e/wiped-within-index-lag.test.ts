import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type GuanceEvent, type LogRecord, type Stack, sampleEvent, startStack } from './harness/index.ts';

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

interface Installed {
  readonly stack: Stack;
  readonly event: GuanceEvent;
  /** Of the outcome of the first event. */
  readonly line: LogRecord;
}

/** Installations whose first issue is made, for the test that wipes their Redis. */
const installed = new Map<string, Promise<Installed>>();

async function prepared(
  dialect: Dialect,
  group: string,
  workerEnv: Record<string, string>,
  indexLagMs = 0,
): Promise<Stack> {
  const stack = await startStack({ dialect, workerEnv, sandbox: { indexLagMs }, started: false });
  const file = join(stack.dir, 'rules.yaml');
  await writeFile(file, `defaults: { project: OPS, issueType: 故障, group: ${group} }\nroutes: [{ name: alerts }]\n`);
  stack.worker.env.RULES_FILE = file;
  return stack;
}

/** The first event of a first install, in a Jira where a person has made an issue by hand, with the account that the bridge is given. */
async function install(dialect: Dialect, group: string): Promise<Installed> {
  const stack = await prepared(dialect, group, { JIRA_SETTLE_MS: NEVER_MS }, Number(NEVER_MS));
  try {
    await makeIssue(stack, dialect);
    await Promise.all([stack.receiver.start(), stack.worker.start()]);
    const event = sampleEvent();
    await stack.send(event);
    return { stack, event, line: await stack.waitFor('its issue', () => handled(stack)[0]) };
  } catch (error) {
    await stack.close().catch(() => {});
    throw error;
  }
}

describe.concurrent('while no search shows yet what was made', () => {
  afterAll(async () => {
    for (const one of await Promise.allSettled(installed.values()))
      if (one.status === 'fulfilled') await one.value.stack.close();
  });

  it.for(CASES)('a first install makes its first issue all the same: %s, group %s', async ([dialect, group]) => {
    const one = install(dialect, group);
    installed.set(`${dialect} ${group}`, one);

    expect((await one).line).toMatchObject({ outcome: 'created', issueKey: 'OPS-2' });
  });

  it.for(CASES)(
    'a wiped Redis and a worker that knew no ledger make no second issue: %s, group %s',
    async ([dialect, group], { onTestFinished }) => {
      // A second try has an installation of its own.
      const before = installed.get(`${dialect} ${group}`);
      installed.delete(`${dialect} ${group}`);
      const { stack, event } = await (before ?? install(dialect, group));
      onTestFinished(() => stack.close());
      const { worker, jira, redis, waitFor, send, prefix } = stack;
      await worker.stop();
      await redis.call('FLUSHALL');
      await worker.start();
      await send(event);
      const judged = () => redis.call('HGET', `{${prefix}}:ledger`, 'virgin');
      await waitFor('whether it is a first install', async () => ['0', '1'].includes(String(await judged())));
      await jira.control('PUT', '/settings', { indexLagMs: 0 });
      const line = await waitFor('the event that came again', () => handled(stack)[1]);

      expect(line).toMatchObject({ issueKey: 'OPS-2' });
      expect(await jira.issues(), 'that one, and the one by hand').toHaveLength(2);
    },
  );
});

it.concurrent.for(CASES)(
  'a create under way while Redis and its worker are lost makes no second issue though Jira stores it late: %s, group %s',
  async ([dialect, group], { onTestFinished }) => {
    const stack = await prepared(dialect, group, {
      JIRA_TIMEOUT_MS: '2000',
      JIRA_SETTLE_MS: '300',
      JIRA_LATE_COMMIT_MS: '10000',
    });
    onTestFinished(() => stack.close());
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
