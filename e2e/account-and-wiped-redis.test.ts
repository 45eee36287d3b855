import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { it, type TestContext } from 'vitest';
import { SHORT_TIMEOUTS, type Stack, sampleEvent, startStack } from './harness/index.ts';

const LOGIN = {
  cloud: { JIRA_USER: 'lina@example.com', JIRA_TOKEN: 'lina-token' },
  datacenter: { JIRA_USER: 'lina', JIRA_PASSWORD: 'sandbox-password' },
};
const LINA = { lina: { email: 'lina@example.com', apiToken: 'lina-token', password: 'sandbox-password' } };

type Dialect = keyof typeof LOGIN;

const handled = (stack: Stack) => stack.worker.log.named('event handled');

/** A stack of the test's own, and the event that has got its issue. */
async function oneIssue({ onTestFinished }: TestContext, dialect: Dialect, group: string) {
  const stack = await startStack({ dialect, workerEnv: SHORT_TIMEOUTS, started: false });
  onTestFinished(() => stack.close());
  const { worker, receiver, jira, waitFor } = stack;
  const file = join(stack.dir, 'rules.yaml');
  await writeFile(file, `defaults: { project: OPS, issueType: 故障, group: ${group} }\nroutes: [{ name: alerts }]\n`);
  worker.env.RULES_FILE = file;
  await jira.control('PUT', '/settings', { accounts: LINA });
  await Promise.all([receiver.start(), worker.start()]);
  const event = sampleEvent();
  await stack.send(event);
  await waitFor('its issue', () => handled(stack).length === 1);
  return { stack, event };
}

/** So early that the new account has made nothing: Jira seems to hold nothing of ours at all then. */
async function accountChanges(stack: Stack, dialect: Dialect): Promise<void> {
  const { worker, jira, redis, waitFor } = stack;
  await worker.stop();
  Object.assign(worker.env, LOGIN[dialect]);
  await worker.start();
  await waitFor('the new account', async () => (await jira.requests()).some(({ account }) => account === 'lina'));
  await waitFor('both accounts', async () => Number(await redis.call('ZCARD', `{${stack.prefix}}:accounts`)) === 2);
}

async function redisIsWiped(stack: Stack): Promise<void> {
  await stack.redis.call('FLUSHALL');
  const wiped = () => stack.worker.log.named('ledger epoch renewed').some(({ reason }) => reason === 'wiped');
  await stack.waitFor('the worker that notices', wiped);
}

const CASES = [
  ['cloud', 'event'],
  ['cloud', 'fault'],
  ['datacenter', 'event'],
  ['datacenter', 'fault'],
] as const;

// Each mostly waits, so they run side by side.
it.concurrent.for(CASES)(
  'the worker of a new account knows what the one before made after Redis was wiped: %s, group %s',
  async ([dialect, group], test) => {
    const { stack, event } = await oneIssue(test, dialect, group);
    await accountChanges(stack, dialect);
    await stack.redis.call('FLUSHALL');
    await stack.send(event);
    const line = await stack.waitFor('the event that came again', () => handled(stack)[1]);

    test.expect(line).toMatchObject({ issueKey: 'OPS-1' });
    test.expect(await stack.jira.issues()).toHaveLength(1);
  },
);

it.concurrent.for(CASES)(
  'a new account that comes after Redis was wiped knows what the one before made: %s, group %s',
  async ([dialect, group], test) => {
    const { stack, event } = await oneIssue(test, dialect, group);
    await redisIsWiped(stack);
    await accountChanges(stack, dialect);
    await stack.send(event);
    const line = await stack.waitFor('the event that came again', () => handled(stack)[1]);

    test.expect(line).toMatchObject({ issueKey: 'OPS-1' });
    test.expect(await stack.jira.issues()).toHaveLength(1);
  },
);
