/** Accepts a second while Redis is down and events go to the spool, beside those with Redis up; then all of them are drained. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Bench, Figure } from '../figure.ts';
import { startLoadGenerator } from '../parts/load.ts';
import { expectWaiting, queueOf, waitingIn } from '../parts/queue-state.ts';
import { median, show, spreadOf } from '../parts/stats.ts';
import { type App, type BenchRedis, startReceiver, startRedis, WEBHOOK } from '../parts/world.ts';

export const spool: Figure = {
  name: 'spool',
  quick: true,
  run: async (bench) => {
    const dir = `${bench.dir}/redis`;
    let redis = await startRedis(dir);
    const receiver = await startReceiver(bench.dir, redis.url);
    const load = startLoadGenerator();
    const { port } = redis;
    const count = bench.quick ? 3_000 : 20_000;
    let next = 1;
    const accept = async (wanted: string) => {
      const firstNumber = next;
      next += count;
      const spec = { port: receiver.port, path: WEBHOOK, connections: 64, count, perSecond: null, firstNumber };
      const { seconds, events } = await load.run(spec, 202);
      if (events[wanted] !== count) throw new Error(`wanted ${count} ${wanted}, got ${JSON.stringify(events)}`);
      return count / seconds;
    };
    const samples = { up: [] as number[], down: [] as number[], drained: [] as number[] };
    try {
      bench.progress('warming up');
      await accept('queued');
      for (let round = 1; round <= bench.rounds; round += 1) {
        bench.progress(`round ${round} of ${bench.rounds}`);
        samples.up.push(await accept('queued'));
        await redis.stop();
        await ready(receiver, 'degraded');
        samples.down.push(await accept('spooled'));
        redis = await startRedis(dir, port);
        samples.drained.push(await drained(redis, next - 1, count, bench));
      }
      return [
        {
          what: 'Accepts a second while Redis is down',
          ours: `${show(median(samples.down))} /s`,
          reference: `${show(median(samples.up))} /s with Redis up`,
          figure: spreadOf(samples.down.map((down, round) => down / (samples.up[round] ?? Number.NaN))),
          unit: '×',
          aim: { atLeast: 0.7 },
        },
        {
          what: `Spooled events that are in Redis afterwards, of ${count * bench.rounds}`,
          ours: `drained at ${show(median(samples.drained))} /s`,
          reference: 'all',
          figure: spreadOf([100]),
          unit: '%',
          aim: { atLeast: 100 },
        },
      ];
    } finally {
      load.close();
      await receiver.stop();
      await redis.stop();
    }
  },
};

/** Events a second that leave the spool, from the moment at which Redis is back. @throws Error unless all arrive, each once */
async function drained(redis: BenchRedis, all: number, spooled: number, bench: Bench): Promise<number> {
  const queue = queueOf(redis.client, 'guance-jira');
  const started = performance.now();
  for (let tries = 0; tries < 3_000; tries += 1) {
    const waiting = await waitingIn(queue);
    if (waiting >= all) break;
    bench.progress(`drained ${waiting - (all - spooled)} of ${spooled}`);
    await pause(20);
  }
  const seconds = (performance.now() - started) / 1000;
  await expectWaiting(queue, all);
  await queue.close();
  return spooled / seconds;
}

async function ready(receiver: App, status: string): Promise<void> {
  for (;;) {
    const answer: unknown = await (await fetch(`http://127.0.0.1:${receiver.port}/readyz`)).json();
    if (Object(answer).status === status) return;
    await pause(20);
  }
}
