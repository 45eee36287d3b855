/** What a waiting event takes in Redis, all keys counted, beside its own bytes. */
import type { Figure } from '../figure.ts';
import { EVENT_BYTES } from '../parts/event-bytes.ts';
import { startLoadGenerator } from '../parts/load.ts';
import { expectWaiting, queueOf } from '../parts/queue-state.ts';
import { show } from '../parts/stats.ts';
import { startReceiver, startRedis, WEBHOOK } from '../parts/world.ts';

export const memory: Figure = {
  name: 'memory',
  quick: true,
  run: async (bench) => {
    const redis = await startRedis(`${bench.dir}/redis`);
    const receiver = await startReceiver(bench.dir, redis.url);
    const load = startLoadGenerator();
    const queue = queueOf(redis.client, 'guance-jira');
    const send = (firstNumber: number, count: number) =>
      load.run({ port: receiver.port, path: WEBHOOK, connections: 32, count, perSecond: null, firstNumber }, 202);
    try {
      const count = bench.quick ? 10_000 : 50_000;
      // Past 10,000 events the stream of the queue's own events grows no more.
      await send(1, 12_000);
      const before = await redis.memory();
      bench.progress(`${count} events`);
      await send(100_000, count);
      await expectWaiting(queue, 12_000 + count);
      const bytes = ((await redis.memory()) - before) / count;
      const ratio = bytes / EVENT_BYTES;
      return [
        {
          what: 'Redis memory per waiting event, all keys',
          ours: `${show(bytes)} B`,
          reference: `${EVENT_BYTES} B (its JSON)`,
          figure: { median: ratio, least: ratio, most: ratio },
          unit: '×',
          aim: { atMost: 1.5 },
        },
      ];
    } finally {
      load.close();
      await queue.close();
      await receiver.stop();
      await redis.stop();
    }
  },
};
