import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { SHORT_PATIENCE, type Stack, sampleEvent, startStack } from './harness/index.ts';

let stack: Stack;
afterEach(() => stack?.close());

const LOGIN = {
  cloud: { JIRA_USER: 'lina@example.com', JIRA_TOKEN: 'lina-token' },
  datacenter: { JIRA_USER: 'lina', JIRA_PASSWORD: 'sandbox-password' },
};
const LINA = { lina: { email: 'lina@example.com', apiToken: 'lina-token', password: 'sandbox-password' } };

it.each([
  ['cloud', 'event'],
  ['cloud', 'fault'],
  ['datacenter', 'event'],
  ['datacenter', 'fault'],
] as const)(
  'the worker of a new account knows what the one before made after Redis was wiped: %s, group %s',
  async (dialect, group) => {
    stack = await startStack({ dialect, workerEnv: SHORT_PATIENCE, started: false });
    const { worker, receiver, jira, redis, waitFor } = stack;
    const file = join(stack.dir, 'rules.yaml');
    await writeFile(file, `defaults: { project: OPS, issueType: 故障, group: ${group} }\nroutes: [{ name: alerts }]\n`);
    worker.env.RULES_FILE = file;
    await jira.control('PUT', '/settings', { accounts: LINA });
    await Promise.all([receiver.start(), worker.start()]);
    const handled = () => worker.log.named('event handled');
    const event = sampleEvent();
    await stack.send(event);
    await waitFor('its issue', () => handled().length === 1);

    await worker.stop();
    Object.assign(worker.env, LOGIN[dialect]);
    await worker.start();
    // So early that the new account has made nothing: then Jira seems to hold nothing of ours at all.
    await waitFor('the new account', async () => (await jira.requests()).some(({ account }) => account === 'lina'));
    await waitFor('both accounts', async () => Number(await redis.call('ZCARD', `{${stack.prefix}}:accounts`)) === 2);
    await redis.call('FLUSHALL');
    await stack.send(event);
    const line = await waitFor('the event that came again', () => handled()[1]);

    expect(line).toMatchObject({ issueKey: 'OPS-1' });
    expect(await jira.issues()).toHaveLength(1);
  },
);
