/** The reference of the worker: BullMQ with a handler that does nothing. `noop-child.ts <redis port> <prefix> <concurrency>` */
import { keysFor, QUEUE_NAME } from '@guance-jira/queue';
import { Worker } from 'bullmq';
import { Redis } from 'ioredis';

const [port = '0', prefix = '', concurrency = '1'] = process.argv.slice(2);
const connection = new Redis(Number(port), { maxRetriesPerRequest: null });
const worker = new Worker(QUEUE_NAME, async () => null, {
  connection,
  prefix: keysFor(prefix).bullPrefix,
  concurrency: Number(concurrency),
  removeOnComplete: { age: 7 * 86_400 },
});
worker.on('error', (error) => console.error(error.stack));
process.send?.({ port: 0 });
process.once('SIGTERM', async () => {
  await worker.close();
  connection.disconnect();
  process.exit();
});
