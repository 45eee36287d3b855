import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  type App,
  expectOneIssueEach,
  type GuanceEvent,
  SHORT_TIMEOUTS,
  type Stack,
  type StackOptions,
  sampleEvent,
  startStack,
} from './harness/index.ts';
import { nextOf } from './upgrade/next-version.ts';
import { EVENT, eventOf, ISSUES, type RecordedAt, recorded, recordedFault } from './upgrade/recorded-0.1.ts';
import { recordedSpool } from './upgrade/recorded-spool.ts';

let stack: Stack;
const others: App[] = [];
afterEach(async () => {
  for (const app of others.splice(0)) await app.stop();
  await stack?.close();
});

const start = async (options: StackOptions) => {
  stack = await startStack({ ...options, started: false, workerEnv: { ...SHORT_TIMEOUTS, ...options.workerEnv } });
};
const handled = (apps: readonly App[] = stack.workers) => apps.flatMap((app) => app.log.named('event handled'));
const outcomeOf = (id: string) =>
  stack.waitFor(`an outcome for ${id}`, () => handled().find(({ eventId }) => eventId === id));

describe('what version 0.1 has left', () => {
  it('jobs, records and spool under group: event are carried on, with one issue each', async () => {
    await start({});
    await putBack(recorded);
    const spooled = sampleEvent({ df_title: 'recorded in the spool' });
    recordedSpool(stack.receiver.env.SPOOL_DIR ?? '', [spooled]);
    await Promise.all([stack.receiver.start(), stack.worker.start(), stack.console.start()]);

    const going = ['untouched', 'reserved', 'sentAndLanded', 'sentAndLost', 'confirmed', 'delayed'] as const;
    for (const name of going) expect(await outcomeOf(EVENT[name])).toMatchObject({ outcome: 'created', attempt: 1 });
    expect(await outcomeOf(spooled.df_event_id)).toMatchObject({ outcome: 'created' });
    expect(await outcomeOf(EVENT.recovery)).toMatchObject({ outcome: 'ignored', reason: 'recovery' });
    const again = await stack.send([eventOf('settled'), eventOf('settledLongAgo'), eventOf('failed')]);
    const retry = `${stack.adminUrl}/dashboard/api/queues/events/ev_${EVENT.failed}/retry`;
    expect((await fetch(retry, { method: 'PUT' })).status).toBe(204);
    expect(await outcomeOf(EVENT.failed)).toMatchObject({ outcome: 'created' });

    expect(JSON.stringify(again.body).match(/duplicate/g)).toHaveLength(3);
    expect(handled().filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    // Those made since the upgrade say where, too.
    const summaries = (await stack.jira.issues()).map(({ summary }) => String(summary).replace(' · host = share', ''));
    expect(summaries.sort()).toEqual(
      [...going, 'failed', 'settled', 'settledLongAgo', 'faultOpened']
        .map((name) => `recorded ${name}`)
        .concat('recorded in the spool')
        .sort(),
    );
  });

  it('a fault under group: fault goes on in its issue', async () => {
    await start({ workerEnv: { JIRA_GROUP: 'fault' } });
    const { issues } = await putBack(recordedFault);
    await Promise.all([stack.receiver.start(), stack.worker.start()]);

    expect(await outcomeOf(EVENT.faultGoesOn)).toMatchObject({
      outcome: 'commented',
      issueKey: issues.faultOpened?.key,
    });
    expect(await stack.jira.issues()).toHaveLength(Object.keys(ISSUES).length);
  });
});

describe('what version 0.1 has left, beside alerts of another workspace with equal ids', () => {
  const elsewhere = { df_workspace_uuid: 'wksp_elsewhere' };
  const theirs = (issues: readonly Record<string, unknown>[]) =>
    issues.filter(({ summary }) => String(summary).startsWith('elsewhere'));

  it('under group: event each workspace has its own issues, once', async () => {
    await start({});
    await putBack(recorded);
    await Promise.all([stack.receiver.start(), stack.worker.start()]);
    // The job of each of these tells whose it is.
    const names = ['untouched', 'reserved', 'sentAndLanded', 'sentAndLost', 'confirmed', 'settled', 'failed'] as const;
    const events = names.map((name) => eventOf(name, { ...elsewhere, df_title: `elsewhere ${name}` }));
    const sent = await stack.send(events);
    expect(JSON.stringify(sent.body).match(/queued/g)).toHaveLength(names.length);
    await stack.waitFor(
      'an issue for each',
      async () => theirs(await stack.jira.issues()).length >= names.length,
      60_000,
    );
    const going = ['untouched', 'reserved', 'sentAndLanded', 'sentAndLost', 'confirmed', 'delayed'] as const;
    await stack.waitFor('the outcomes of both', () => handled().length > going.length + names.length);

    const again = await stack.send([...events, eventOf('settled'), eventOf('settledLongAgo')]);
    expect(JSON.stringify(again.body).match(/duplicate/g)).toHaveLength(names.length + 2);
    const summaries = (await stack.jira.issues()).map(({ summary }) => String(summary));
    expect(summaries).toEqual([...new Set(summaries)]);
    expect(theirs(await stack.jira.issues())).toHaveLength(names.length);
  });

  it('under group: fault neither workspace touches the fault of the other', async () => {
    await start({ workerEnv: { JIRA_GROUP: 'fault' } });
    const { issues } = await putBack(recordedFault);
    await Promise.all([stack.receiver.start(), stack.worker.start()]);
    const next = (id: string, change: Record<string, unknown>) => ({
      ...eventOf('faultGoesOn', { df_title: 'elsewhere', ...change }),
      df_event_id: id,
    });

    await stack.send(next('their-first', { ...elsewhere, df_status: 'critical' }));
    const opened = await outcomeOf('their-first');
    expect(opened).toMatchObject({ outcome: 'created' });
    expect(opened.issueKey).not.toBe(issues.faultOpened?.key);
    await stack.send(next('their-end', { ...elsewhere, df_status: 'ok', df_sub_status: 'ok' }));
    expect(await outcomeOf('their-end')).toMatchObject({ outcome: 'commented', issueKey: opened.issueKey });
    expect(await outcomeOf(EVENT.faultGoesOn)).toMatchObject({ issueKey: issues.faultOpened?.key });
    await stack.send(next('our-end', { df_status: 'ok', df_sub_status: 'ok' }));
    expect(await outcomeOf('our-end')).toMatchObject({ outcome: 'commented', issueKey: issues.faultOpened?.key });
  });
});

describe('a version and the next one', () => {
  it('take turns at a half-full queue, there and back, and each event has one issue', {
    timeout: 400_000,
  }, async () => {
    // Slow enough that every change of version meets events that wait.
    await start({ workerEnv: { JIRA_MAX_RPS: '4' } });
    const next = { receiver: nextOf(stack.receiver), worker: nextOf(stack.worker) };
    others.push(next.receiver, next.worker);
    const workers = [stack.worker, next.worker];
    const all: GuanceEvent[] = [];
    const send = async (count: number, status: string) => {
      const events = Array.from({ length: count }, () => sampleEvent());
      all.push(...events);
      const { body } = await stack.send(events);
      expect(JSON.stringify(body).split(`"${status}"`)).toHaveLength(count + 1);
    };
    const spool = async (count: number) => {
      await stack.redis.kill('SIGSTOP');
      await send(count, 'spooled');
    };
    const thaw = () => stack.redis.kill('SIGCONT');
    const settled = (count: number, apps = workers) =>
      stack.waitFor(`${count} outcomes`, () => handled(apps).length >= count, 120_000);

    await Promise.all([stack.receiver.start(), stack.worker.start()]);
    await send(16, 'queued');
    await settled(4);

    // Up: the worker first, then the receiver, which is killed with events on its disk.
    await stack.worker.stop();
    await next.worker.start();
    await settled(8);
    await spool(3);
    await stack.receiver.kill();
    await thaw();
    await next.receiver.start();
    await stack.waitFor('the spool', () => next.receiver.log.named('spool drained')[0]);
    await send(16, 'queued');
    await settled(14);

    // Down again, with everything half done: jobs, records and spooled events of the newer version.
    await next.worker.kill();
    await spool(3);
    await next.receiver.kill();
    await thaw();
    await Promise.all([stack.receiver.start(), stack.worker.start()]);
    await stack.waitFor('the report', () => stack.worker.log.named('events wait for a newer worker')[0]);
    await stack.waitFor('the report on the spool', () => stack.receiver.log.named('spooled events were not taken')[0]);
    await send(4, 'queued');
    for (const { df_event_id: id } of all.slice(-4))
      await stack.waitFor(`${id} by the older worker`, () => handled().find(({ eventId }) => eventId === id), 120_000);
    const waiting = await jobsIn('delayed');
    expect(waiting.length).toBeGreaterThan(5);
    expect(waiting.map(({ attemptsMade }) => attemptsMade)).toEqual(waiting.map(() => 0));
    expect(waiting[0]?.progress).toMatchObject({ waitingFor: expect.stringContaining('upgrade this worker') });

    // And up for good.
    await Promise.all([stack.receiver.stop(), stack.worker.stop()]);
    await Promise.all([next.receiver.start(), next.worker.start()]);
    await promoteAll();

    await stack.waitFor(
      'an outcome for each',
      () => all.every(({ df_event_id: id }) => handled(workers).some(({ eventId }) => eventId === id)),
      120_000,
    );
    expect(await jobsIn('failed')).toEqual([]);
    await expectOneIssueEach(
      { ...stack, workers },
      all.map(({ df_event_id }) => df_event_id),
    );
  });
});

describe('a version that raises only one kind of record', () => {
  it.each(['RECORD_VERSION', 'STATE_VERSION'])(
    'goes on with a fault whose records it wrote itself: %s',
    async (only) => {
      await start({ workerEnv: { JIRA_GROUP: 'fault' } });
      const worker = nextOf(stack.worker, only);
      others.push(worker);
      const ofFault = (df_status: string) =>
        sampleEvent({ df_fault_id: 'one fault', df_monitor_checker_event_ref: 'one object', df_status });
      await Promise.all([stack.receiver.start(), worker.start()]);
      expect(worker.log.text.match(/^next version: /gm)).toHaveLength(1);

      const opens = ofFault('error');
      await stack.send(opens);
      const outcome = (id: string) =>
        stack.waitFor(`an outcome for ${id}`, () => handled([worker]).find(({ eventId }) => eventId === id));
      const { issueKey } = await outcome(opens.df_event_id);
      const rises = ofFault('critical');
      await stack.send(rises);

      expect(await outcome(rises.df_event_id)).toMatchObject({ outcome: 'commented', issueKey });
      expect(worker.log.named('events wait for a newer worker')).toEqual([]);
    },
  );
});

const Made = z.object({ id: z.string(), key: z.string() });

/** Makes the issues that the recording speaks of, then puts it into Redis. */
async function putBack(recording: (at: RecordedAt) => (string | number)[][]): Promise<RecordedAt> {
  const { JIRA_USER: user, JIRA_PASSWORD: password } = stack.jira.env;
  const issues: Record<string, { id: string; key: string }> = {};
  for (const [name, marker] of Object.entries(ISSUES)) {
    const eventId = EVENT[name as keyof typeof EVENT];
    const answer = await fetch(`${stack.jira.url}/rest/api/2/issue`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({
        fields: {
          ...{ project: { key: 'OPS' }, issuetype: { name: '故障' }, summary: `recorded ${name}` },
          labels: ['guance-jira', marker],
        },
        properties: [{ key: 'guance-jira', value: { v: 1, marker, eventId, faultKey: eventId } }],
      }),
    });
    issues[name] = Made.parse(await answer.json());
  }
  const at = { prefix: stack.prefix, site: stack.jira.url, now: Date.now(), issues };
  for (const [command = '', ...args] of recording(at)) await stack.redis.call(String(command), ...args);
  return at;
}

async function withQueue<T>(work: (queue: Queue) => Promise<T>): Promise<T> {
  const connection = new Redis(stack.redis.url, { maxRetriesPerRequest: null });
  const queue = new Queue('events', { connection, prefix: `{${stack.prefix}}` });
  try {
    return await work(queue);
  } finally {
    await queue.close();
    connection.disconnect();
  }
}

const jobsIn = (state: 'delayed' | 'failed') => withQueue((queue) => queue.getJobs([state]));
const promoteAll = () => withQueue((queue) => queue.promoteJobs());
