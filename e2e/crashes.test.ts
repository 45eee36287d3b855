import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, type TestContext } from 'vitest';
import {
  expectOneIssueEach,
  SHORT_TIMEOUTS,
  type Stack,
  type StackOptions,
  sampleEvent,
  startStack,
} from './harness/index.ts';
import { sendTo } from './harness/send.ts';

/** Each test has a stack of its own, as they mostly wait and so run side by side. */
async function start({ onTestFinished }: TestContext, options: StackOptions = {}): Promise<Stack> {
  const stack = await startStack({
    ...options,
    sandbox: { indexLagMs: 1000, ...options.sandbox },
    workerEnv: { ...SHORT_TIMEOUTS, ...options.workerEnv },
  });
  onTestFinished(() => stack.close());
  return stack;
}

const events = (count: number) => Array.from({ length: count }, () => sampleEvent());
const idsOf = (list: readonly { df_event_id: string }[]) => list.map(({ df_event_id }) => df_event_id);
const stateOf = (stack: Stack, id: string) => stack.redis.call('HGET', `{${stack.prefix}}:ledger:ev_${id}`, 'state');
const reaches = (stack: Stack, id: string, state: string) =>
  stack.waitFor(`${state} in the ledger`, async () => (await stateOf(stack, id)) === state);

describe.concurrent('a worker that dies', () => {
  it('while Jira holds the answer of a create that landed: one issue', async (test) => {
    const stack = await start(test);
    await stack.jira.control('POST', '/faults', { path: 'create', action: { delayMs: 900, when: 'after' } });
    const [event = sampleEvent()] = events(1);
    await stack.send(event);
    await stack.waitFor('the issue, unanswered', async () => (await stack.jira.issues())[0]);

    await stack.worker.kill('SIGKILL');
    await stack.worker.start();

    await expectOneIssueEach(stack, [event.df_event_id]);
  });

  it('between reserved and sent: one issue, and no look into Jira', async (test) => {
    const stack = await start(test, { workerEnv: { JIRA_MAX_RPS: '0.6' } });
    const [first = sampleEvent(), second = sampleEvent()] = events(2);
    await stack.send(first);
    await reaches(stack, first.df_event_id, 'confirmed');
    await stack.send(second);
    await reaches(stack, second.df_event_id, 'reserved');

    await stack.worker.kill('SIGKILL');
    await stack.worker.start();

    await expectOneIssueEach(stack, idsOf([first, second]));
  });

  it('again and again in the middle of a job: the job never fails', async (test) => {
    const stack = await start(test);
    const list = events(3);
    for (let kills = 0; kills < 3; kills += 1) {
      await stack.jira.control('POST', '/faults', {
        path: 'create',
        times: 3,
        action: { delayMs: 900, when: 'before' },
      });
      if (kills === 0) await stack.send(list);
      await stack.waitFor(
        'a job in hand',
        async () => Number(await stack.redis.call('LLEN', `{${stack.prefix}}:events:active`)) > 0,
      );
      await stack.worker.kill('SIGKILL');
      await stack.worker.start();
    }

    await expectOneIssueEach(stack, idsOf(list));
  });

  it('or freezes right after sent, for longer than the index lags: the other worker finds the issue', async (test) => {
    const stack = await start(test, { workers: 2 });
    const [first, second] = stack.workers;
    await second?.kill('SIGSTOP');
    await stack.jira.control('POST', '/faults', { path: 'create', action: { delayMs: 700, when: 'after' } });
    const [event = sampleEvent()] = events(1);
    await stack.send(event);
    await stack.waitFor('the issue, unanswered', async () => (await stack.jira.issues())[0]);

    await first?.kill('SIGSTOP');
    await second?.kill('SIGCONT');
    await stack.waitFor('the outcome by the other worker', () => second?.log.named('event handled')[0]);
    await first?.kill('SIGCONT');
    const later = sampleEvent();
    await stack.send(later);

    await expectOneIssueEach(stack, [event.df_event_id, later.df_event_id]);
  });
});

describe.concurrent('Redis', () => {
  it('killed and started again in the middle of a run: nothing lost, nothing double', async (test) => {
    const stack = await start(test);
    const list = events(60);
    await stack.send(list.slice(0, 30));
    await stack.waitFor('the first issues', async () => (await stack.jira.issues()).length > 3);

    await stack.redis.kill('SIGKILL');
    const during = await stack.send(list.slice(30));
    await stack.redis.start();

    expect(during.status).toBe(202);
    expect(JSON.stringify(during.body)).toContain('spooled');
    await expectOneIssueEach(stack, idsOf(list));
  });

  it('down at delivery, and the receiver killed: its spool brings the events', async (test) => {
    const stack = await start(test);
    const list = events(10);
    await stack.redis.kill('SIGKILL');
    const answer = await stack.send(list);

    await stack.receiver.kill('SIGKILL');
    await stack.redis.start();
    await stack.receiver.start();

    expect(answer.status).toBe(202);
    await expectOneIssueEach(stack, idsOf(list));
  });

  it('wiped while the workers run, and the events delivered again: one issue each', async (test) => {
    const stack = await start(test);
    const list = events(10).map((event) => ({
      ...event,
      date: Math.floor(Date.now() / 1000),
      timestamp: Math.floor(Date.now() / 1000),
    }));
    await stack.send(list);
    await expectOneIssueEach(stack, idsOf(list));

    await stack.redis.call('FLUSHALL');
    const again = await stack.send(list);
    const later = sampleEvent();
    await stack.send(later);

    expect(JSON.stringify(again.body)).toContain('queued');
    await stack.waitFor('all handled twice', () => stack.worker.log.named('event handled').length >= 21, 120_000);
    await expectOneIssueEach(stack, idsOf([...list, later]));
  });

  it('restored from an old copy, and the events delivered again: one issue each', async (test) => {
    const stack = await start(test);
    const [known = sampleEvent()] = events(1);
    await stack.send(known);
    await expectOneIssueEach(stack, [known.df_event_id]);
    const [live, copy] = [join(stack.dir, 'redis'), join(stack.dir, 'copy')];
    await cp(live, copy, { recursive: true });
    const list = events(5);
    await stack.send(list);
    await expectOneIssueEach(stack, idsOf([known, ...list]));

    await stack.redis.kill('SIGKILL');
    await rm(live, { recursive: true });
    await cp(copy, live, { recursive: true });
    await stack.redis.start();
    await stack.send(list);

    await stack.waitFor('all handled again', () => stack.worker.log.named('event handled').length >= 11, 120_000);
    await expectOneIssueEach(stack, idsOf([known, ...list]));
  });
});

describe.concurrent('many at once', () => {
  it('the same event 50 times to two receivers with two workers: one issue', async (test) => {
    const stack = await start(test, { receivers: 2, workers: 2 });
    const [event = sampleEvent()] = events(1);

    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) => sendTo(stack.receivers[n % 2]?.webhookUrl ?? '', event)),
    );
    const later = sampleEvent();
    await stack.send(later);

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    await expectOneIssueEach(stack, [event.df_event_id, later.df_event_id]);
  });

  it('a receiver killed while it accepts: what it acknowledged arrives, and what is delivered again stays single', async (test) => {
    const stack = await start(test);
    const list = events(120);
    const acknowledged = new Set<string>();
    const sending = list.map(async (event) => {
      const answer = await stack.send(event).catch(() => null);
      if (answer?.status === 202) acknowledged.add(event.df_event_id);
    });
    await stack.waitFor('some answers', () => acknowledged.size > 10);
    await stack.receiver.kill('SIGKILL');
    await Promise.all(sending);
    await stack.receiver.start();

    const lost = list.filter(({ df_event_id }) => !acknowledged.has(df_event_id));
    for (const event of lost) await stack.send(event);

    await expectOneIssueEach(stack, idsOf(list));
  });
});
