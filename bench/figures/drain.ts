/** How fast one worker empties a queue when Jira answers at once, beside BullMQ with a handler that does nothing. */
import { keysFor } from '@guance-jira/queue';
import type { Bench, Figure, Row } from '../figure.ts';
import { cpuMsOf } from '../parts/cpu.ts';
import { completed, fill, queueOf } from '../parts/queue-state.ts';
import { median, show, spreadOf } from '../parts/stats.ts';
import { type App, type BenchRedis, CONCURRENCY, startChild, startRedis, startWorker } from '../parts/world.ts';

interface Sample {
  perSecond: number;
  cpuUs: number;
}

export const drain: Figure = {
  name: 'drain',
  quick: true,
  run: async (bench) => {
    const redis = await startRedis(`${bench.dir}/redis`);
    const jira = await startChild(bench.dir, 'jira-child', ['cloud', '0']);
    const noop = await startChild(bench.dir, 'noop-child', [String(redis.port), 'noop', String(CONCURRENCY)]);
    const worker = await startWorker(bench.dir, redis.url, { port: jira.port, dialect: 'cloud' });
    try {
      return await measure(bench, { redis, jira, noop, worker });
    } finally {
      await Promise.all([noop.stop(), worker.stop()]);
      await jira.stop();
      await redis.stop();
    }
  },
};

async function measure(
  bench: Bench,
  { redis, jira, noop, worker }: { redis: BenchRedis; jira: App; noop: App; worker: App },
): Promise<Row[]> {
  let next = 1;
  const run = async (prefix: string, pid: number, count: number): Promise<Sample> => {
    const queue = queueOf(redis.client, prefix);
    await queue.pause();
    await fill(redis.client, prefix, { firstNumber: next, count }, (number) => ({
      df_message: `>等级：critical    \n>实例：host_${number}\n>内容：磁盘使用率为 ${number % 100}.00%`,
    }));
    next += count;
    const before = await queue.getCompletedCount();
    const [started, cpu] = [performance.now(), cpuMsOf(pid)];
    await queue.resume();
    await completed(queue, before + count);
    const seconds = (performance.now() - started) / 1000;
    await queue.close();
    return { perSecond: count / seconds, cpuUs: ((cpuMsOf(pid) - cpu) * 1000) / count };
  };
  const count = bench.quick ? 1_500 : 10_000;
  bench.progress('warming up');
  await run('noop', noop.pid, count);
  await run('guance-jira', worker.pid, count);
  const samples = { noop: [] as Sample[], ours: [] as Sample[] };
  for (let round = 1; round <= bench.rounds; round += 1) {
    bench.progress(`round ${round} of ${bench.rounds}`);
    samples.noop.push(await run('noop', noop.pid, count));
    samples.ours.push(await run('guance-jira', worker.pid, count));
  }
  await expectIssues(jira, redis, (bench.rounds + 1) * count);
  return [
    row('Events drained a second by one worker', samples, 'perSecond', '/s', { atLeast: 0.4 }),
    row('CPU of the worker per event', samples, 'cpuUs', 'µs', null),
  ];
}

/** @throws Error unless every event has one issue and an outcome */
async function expectIssues(jira: App, redis: BenchRedis, count: number): Promise<void> {
  const answer: unknown = await (await fetch(`http://127.0.0.1:${jira.port}/created`)).json();
  const { creates, events } = Object(answer);
  const outcomes = (await redis.client.keys(`${keysFor('guance-jira').eventPrefix.replace(/[{}]/g, '?')}ev_*`)).length;
  if (creates !== count || events !== count || outcomes !== count)
    throw new Error(`${count} events made ${creates} issues of ${events} events, and ${outcomes} outcomes`);
}

function row(
  what: string,
  samples: { noop: Sample[]; ours: Sample[] },
  key: keyof Sample,
  unit: string,
  aim: Row['aim'],
): Row {
  const of = (some: readonly Sample[]) => some.map((sample) => sample[key]);
  const ratios = of(samples.ours).map((value, round) => value / (of(samples.noop)[round] ?? Number.NaN));
  return {
    what,
    ours: `${show(median(of(samples.ours)))} ${unit}`,
    reference: `${show(median(of(samples.noop)))} ${unit}`,
    figure: spreadOf(ratios),
    unit: '×',
    aim,
  };
}
