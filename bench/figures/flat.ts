/** Whether an event costs the same with a thousand waiting as with a million: to take it in, to pick it up, and to keep it. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Figure, Row } from '../figure.ts';
import { cpuMsOf } from '../parts/cpu.ts';
import { startLoadGenerator } from '../parts/load.ts';
import { type Panel, plot } from '../parts/plot.ts';
import { completed, fill, queueOf, waitingIn } from '../parts/queue-state.ts';
import { at, median, show } from '../parts/stats.ts';
import { CONCURRENCY, startChild, startReceiver, startRedis, WEBHOOK } from '../parts/world.ts';

const SIZES = [1_000, 10_000, 100_000, 1_000_000];
/** All steps of the queue's order, so that both of its structures grow. */
const LEVELS = ['critical', 'error', 'warning', 'info'];
const ROUNDS = 9;
const REHASHED_A_MS = 50;
const PREFIX = 'guance-jira';

interface Point {
  size: number;
  acceptUs: number;
  acceptP99: number;
  pickUpUs: number;
  bytes: number;
}

export const flat: Figure = {
  name: 'flat',
  quick: false,
  run: async (bench) => {
    const redis = await startRedis(`${bench.dir}/redis`);
    const receiver = await startReceiver(bench.dir, redis.url);
    const noop = await startChild(bench.dir, 'noop-child', [String(redis.port), PREFIX, String(CONCURRENCY)]);
    const load = startLoadGenerator();
    const queue = queueOf(redis.client, PREFIX);
    let next = 1;
    const count = 3_000;
    const cpu = () => cpuMsOf(redis.pid) + cpuMsOf(receiver.pid);
    const accept = async () => {
      const [before, firstNumber] = [cpu(), next];
      next += count;
      const spec = { port: receiver.port, path: WEBHOOK, connections: 64, count, perSecond: 800, firstNumber };
      const { latencies } = await load.run(spec, 202);
      return { us: ((cpu() - before) * 1000) / count, p99: at(latencies, 0.99) };
    };
    const grow = async (size: number) => {
      const missing = size - (await waitingIn(queue));
      if (missing <= 0) return;
      await fill(redis.client, PREFIX, { firstNumber: next, count: missing }, (number) => ({
        df_status: LEVELS[number % LEVELS.length],
      }));
      next += missing;
    };
    const pickUp = async () => {
      const [before, done] = [cpuMsOf(noop.pid) + cpuMsOf(redis.pid), await queue.getCompletedCount()];
      await queue.resume();
      await completed(queue, done + count);
      await queue.pause();
      const handled = (await queue.getCompletedCount()) - done;
      return ((cpuMsOf(noop.pid) + cpuMsOf(redis.pid) - before) * 1000) / handled;
    };
    try {
      bench.progress('warming up');
      await queue.pause();
      for (let round = 0; round < 6; round += 1) await accept();
      for (let round = 0; round < 4; round += 1) await pickUp();
      await redis.client.flushall();
      await queue.pause();
      const points: Point[] = [];
      for (const size of SIZES) {
        bench.progress(`filling up to ${size}`);
        const before = await redis.memory();
        const had = await waitingIn(queue);
        await grow(size);
        const bytes = ((await redis.memory()) - before) / (size - had);
        // Redis goes on doubling its table of keys while it is idle; amid a round that costs half of a pick-up.
        await pause(size / REHASHED_A_MS);
        bench.progress(`measuring at ${size}`);
        const accepts: Awaited<ReturnType<typeof accept>>[] = [];
        const pickUps: number[] = [];
        // In turns, so that the queue keeps about its size.
        for (let round = 0; round < ROUNDS; round += 1) {
          accepts.push(await accept());
          pickUps.push(await pickUp());
        }
        points.push({
          size,
          acceptUs: median(accepts.map(({ us }) => us)),
          acceptP99: median(accepts.map(({ p99 }) => p99)),
          pickUpUs: median(pickUps),
          bytes,
        });
      }
      for (const [language, words] of Object.entries(WORDS))
        await writeFile(join(bench.outDir, `flat-cost.${language}.svg`), plot(panels(points, words), words));
      return rows(points);
    } finally {
      load.close();
      await queue.close();
      await Promise.all([receiver.stop(), noop.stop()]);
      await redis.stop();
    }
  },
};

const WORDS = {
  en: {
    title: 'Cost per event by the number of waiting events',
    axis: 'events waiting',
    accept: 'CPU to take one in (receiver + Redis)',
    pickUp: 'CPU to pick one up (BullMQ + Redis)',
    memory: 'Redis memory of one',
  },
  zh: {
    title: '按积压量的单条开销',
    axis: '等待的事件数',
    accept: '接收一条的 CPU（receiver + Redis）',
    pickUp: '取出一条的 CPU（BullMQ + Redis）',
    memory: '一条占用的 Redis 内存',
  },
};

/** For the pages in both languages. */
function panels(points: readonly Point[], words: (typeof WORDS)['en']): Panel[] {
  const panel = (title: string, unit: string, of: (point: Point) => number): Panel => ({
    ...{ title, unit },
    points: points.map((point) => ({ x: point.size, y: of(point) })),
  });
  return [
    panel(words.accept, 'µs', ({ acceptUs }) => acceptUs),
    panel(words.pickUp, 'µs', ({ pickUpUs }) => pickUpUs),
    panel(words.memory, 'B', ({ bytes }) => bytes),
  ];
}

function rows(points: readonly Point[]): Row[] {
  const [first] = points;
  const last = points.at(-1);
  if (!first || !last) return [];
  const row = (what: string, unit: string, of: (point: Point) => number, atMost: number | null): Row => {
    const ratio = of(last) / of(first);
    return {
      what: `${what}, 1,000,000 waiting beside 1,000`,
      ours: `${show(of(last))} ${unit}`,
      reference: `${show(of(first))} ${unit}`,
      figure: { median: ratio, least: ratio, most: ratio },
      unit: '×',
      aim: atMost === null ? null : { atMost },
    };
  };
  return [
    row('CPU of receiver and Redis per accept at 800/s', 'µs', ({ acceptUs }) => acceptUs, 1.2),
    row('p99 of an accept at 800/s', 'ms', ({ acceptP99 }) => acceptP99, null),
    row('CPU of BullMQ and Redis per pick-up', 'µs', ({ pickUpUs }) => pickUpUs, 1.2),
    row('Redis memory per event', 'B', ({ bytes }) => bytes, 1.2),
  ];
}
