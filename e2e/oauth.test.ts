/** OAuth 2.0 client credentials of a service account, with real processes: Cloud by a gateway, and Data Center by its own endpoint. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { cliIn } from '../apps/cli/src/testing/cli.ts';
import { SHORT_TIMEOUTS, type Stack, sampleEvent, startStack } from './harness/index.ts';
import { textOfRedis } from './secrets/places.ts';

const SECRET = 'sandbox-client-secret';
const PATH = '/ex/jira/1';

let stack: Stack;
afterEach(() => stack?.close());

describe.each(['cloud', 'datacenter'] as const)('two workers of one service account (%s)', (dialect) => {
  it('ask for one access token, go on when it is revoked, and show neither it nor the secret', async () => {
    stack = await startStack({ dialect, started: false, sandbox: { contextPath: PATH }, workers: 2 });
    for (const { env } of stack.workers) withOAuth(env, dialect);
    await stack.receiver.start();
    for (const worker of stack.workers) await worker.start();
    await stack.send([1, 2, 3, 4].map((n) => sampleEvent({ df_event_id: `event-${n}` })));
    await issues(4);
    expect(await tokensAskedFor()).toBe(1);

    await stack.jira.control('POST', '/access-tokens/revoke');
    await stack.send([5, 6, 7, 8].map((n) => sampleEvent({ df_event_id: `event-${n}` })));
    await issues(8);
    expect(await tokensAskedFor()).toBe(2);
    const redis = await textOfRedis(stack.redis);
    const logs = stack.workers.map(({ log }) => log.text).join('\n');
    expect(redis).toContain(':access-token:');
    const cli = cliIn({ env: { ...stack.redis.env, ...stack.worker.env } });
    const told = [await cli('validate'), await cli('doctor'), await cli('find', 'event-1')];
    expect(told.map(({ code }) => code)).toEqual([0, expect.any(Number), 0]);
    expect(told[1]?.out).toContain('Guance Bot');
    const all = [redis, logs, ...told.map(({ out, err }) => out + err)].join('\n');
    expect(all).not.toContain(SECRET);
    expect(logs).not.toMatch(/Bearer (?!\[secret\])/);
    expect(logs).not.toContain('refuses the login');
  });
});

describe('client credentials that are refused', () => {
  it('rest all requests as a refused login does, and say so; a new secret in its file is tried at once', async () => {
    stack = await startStack({ dialect: 'cloud', started: false, sandbox: { contextPath: PATH } });
    const { env, dir } = { env: stack.worker.env, dir: stack.dir };
    withOAuth(env, 'cloud');
    delete env.JIRA_OAUTH_CLIENT_SECRET;
    env.JIRA_OAUTH_CLIENT_SECRET_FILE = join(dir, 'client-secret');
    await writeFile(env.JIRA_OAUTH_CLIENT_SECRET_FILE, 'wrong-0123456789');
    await stack.receiver.start();
    await stack.worker.start();
    await stack.send(sampleEvent());
    const line = await stack.waitFor('the warning', () => stack.worker.log.named('jira refuses the login')[0]);
    expect(line).toMatchObject({ todo: expect.stringContaining('JIRA_OAUTH_CLIENT_SECRET') });
    const doctor = await cliIn({ env: { ...stack.redis.env, ...env } })('doctor');
    expect(doctor.out).toContain('JIRA_OAUTH_CLIENT_SECRET');
    expect(doctor.out + stack.worker.log.text).not.toContain('wrong-0123456789');
    expect((await stack.jira.requests()).filter(({ kind }) => kind !== 'token')).toEqual([]);

    await writeFile(env.JIRA_OAUTH_CLIENT_SECRET_FILE, SECRET);
    await issues(1);
  });
});

describe('a token endpoint that is down', () => {
  it('is an outage: events wait without an attempt, and go on when it is back', async () => {
    stack = await startStack({ dialect: 'cloud', started: false, sandbox: { contextPath: PATH } });
    withOAuth(stack.worker.env, 'cloud');
    const fault = { path: 'token', times: 'forever', action: { respond: { status: 503 } } };
    await stack.jira.control('POST', '/faults', fault);
    await stack.receiver.start();
    await stack.worker.start();
    await stack.send(sampleEvent());
    const warned = () => stack.worker.log.named('no access token can be got for jira')[0];
    expect(await stack.waitFor('the warning', warned)).toMatchObject({ level: 'warn' });
    await stack.jira.control('DELETE', '/faults');

    const line = await stack.waitFor('its outcome', () => stack.worker.log.named('event handled')[0]);
    expect(line).toMatchObject({ outcome: 'created', attempt: 1 });
  });
});

describe('an issue whose answer was lost under the API token', () => {
  it.each([
    ['at the same address', (url: string) => url],
    [
      'at another address of the same Jira, as from the site to the gateway',
      (url: string) => url.replace('127.0.0.1', 'localhost'),
    ],
  ])('is found under OAuth of the same account, %s: no second one is made', async (_where, move) => {
    stack = await startStack({
      dialect: 'cloud',
      sandbox: { contextPath: PATH, indexLagMs: 1500 },
      workerEnv: SHORT_TIMEOUTS,
    });
    const lost = { path: 'create', action: { respond: { status: 502 }, when: 'after' } };
    await stack.jira.control('POST', '/faults', lost);
    await stack.send(sampleEvent());
    await stack.waitFor('the issue', async () => (await stack.jira.issues()).length === 1);
    await stack.worker.stop();
    const { env } = stack.worker;
    withOAuth(env, 'cloud');
    env.JIRA_URL = move(env.JIRA_URL ?? '');
    await stack.worker.start();
    const line = await stack.waitFor('its outcome', () => stack.worker.log.named('event handled')[0]);

    expect(line).toMatchObject({ outcome: 'created', issueKey: 'OPS-1' });
    // A repeated delivery of what the API token made finds it as well.
    await stack.send(sampleEvent());
    expect(await stack.jira.issues()).toHaveLength(1);
  });
});

function withOAuth(env: Record<string, string | undefined>, dialect: 'cloud' | 'datacenter'): void {
  for (const name of ['JIRA_USER', 'JIRA_TOKEN', 'JIRA_PASSWORD']) delete env[name];
  Object.assign(env, {
    JIRA_OAUTH_CLIENT_ID: 'sandbox-client',
    JIRA_OAUTH_CLIENT_SECRET: SECRET,
    ...(dialect === 'cloud' ? { JIRA_OAUTH_TOKEN_URL: `${new URL(stack.jira.url).origin}/oauth/token` } : {}),
  });
}

async function issues(count: number): Promise<void> {
  await stack.waitFor(`${count} issues`, async () => (await stack.jira.issues()).length === count);
}

async function tokensAskedFor(): Promise<number> {
  return (await stack.jira.requests()).filter(({ kind }) => kind === 'token').length;
}
