/** One worker process of the lane bench: `child.ts <port> <prefix> <plain|lane>`. */
import { jobIdFor, keysFor, QUEUE_NAME } from '@guance-jira/queue';
import { DelayedError, type Job, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { createWaker } from '../../apps/worker/src/consume/promote-job.ts';
import { createLanes } from '../../apps/worker/src/groups/ordered-lock.ts';

const [port = '0', prefix = '', mode] = process.argv.slice(2);
const keys = keysFor(prefix);
const redis = new Redis(Number(port), { maxRetriesPerRequest: null });
const waker = createWaker(redis, keys);
const lanes = createLanes(redis, keys, waker.wake);

interface Data {
  object: string;
  seq: number;
  eventId: string;
}

async function effect({ object, seq }: Data): Promise<void> {
  const busy = `${keys.bullPrefix}:busy:${object}`;
  if ((await redis.incr(busy)) > 1) await redis.incr(`${keys.bullPrefix}:overlaps`);
  await new Promise((resolve) => setTimeout(resolve, 1 + Math.random() * 15));
  const fails = Math.random() < 0.05;
  if (!fails) await redis.rpush(`${keys.bullPrefix}:applied:${object}`, seq);
  await redis.decr(busy);
  if (fails) throw new Error('5 % fail');
}

async function handle(job: Job<Data>, token?: string): Promise<void> {
  if (mode === 'plain') return effect(job.data);
  const place = {
    objectKey: job.data.object,
    jobId: jobIdFor(job.data.eventId),
    eventTime: job.data.seq,
    receivedAt: job.data.seq,
  };
  const entered = await lanes.enter(place);
  if (!entered.go) {
    await job.moveToDelayed(Date.now() + 15_000, token);
    await lanes.knock(place);
    throw new DelayedError();
  }
  await effect(job.data);
  await lanes.leave(place);
}

const worker = new Worker<Data>(QUEUE_NAME, handle, { connection: redis, prefix: keys.bullPrefix, concurrency: 10 });
worker.on('error', (error) => console.error(error.stack));
process.once('SIGTERM', async () => {
  await worker.close();
  await waker.close();
  redis.disconnect();
});
