/**
 * What keeping the order of one object costs: 20 objects with 50 events each, two worker processes with ten events at a time,
 * an effect of 1 to 16 ms, and 5 % of tries failing. Runs plain jobs and lanes in turn and prints inversions, overlaps, rate.
 * `node bench/lane/main.ts [--rounds 3]`
 */
import { type ChildProcess, fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { freePort, resolveRedis, startRedisServer } from '@guance-jira/local-stack';
import { jobIdFor, keysFor, QUEUE_NAME } from '@guance-jira/queue';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';

const OBJECTS = 20;
const EVENTS = 50;

type Mode = 'plain' | 'lane';
interface Row {
  mode: Mode;
  inversions: number;
  overlaps: number;
  perSecond: number;
}

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '3' } } });
const dir = await mkdtemp(join(tmpdir(), 'guance-jira-bench-'));
const port = await freePort();
const choice = await resolveRedis({ dataDir: join(import.meta.dirname, '../../.data'), env: {}, allowMemory: false });
if (choice.kind !== 'program') throw new Error('a redis-server program is needed');
const server = await startRedisServer({ path: choice.path, dir, port, args: [] });
const redis = new Redis(port);
const rows: Row[] = [];
for (let round = 0; round < Number(values.rounds); round += 1) {
  for (const mode of ['plain', 'lane'] as const) rows.push(await run(mode, `${mode}-${round}`));
}
print(rows);
redis.disconnect();
await server.stop(5000);
await rm(dir, { recursive: true, force: true });

async function run(mode: Mode, prefix: string): Promise<Row> {
  const keys = keysFor(prefix);
  const queue = new Queue(QUEUE_NAME, { connection: { host: '127.0.0.1', port }, prefix: keys.bullPrefix });
  const jobs = Array.from({ length: OBJECTS * EVENTS }, (_, n) => {
    const [object, seq] = [`object-${n % OBJECTS}`, Math.floor(n / OBJECTS)];
    const eventId = `${object}-${seq}`;
    return {
      name: eventId,
      data: { object, seq, eventId },
      opts: { jobId: jobIdFor(eventId), attempts: 10, backoff: { type: 'fixed', delay: 20 } },
    };
  });
  await queue.addBulk(jobs);
  const started = performance.now();
  const children = [1, 2].map(() => fork(join(import.meta.dirname, 'child.ts'), [String(port), prefix, mode]));
  while ((await queue.getCompletedCount()) < jobs.length) await new Promise((resolve) => setTimeout(resolve, 20));
  const seconds = (performance.now() - started) / 1000;
  for (const child of children) await stop(child);
  let inversions = 0;
  for (let object = 0; object < OBJECTS; object += 1) {
    const applied = (await redis.lrange(`${keys.bullPrefix}:applied:object-${object}`, 0, -1)).map(Number);
    inversions += applied.filter((seq, at) => at > 0 && seq < (applied[at - 1] ?? 0)).length;
  }
  const overlaps = Number((await redis.get(`${keys.bullPrefix}:overlaps`)) ?? 0);
  await queue.close();
  return { mode, inversions, overlaps, perSecond: Math.round(jobs.length / seconds) };
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}

function print(all: readonly Row[]): void {
  console.table(all);
  const rate = (mode: Mode) => median(all.filter((row) => row.mode === mode).map((row) => row.perSecond));
  console.log(`lane / plain (median of ${values.rounds}): ${(rate('lane') / rate('plain')).toFixed(2)}`);
}

function median(numbers: number[]): number {
  return numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}
