import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it, type TestContext } from 'vitest';
import { type App, expectOneIssueEach, SHORT_TIMEOUTS, type Stack, startStack } from '../harness/index.ts';
import { events, idsOf, sendSteadily } from './sure.ts';

const ILL_FOR_MS = 8000;
/** Both processes keep a bounded rate of lines; a hot loop would write, and spend, thousands of times that. */
const MAX_LINES = 20;
const MAX_CORES = 0.35;

async function start({ onTestFinished }: TestContext): Promise<Stack> {
  const stack = await startStack({
    receiverEnv: { LOG_LEVEL: 'info' },
    workerEnv: { ...SHORT_TIMEOUTS, JIRA_MAX_RPS: '20', LOG_LEVEL: 'info' },
  });
  onTestFinished(() => stack.close());
  return stack;
}

/** Processor seconds that a process has used, from its own metrics. */
async function cpuSeconds({ env, name }: App): Promise<number> {
  const port = name === 'receiver' ? env.METRICS_PORT : env.WORKER_PORT;
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  return Number(/^process_cpu_seconds_total (\S+)/m.exec(text)?.[1]);
}

/** Warnings and errors, and cores in use, between two looks. */
async function watch(app: App): Promise<() => Promise<{ lines: number; cores: number }>> {
  const count = () => app.log.all.filter(({ level }) => level === 'warn' || level === 'error').length;
  const [lines, cpu, at] = [count(), await cpuSeconds(app), performance.now()];
  return async () => ({
    lines: count() - lines,
    cores: ((await cpuSeconds(app)) - cpu) / ((performance.now() - at) / 1000),
  });
}

/** Events before, while and after Redis is ill: all are acknowledged, none is lost, and nobody spins or floods. */
async function expectCalm(
  stack: Stack,
  makeIll: () => Promise<unknown>,
  makeWell: () => Promise<unknown>,
): Promise<void> {
  const [before, during, after] = [events(60), events(60), events(5)];
  await sendSteadily(stack, before, 5);
  await stack.waitFor('the first issues', async () => (await stack.jira.issues()).length > 5);
  await makeIll();
  const watched = await Promise.all([watch(stack.receiver), watch(stack.worker)]);
  const sent = await sendSteadily(stack, during, 50);
  await pause(ILL_FOR_MS - 3000);
  const seen = await Promise.all(watched.map((look) => look()));
  await makeWell();
  await sendSteadily(stack, after, 5, sent);

  expect([...sent.acknowledged].sort()).toEqual(idsOf([...during, ...after]).sort());
  expect([...sent.statuses]).toContain('spooled');
  for (const { lines, cores } of seen) {
    expect(lines).toBeLessThan(MAX_LINES);
    expect(cores).toBeLessThan(MAX_CORES);
  }
  await expectOneIssueEach(stack, idsOf([...before, ...during, ...after]));
  // The illness of Redis is no verdict on an event.
  expect(stack.worker.log.named('event will be tried again')).toEqual([]);
}

// Each waits for most of its time, on a stack of its own.
describe.concurrent('while Redis is ill, events are kept and drained later, without a hot loop or a flood of lines', () => {
  it('full', async (test) => {
    const stack = await start(test);
    await expectCalm(
      stack,
      () => stack.redis.call('CONFIG', 'SET', 'maxmemory', '1000000'),
      () => stack.redis.call('CONFIG', 'SET', 'maxmemory', '0'),
    );
  });

  it('full before the worker starts, with events that wait', async (test) => {
    const stack = await start(test);
    await stack.worker.stop();
    const list = events(40);
    await stack.send(list);
    await stack.redis.call('CONFIG', 'SET', 'maxmemory', '1000000');
    await stack.worker.start({ ready: false });
    await stack.waitFor('the worker', () => stack.worker.log.named('queue error')[0]);

    const look = await watch(stack.worker);
    await pause(ILL_FOR_MS);
    const { lines, cores } = await look();
    await stack.redis.call('CONFIG', 'SET', 'maxmemory', '0');

    expect(lines).toBeLessThan(MAX_LINES);
    expect(cores).toBeLessThan(MAX_CORES);
    await expectOneIssueEach(stack, idsOf(list));
  });

  it('read-only', async (test) => {
    const stack = await start(test);
    await expectCalm(
      stack,
      () => stack.redis.call('REPLICAOF', '127.0.0.1', '1'),
      () => stack.redis.call('REPLICAOF', 'NO', 'ONE'),
    );
  });

  it('frozen', async (test) => {
    const stack = await start(test);
    await expectCalm(
      stack,
      () => stack.redis.kill('SIGSTOP'),
      () => stack.redis.kill('SIGCONT'),
    );
  });

  it('dead, and processes stop all the same', async (test) => {
    const stack = await start(test);
    const list = events(5);
    await stack.redis.kill('SIGKILL');
    await stack.send(list);

    // Throws unless they end by themselves with exit code 0.
    await stack.worker.stop();
    await stack.receiver.stop();

    await stack.redis.start();
    await Promise.all([stack.worker.start(), stack.receiver.start()]);
    await expectOneIssueEach(stack, idsOf(list));
  });
});
