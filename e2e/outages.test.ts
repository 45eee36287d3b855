import { keysFor } from '@guance-jira/queue';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { type SandboxIssue, type SandboxRequest, type StackOptions, sampleEvent, startStack } from './harness/index.ts';

const PATIENCE = { JIRA_TIMEOUT_MS: '1000', JIRA_SETTLE_MS: '1500', JIRA_LATE_COMMIT_MS: '1000' };

/** A stack of the test's own. */
async function begin({ onTestFinished }: TestContext, options: StackOptions = {}) {
  const world = await open(options);
  onTestFinished(() => world.stack.close());
  return world;
}

async function open(options: StackOptions) {
  const stack = await startStack({ ...options, workerEnv: { ...PATIENCE, ...options.workerEnv } });
  const handled = () => stack.worker.log.named('event handled');
  const pause = keysFor(stack.prefix).pause(stack.jira.url);
  return {
    stack,
    handled,
    pause,
    settings: (patch: unknown) => stack.jira.control('PUT', '/settings', patch),
    refused: async (status: number) => (await stack.jira.requests()).filter((request) => request.status === status),
    async sendMany(count: number): Promise<string[]> {
      const events = Array.from({ length: count }, () => sampleEvent());
      await stack.send(events);
      return events.map(({ df_event_id }) => df_event_id);
    },
    async expectOneIssueEach(ids: readonly string[]): Promise<void> {
      await stack.waitFor(
        'an outcome for each',
        () => ids.every((id) => handled().some(({ eventId }) => eventId === id)),
        120_000,
      );
      expect(handled().filter(({ outcome }) => outcome !== 'created')).toEqual([]);
      const issues = await stack.jira.issues();
      expect(issues.map(eventIdOf).sort()).toEqual([...ids].sort());
    },
  };
}

function eventIdOf({ properties }: SandboxIssue): string {
  return String(Reflect.get(Object(Reflect.get(Object(properties), 'guance-jira')), 'eventId'));
}

/** How long the longest of the times between two requests is. */
function longestRest(requests: readonly SandboxRequest[]): number {
  const times = requests.map(({ at }) => Number(at));
  return Math.max(0, ...times.slice(1).map((time, n) => time - (times[n] ?? time)));
}

it('after a pause of a second an idle worker goes on soon, also with an event that lets others go first', async (test) => {
  const { stack, pause, handled, sendMany, expectOneIssueEach } = await begin(test);
  await expectOneIssueEach(await sendMany(1));
  const until = Date.now() + 1000;
  await stack.redis.call('HSET', pause, 'manualUntil', until);
  const event = sampleEvent({ df_status: 'warning' });

  await stack.send(event);

  const line = await stack.waitFor('its outcome', () => handled().find(({ eventId }) => eventId === event.df_event_id));
  const lateMs = Date.parse(String(line.timestamp)) - until;
  expect(lateMs).toBeGreaterThan(0);
  expect(lateMs).toBeLessThan(3000);
});

it.concurrent('a create that is always answered by a page with status 200 ends after JIRA_RETRY_FOR', async (test) => {
  const { stack, handled, sendMany, expectOneIssueEach } = await begin(test, { workerEnv: { JIRA_RETRY_FOR: '6s' } });
  const [first = ''] = await sendMany(1);
  await expectOneIssueEach([first]);
  await stack.jira.control('POST', '/faults', {
    ...{ path: 'create', body: 'poisonous', times: 'forever', action: { html200: 'before' } },
  });
  const event = sampleEvent({ df_title: 'poisonous' });
  await stack.send(event);

  const line = await stack.waitFor(
    'its outcome',
    () => handled().find(({ eventId }) => eventId === event.df_event_id),
    120_000,
  );

  expect(line).toMatchObject({ outcome: 'failed', reason: expect.stringContaining('JIRA_RETRY_FOR') });
  expect(await stack.jira.issues()).toHaveLength(1);
});

describe.concurrent.each(['cloud', 'datacenter'] as const)('while %s is ill', (dialect) => {
  // One stack for one illness after the other: starting one takes longer than most of them.
  let world: Awaited<ReturnType<typeof open>>;
  const before: string[] = [];
  beforeAll(async () => {
    world = await open({ dialect });
  });
  afterAll(() => world?.stack.close());

  it('events wait out refused connections without spending an attempt', { concurrent: false }, async () => {
    const { stack, settings, handled, sendMany, expectOneIssueEach } = world;
    await settings({ refuse: { forMs: 4000 } });

    before.push(...(await sendMany(20)));

    await expectOneIssueEach(before);
    expect(handled().map(({ attempt }) => attempt)).toEqual(before.map(() => 1));
    expect(stack.worker.log.named('jira cannot be reached').length).toBeGreaterThan(0);
  });

  it('events wait out a 503 with growing pauses', { concurrent: false }, async () => {
    const { stack, settings, refused, sendMany, expectOneIssueEach } = world;
    await settings({ maintenance: { body: '<html>down for maintenance</html>' } });

    before.push(...(await sendMany(20)));
    // The first pause is a second at most. One of four seconds comes only to those that grow: the fourth of them, at the latest the fifth.
    const rest = await stack.waitFor('a long rest between two requests', async () => {
      const longest = longestRest(await refused(503));
      return longest >= 4000 && longest;
    });
    await settings({ maintenance: null });

    await expectOneIssueEach(before);
    expect(rest).toBeGreaterThanOrEqual(4000);
  });

  it('events wait out every page that something before Jira writes in its place', { concurrent: false }, async () => {
    const { stack, settings, pause, sendMany, expectOneIssueEach } = world;
    const pages = [
      'edge-404',
      'gateway-404',
      'tomcat-400',
      'nginx-405',
      'nginx-413',
      'cloudfront-403',
      'maintenance-200',
    ];
    const standing = before.length;
    for (const page of pages) {
      // So that no moment is between one page and the next.
      await settings({ maintenance: { body: 'from page to page' } });
      await stack.jira.control('DELETE', '/faults');
      await stack.jira.control('POST', '/faults', { path: 'any', times: 'forever', action: { page } });
      await settings({ maintenance: null });
      const asked = (await stack.jira.requests()).length;
      // Without the pause that the page before has brought about, each is asked at once.
      await stack.redis.call('DEL', pause);
      before.push(...(await sendMany(2)));
      await stack.waitFor(`${page} as an answer`, async () => (await stack.jira.requests()).length > asked + 1);
    }
    expect(await stack.jira.issues()).toHaveLength(standing);
    await stack.jira.control('DELETE', '/faults');

    await expectOneIssueEach(before);
  });
});

describe.concurrent.each(['cloud', 'datacenter'] as const)('while %s is ill', (dialect) => {
  it('events wait while Jira refuses the login, which is tried ever more rarely, and go on with a new token', async (test) => {
    const { stack, settings, refused, pause, sendMany, expectOneIssueEach } = await begin(test, {
      dialect,
      started: false,
    });
    const secret = dialect === 'cloud' ? 'apiToken' : 'password';
    const right = dialect === 'cloud' ? 'sandbox-token' : 'sandbox-password';
    await settings({ accounts: { bot: { [secret]: 'changed-by-an-admin' } } });
    await Promise.all([stack.receiver.start(), stack.worker.start()]);

    const ids = await sendMany(20);
    await stack.waitFor('the warning', () => stack.worker.log.named('jira refuses the login')[0]);
    // A password on Data Center is tried three times at most, as failed logins lock the account: it rests for half a minute at once.
    const restMs = dialect === 'cloud' ? 8000 : 30_000;
    await stack.waitFor('a long pause', async () => Number(await stack.redis.call('HGET', pause, 'ms')) >= restMs / 2);
    const refusals = (await refused(401)).length;
    await settings({ accounts: { bot: { [secret]: right } } });

    await expectOneIssueEach(ids);
    expect(refusals).toBeLessThanOrEqual(dialect === 'cloud' ? 6 : 3);
  });
});
