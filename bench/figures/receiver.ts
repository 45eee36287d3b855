/** What a durable accept costs, how many there are a second, and how long they take, beside an Express that only parses JSON. */
import type { Bench, Figure, Row } from '../figure.ts';
import { cpuMsOf } from '../parts/cpu.ts';
import { type LoadGenerator, startLoadGenerator } from '../parts/load.ts';
import { expectWaiting, queueOf } from '../parts/queue-state.ts';
import { at, median, show, spreadOf } from '../parts/stats.ts';
import { type App, type BenchRedis, startChild, startReceiver, startRedis, WEBHOOK } from '../parts/world.ts';

const CONNECTIONS = 64;

interface Sample {
  cpuUs: number;
  perSecond: number;
  p50: number;
  p99: number;
}

interface World {
  redis: BenchRedis;
  receiver: App;
  express: App;
  load: LoadGenerator;
  next: number;
}

export const receiver: Figure = {
  name: 'receiver',
  quick: true,
  run: async (bench) => {
    const world = await start(bench);
    try {
      return await measure(bench, world);
    } finally {
      world.load.close();
      await Promise.all([world.receiver.stop(), world.express.stop()]);
      await world.redis.stop();
    }
  },
};

async function measure(bench: Bench, world: World): Promise<Row[]> {
  const count = bench.quick ? 5_000 : 20_000;
  bench.progress('warming up');
  // Long enough for the compiler to have finished with both.
  await ours(world, bench.quick ? 15_000 : 40_000, null);
  await theirs(world, bench.quick ? 15_000 : 40_000, null);
  const full = { ours: [] as Sample[], theirs: [] as Sample[] };
  const calm = { ours: [] as Sample[], theirs: [] as Sample[] };
  // Three processes on two processors: single rounds differ by a third.
  const rounds = bench.quick ? bench.rounds : bench.rounds * 2 - 1;
  for (let round = 1; round <= rounds; round += 1) {
    bench.progress(`round ${round} of ${rounds}, as fast as it goes`);
    full.theirs.push(await theirs(world, count, null));
    full.ours.push(await ours(world, count, null));
  }
  const half = Math.floor(median(full.ours.map(({ perSecond }) => perSecond)) / 2);
  for (let round = 1; round <= bench.rounds; round += 1) {
    bench.progress(`round ${round} of ${bench.rounds}, ${half} a second`);
    calm.theirs.push(await theirs(world, half * (bench.quick ? 1 : 4), half));
    calm.ours.push(await ours(world, half * (bench.quick ? 1 : 4), half));
  }
  return [
    row('CPU per durable accept', full, 'cpuUs', 'µs', { atMost: 1.35 }),
    row('Durable accepts a second, one receiver', full, 'perSecond', '/s', { atLeast: 0.7 }),
    row(`CPU per durable accept at half of that load (${half}/s)`, calm, 'cpuUs', 'µs', null),
    {
      what: `p99 of an accept at half of that load (${half}/s)`,
      ours: `p50 ${show(median(calm.ours.map(({ p50 }) => p50)))} ms`,
      reference: `p99 ${show(median(calm.theirs.map(({ p99 }) => p99)))} ms`,
      figure: spreadOf(calm.ours.map(({ p99 }) => p99)),
      unit: 'ms',
      aim: { atMost: 30 },
    },
  ];
}

function row(
  what: string,
  samples: { ours: Sample[]; theirs: Sample[] },
  key: keyof Sample,
  unit: string,
  aim: Row['aim'],
): Row {
  const of = (some: readonly Sample[]) => some.map((sample) => sample[key]);
  const ratios = of(samples.ours).map((value, round) => value / (of(samples.theirs)[round] ?? Number.NaN));
  return {
    what,
    ours: `${show(median(of(samples.ours)))} ${unit}`,
    reference: `${show(median(of(samples.theirs)))} ${unit}`,
    figure: spreadOf(ratios),
    unit: '×',
    aim,
  };
}

async function ours(world: World, count: number, perSecond: number | null): Promise<Sample> {
  const queue = queueOf(world.redis.client, 'guance-jira');
  const sample = await send(world, world.receiver, 202, count, perSecond);
  await expectWaiting(queue, count);
  await queue.close();
  await world.redis.client.flushall();
  return sample;
}

function theirs(world: World, count: number, perSecond: number | null): Promise<Sample> {
  return send(world, world.express, 200, count, perSecond);
}

async function send(world: World, app: App, status: number, count: number, perSecond: number | null): Promise<Sample> {
  const before = cpuMsOf(app.pid);
  const { seconds, latencies } = await world.load.run(
    { port: app.port, path: WEBHOOK, connections: CONNECTIONS, count, perSecond, firstNumber: world.next },
    status,
  );
  world.next += count;
  return {
    cpuUs: ((cpuMsOf(app.pid) - before) * 1000) / count,
    perSecond: count / seconds,
    p50: at(latencies, 0.5),
    p99: at(latencies, 0.99),
  };
}

async function start({ dir }: Bench): Promise<World> {
  const redis = await startRedis(`${dir}/redis`);
  return {
    redis,
    receiver: await startReceiver(dir, redis.url),
    express: await startChild(dir, 'express-child'),
    load: startLoadGenerator(),
    next: 1,
  };
}
