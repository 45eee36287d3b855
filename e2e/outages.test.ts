import { keysFor } from '@guance-jira/queue';
import { afterEach, describe, expect, it } from 'vitest';
import { type SandboxIssue, type Stack, sampleEvent, startStack } from './harness/index.ts';

const PATIENCE = { JIRA_TIMEOUT_MS: '1000', JIRA_SETTLE_MS: '1500', JIRA_LATE_COMMIT_MS: '1000' };

let stack: Stack;
afterEach(() => stack?.close());

const settings = (patch: unknown) => stack.jira.control('PUT', '/settings', patch);
const handled = () => stack.worker.log.named('event handled');

async function sendMany(count: number): Promise<string[]> {
  const events = Array.from({ length: count }, () => sampleEvent());
  await stack.send(events);
  return events.map(({ df_event_id }) => df_event_id);
}

async function expectOneIssueEach(ids: readonly string[]): Promise<void> {
  await stack.waitFor(
    'an outcome for each',
    () => ids.every((id) => handled().some(({ eventId }) => eventId === id)),
    120_000,
  );
  expect(handled().filter(({ outcome }) => outcome !== 'created')).toEqual([]);
  const issues = await stack.jira.issues();
  expect(issues.map(eventIdOf).sort()).toEqual([...ids].sort());
}

function eventIdOf({ properties }: SandboxIssue): string {
  return String(Reflect.get(Object(Reflect.get(Object(properties), 'guance-jira')), 'eventId'));
}

it('after a pause of a second an idle worker goes on soon, also with an event that lets others go first', async () => {
  stack = await startStack({ workerEnv: PATIENCE });
  await expectOneIssueEach(await sendMany(1));
  const until = Date.now() + 1000;
  await stack.redis.call('HSET', keysFor(stack.prefix).pause(stack.jira.url), 'manualUntil', until);
  const event = sampleEvent({ df_status: 'warning' });

  await stack.send(event);

  const line = await stack.waitFor('its outcome', () => handled().find(({ eventId }) => eventId === event.df_event_id));
  const lateMs = Date.parse(String(line.timestamp)) - until;
  expect(lateMs).toBeGreaterThan(0);
  expect(lateMs).toBeLessThan(3000);
});

describe.each(['cloud', 'datacenter'] as const)('while %s is ill', (dialect) => {
  it('events wait out refused connections without spending an attempt', async () => {
    stack = await startStack({ dialect, workerEnv: PATIENCE });
    await settings({ refuse: { forMs: 4000 } });

    const ids = await sendMany(20);

    await expectOneIssueEach(ids);
    expect(handled().map(({ attempt }) => attempt)).toEqual(ids.map(() => 1));
    expect(stack.worker.log.named('jira cannot be reached').length).toBeGreaterThan(0);
  });

  it('events wait out a minute of 503, with growing pauses', async () => {
    stack = await startStack({ dialect, workerEnv: PATIENCE });
    const [first] = await sendMany(1);
    await expectOneIssueEach([first ?? '']);
    await settings({ maintenance: { body: '<html>down for maintenance</html>' } });

    const ids = await sendMany(20);
    const refused = async () => (await stack.jira.requests()).filter(({ status }) => status === 503);
    await new Promise((resolve) => setTimeout(resolve, 60_000));
    const times = (await refused()).map(({ at }) => Number(at)).slice(-3);
    await settings({ maintenance: null });

    await expectOneIssueEach([first ?? '', ...ids]);
    const [a = 0, b = 0, c = 0] = times;
    expect(c - b).toBeGreaterThan((b - a) * 0.9);
  });

  it('events wait out every page that something before Jira writes in its place', async () => {
    stack = await startStack({ dialect, workerEnv: PATIENCE });
    await expectOneIssueEach(await sendMany(1));
    const before = await stack.jira.issues();
    const pages = [
      'edge-404',
      'gateway-404',
      'tomcat-400',
      'nginx-405',
      'nginx-413',
      'cloudfront-403',
      'maintenance-200',
    ];
    const ids: string[] = [];
    for (const page of pages) {
      await stack.jira.control('DELETE', '/faults');
      await stack.jira.control('POST', '/faults', { path: 'any', times: 'forever', action: { page } });
      ids.push(...(await sendMany(2)));
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
    expect(await stack.jira.issues()).toHaveLength(before.length);
    await stack.jira.control('DELETE', '/faults');

    await expectOneIssueEach([...ids, ...before.map(eventIdOf)]);
  });

  it('events wait while Jira refuses the log-in for ten seconds, and go on with a new token', async () => {
    stack = await startStack({ dialect, workerEnv: PATIENCE, started: false });
    const secret = dialect === 'cloud' ? 'apiToken' : 'password';
    const right = dialect === 'cloud' ? 'sandbox-token' : 'sandbox-password';
    await settings({ accounts: { bot: { [secret]: 'changed-by-an-admin' } } });
    await Promise.all([stack.receiver.start(), stack.worker.start()]);

    const ids = await sendMany(20);
    await stack.waitFor('the warning', () => stack.worker.log.named('jira refuses the log-in')[0]);
    await new Promise((resolve) => setTimeout(resolve, 10_000));
    const refusals = (await stack.jira.requests()).filter(({ status }) => status === 401).length;
    await settings({ accounts: { bot: { [secret]: right } } });

    await expectOneIssueEach(ids);
    // A password on Data Center is tried three times at most: failed log-ins lock the account.
    expect(refusals).toBeLessThanOrEqual(dialect === 'cloud' ? 6 : 3);
  });
});
