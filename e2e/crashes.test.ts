import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import {
  expectOneIssueEach,
  SHORT_TIMEOUTS,
  type Stack,
  type StackOptions,
  sampleEvent,
  startStack,
} from './harness/index.ts';
import { sendTo } from './harness/send.ts';

/** For a test that waits longer than a stack takes to start: such tests run side by side. */
async function start({ onTestFinished }: TestContext, options: StackOptions = {}): Promise<Stack> {
  const stack = await open(options);
  onTestFinished(() => stack.close());
  return stack;
}

/** For the tests of a suite, one after the other: what is sent in one still has its one issue in the next. */
function share(options: StackOptions = {}) {
  const sent: string[] = [];
  let stack: Stack;
  beforeAll(async () => {
    stack = await open(options);
  });
  afterAll(() => stack?.close());
  return {
    get stack() {
      return stack;
    },
    /** Of these events and all before. */
    async expectOneIssueEach(...list: readonly { df_event_id: string }[]): Promise<void> {
      sent.push(...idsOf(list));
      await expectOneIssueEach(stack, sent);
    },
  };
}

const open = (options: StackOptions): Promise<Stack> =>
  startStack({
    ...options,
    sandbox: { indexLagMs: 1000, ...options.sandbox },
    workerEnv: { ...SHORT_TIMEOUTS, ...options.workerEnv },
  });

const events = (count: number) => Array.from({ length: count }, () => sampleEvent());
const idsOf = (list: readonly { df_event_id: string }[]) => list.map(({ df_event_id }) => df_event_id);
const stateOf = (stack: Stack, id: string) => stack.redis.call('HGET', `{${stack.prefix}}:ledger:ev_${id}`, 'state');
const handledSince = (stack: Stack, before: number) => stack.worker.log.named('event handled').length - before;
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
});

describe.concurrent('Redis or a receiver that is killed', () => {
  const shared = share();

  it('Redis in the middle of a run, and started again: nothing lost, nothing double', {
    concurrent: false,
  }, async () => {
    const { stack } = shared;
    const list = events(60);
    await stack.send(list.slice(0, 30));
    await stack.waitFor('the first issues', async () => (await stack.jira.issues()).length > 3);

    await stack.redis.kill('SIGKILL');
    const during = await stack.send(list.slice(30));
    await stack.redis.start();

    expect(during.status).toBe(202);
    expect(JSON.stringify(during.body)).toContain('spooled');
    await shared.expectOneIssueEach(...list);
  });

  it('Redis before a delivery, and the receiver killed: its spool brings the events', {
    concurrent: false,
  }, async () => {
    const { stack } = shared;
    const list = events(10);
    await stack.redis.kill('SIGKILL');
    const answer = await stack.send(list);

    await stack.receiver.kill('SIGKILL');
    await stack.redis.start();
    await stack.receiver.start();

    expect(answer.status).toBe(202);
    await shared.expectOneIssueEach(...list);
  });

  it('a receiver killed while it accepts: what it acknowledged arrives, and what is delivered again stays single', {
    concurrent: false,
  }, async () => {
    const { stack } = shared;
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

    await shared.expectOneIssueEach(...list);
  });
});

describe.concurrent('Redis that has forgotten', () => {
  const shared = share();

  it('restored from an old copy, and the events delivered again: one issue each', { concurrent: false }, async () => {
    const { stack } = shared;
    const [known = sampleEvent()] = events(1);
    await stack.send(known);
    await shared.expectOneIssueEach(known);
    const [live, copy] = [join(stack.dir, 'redis'), join(stack.dir, 'copy')];
    await cp(live, copy, { recursive: true });
    const list = events(5);
    await stack.send(list);
    await shared.expectOneIssueEach(...list);

    const before = handledSince(stack, 0);
    await stack.redis.kill('SIGKILL');
    await rm(live, { recursive: true });
    await cp(copy, live, { recursive: true });
    await stack.redis.start();
    await stack.send(list);

    await stack.waitFor('all handled again', () => handledSince(stack, before) >= 5, 120_000);
    await shared.expectOneIssueEach();
  });

  it('wiped while the workers run, and the events delivered again: one issue each', { concurrent: false }, async () => {
    const { stack } = shared;
    const list = events(10).map((event) => ({
      ...event,
      date: Math.floor(Date.now() / 1000),
      timestamp: Math.floor(Date.now() / 1000),
    }));
    await stack.send(list);
    await shared.expectOneIssueEach(...list);

    const before = handledSince(stack, 0);
    await stack.redis.call('FLUSHALL');
    const again = await stack.send(list);
    const later = sampleEvent();
    await stack.send(later);

    expect(JSON.stringify(again.body)).toContain('queued');
    await stack.waitFor('all handled twice', () => handledSince(stack, before) >= 11, 120_000);
    await shared.expectOneIssueEach(later);
  });
});

describe.concurrent('two receivers and two workers', () => {
  const shared = share({ receivers: 2, workers: 2 });

  it('the same event 50 times to two receivers with two workers: one issue', { concurrent: false }, async () => {
    const { stack } = shared;
    const [event = sampleEvent()] = events(1);

    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) => sendTo(stack.receivers[n % 2]?.webhookUrl ?? '', event)),
    );
    const later = sampleEvent();
    await stack.send(later);

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    await shared.expectOneIssueEach(event, later);
  });

  it('a worker freezes right after sent, for longer than the index lags: the other worker finds the issue', {
    concurrent: false,
  }, async () => {
    const { stack } = shared;
    const [first, second] = stack.workers;
    await second?.kill('SIGSTOP');
    await stack.jira.control('POST', '/faults', { path: 'create', action: { delayMs: 700, when: 'after' } });
    const [event = sampleEvent()] = events(1);
    const before = (await stack.jira.issues()).length;
    await stack.send(event);
    await stack.waitFor('the issue, unanswered', async () => (await stack.jira.issues()).length > before);

    await first?.kill('SIGSTOP');
    await second?.kill('SIGCONT');
    await stack.waitFor('the outcome by the other worker', () =>
      second?.log.named('event handled').some(({ eventId }) => eventId === event.df_event_id),
    );
    await first?.kill('SIGCONT');
    const later = sampleEvent();
    await stack.send(later);

    await shared.expectOneIssueEach(event, later);
  });
});
