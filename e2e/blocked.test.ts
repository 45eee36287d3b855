/** Something before Jira answers one kind of request, or one body, in its place, while `/myself` and all else is well. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { keysFor, QUEUE_NAME } from '@guance-jira/queue';
import { expect, it, type TestContext } from 'vitest';
import { watchedObject } from './fault-life/lab.ts';
import { type SandboxRequest, type StackOptions, startStack } from './harness/index.ts';

const RULES = `
defaults: { project: OPS, issueType: 故障, group: fault, recover: { transition: Done }, recoverGrace: 1s }
routes: [{ name: all }]
`;

async function begin({ onTestFinished }: TestContext, options: StackOptions) {
  const stack = await startStack({
    ...{ ...options, started: false },
    workerEnv: { JIRA_TIMEOUT_MS: '1000', JIRA_SETTLE_MS: '1500', JIRA_LATE_COMMIT_MS: '1000' },
  });
  onTestFinished(() => stack.close());
  const file = join(stack.dir, 'rules.yaml');
  await writeFile(file, RULES);
  for (const app of stack.workers) app.env.RULES_FILE = file;
  for (const app of [...stack.receivers, ...stack.workers]) await app.start();
  const keys = keysFor(stack.prefix);
  const outcomes = () => stack.workers.flatMap(({ log }) => log.named('event handled'));
  const posted = async (kind: 'create' | 'transition') => {
    const requests = await stack.jira.requests({ kind });
    return requests.filter(({ method }) => method === 'POST');
  };
  return {
    stack,
    outcomes,
    pauseKey: keys.pause(stack.jira.url),
    progressOf: async (eventId: string) =>
      String(await stack.redis.call('HGET', `${keys.bullPrefix}:${QUEUE_NAME}:ev_${eventId}`, 'progress')),
    fault: (fault: object) => stack.jira.control('POST', '/faults', { times: 'forever', ...fault }),
    posted,
    restsFor: (ms: number, kind: 'create' | 'transition') =>
      stack.waitFor(`a long rest of each ${kind}`, async () => longestRest(await posted(kind)) >= ms, 90_000),
    /** Ends what is in the way, and gives the time that the rest of a minute may last. */
    async allEnd(count: number) {
      await stack.jira.control('DELETE', '/faults');
      await stack.waitFor('an outcome for each', () => outcomes().length === count, 150_000);
    },
  };
}

/** How long the longest of the times between two requests is. */
function longestRest(requests: readonly SandboxRequest[]): number {
  const times = requests.map(({ at }) => Number(at));
  return Math.max(0, ...times.slice(1).map((time, n) => time - (times[n] ?? time)));
}

it.concurrent.for([
  ['cloud', 'cloudfront-403'],
  ['datacenter', 'nginx-413'],
] as const)(
  'creates that something before a %s refuses (%s) are tried by one event at a time, ever more rarely, and all else goes on',
  async ([dialect, page], test) => {
    const lab = await begin(test, { dialect, workers: 2 });
    const { stack, outcomes } = lab;
    const known = watchedObject('known');
    await stack.send(known.next('critical'));
    await stack.waitFor('the first issue', () => outcomes().length === 1);
    await lab.fault({ path: 'create', action: { page } });
    const events = Array.from({ length: 80 }, (_, n) => watchedObject(`object ${n}`).next('critical'));
    await stack.send(events);

    await lab.restsFor(3500, 'create');
    // Five in a row, those under way by then, and one after each rest of 1, 2, 4 and 8 seconds.
    expect((await lab.posted('create')).length).toBeLessThan(60);
    const told = await Promise.all(events.map(({ df_event_id }) => lab.progressOf(df_event_id)));
    expect(told.filter((text) => text.includes('blocked: something before Jira')).length).toBeGreaterThan(40);
    await stack.send(known.next('ok'));
    await stack.waitFor('the recovery', () => outcomes().some(({ outcome }) => outcome === 'resolved'));

    await lab.allEnd(82);
    expect(outcomes().filter(({ outcome }) => outcome === 'created')).toHaveLength(81);
    expect(await stack.jira.issues()).toHaveLength(81);
  },
);

it.concurrent.for(['cloud', 'datacenter'] as const)(
  'one body that a proxy before a %s answers 503 with Retry-After waits alone, and at least so long',
  async (dialect, test) => {
    const lab = await begin(test, { dialect });
    const { stack, outcomes } = lab;
    await stack.send(watchedObject('first').next('critical'));
    await stack.waitFor('the first issue', () => outcomes().length === 1);
    const respond = {
      status: 503,
      headers: { 'Retry-After': '20', 'Content-Type': 'text/html' },
      body: '<html>busy</html>',
    };
    await lab.fault({ path: 'create', body: 'poisonous', action: { respond } });
    const poisoned = watchedObject('poisonous').next('critical');
    await stack.send(poisoned);
    await stack.waitFor('that it waits', async () => (await lab.progressOf(poisoned.df_event_id)).includes('503'));

    expect(await stack.redis.call('HGET', lab.pauseKey, 'reason')).toBeNull();
    await stack.send(Array.from({ length: 20 }, (_, n) => watchedObject(`object ${n}`).next('critical')));
    await stack.waitFor('all others', () => outcomes().length === 21);
    const ofIt = async () => (await lab.posted('create')).filter(({ status }) => status === 503);
    await stack.waitFor('its second try', async () => (await ofIt()).length > 1, 60_000);
    expect(longestRest((await ofIt()).slice(0, 2))).toBeGreaterThanOrEqual(20_000);

    await lab.allEnd(22);
    expect(await stack.jira.issues()).toHaveLength(22);
  },
);

it.concurrent.for(['cloud', 'datacenter'] as const)(
  'transitions that a firewall before a %s answers with a page and status 200 are tried ever more rarely',
  async (dialect, test) => {
    const lab = await begin(test, { dialect, workers: 2 });
    const { stack, outcomes } = lab;
    const objects = Array.from({ length: 30 }, (_, n) => watchedObject(`object ${n}`));
    await stack.send(objects.map((object) => object.next('critical')));
    await stack.waitFor('30 issues', () => outcomes().length === 30);
    await lab.fault({ path: '/transitions$', method: 'POST', action: { html200: 'before' } });
    const before = (await stack.jira.requests()).length;
    await stack.send(objects.map((object) => object.next('ok')));

    await lab.restsFor(7500, 'transition');
    // Five in a row, those under way by then, and one after each rest; nobody else looks at the issue before.
    expect((await lab.posted('transition')).length).toBeLessThan(40);
    // Whatever goes on meanwhile, such as searches for duplicates, comes the more often the longer it takes.
    const asked = (await stack.jira.requests()).slice(before).filter(({ path }) => path.includes('/issue/'));
    const kinds = Object.groupBy(
      asked,
      ({ method, path, status }) => `${method} ${path.replace(/.*issue\/[^/]+/, '')} ${status}`,
    );
    expect(
      asked.length,
      Object.entries(kinds)
        .map(([kind, of]) => `${of?.length} ${kind}`)
        .join(', '),
    ).toBeLessThan(200);

    await lab.allEnd(60);
    expect(outcomes().filter(({ outcome }) => outcome === 'resolved')).toHaveLength(30);
  },
);
