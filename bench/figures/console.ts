/** How long the console's pages take with a million events in Redis, and what its list takes there. */
import { keysFor, QUEUE_NAME } from '@guance-jira/queue';
import type { Figure, Row } from '../figure.ts';
import { at, show } from '../parts/stats.ts';
import { type BenchRedis, startConsole, startRedis } from '../parts/world.ts';

const DAY_MS = 86_400_000;
/** A page that people wait for. */
const AIM_MS = 300;

const PAGES: readonly [path: string, what: string][] = [
  ['/', 'overview'],
  ['/events', 'newest events'],
  ['/events?q=needle&level=warning', 'a search that finds nothing, over ten thousand events'],
  ['/events?state=failed&q=needle', 'the same among failed ones'],
  ['/events?q=event-7', 'an event by its id'],
  ['/events/event-7', 'one event'],
];

export const consolePages: Figure = {
  name: 'console',
  quick: true,
  run: async (bench) => {
    const count = bench.quick ? 50_000 : 1_000_000;
    const redis = await startRedis(`${bench.dir}/redis`);
    const before = await redis.memory();
    bench.progress(`${count} events`);
    await fill(redis, count);
    const events = (await redis.memory()) - before;
    const list = Number(await redis.client.call('MEMORY', 'USAGE', keysFor('guance-jira').seen, 'SAMPLES', '0'));
    const console = await startConsole(bench.dir, redis.url);
    try {
      const rows: Row[] = [];
      for (const [path, what] of PAGES) {
        for (let n = 0; n < 5; n += 1) await timeOf(console.port, path);
        const times: number[] = [];
        for (let n = 0; n < (bench.quick ? 30 : 200); n += 1) times.push(await timeOf(console.port, path));
        const sorted = times.toSorted((a, b) => a - b);
        const p99 = at(sorted, 0.99);
        rows.push({
          what: `console, ${what}, ${count.toLocaleString('en')} events: p99`,
          ours: `${show(p99)} ms (median ${show(at(sorted, 0.5))})`,
          reference: `${AIM_MS} ms`,
          figure: { median: p99, least: sorted[0] ?? p99, most: sorted.at(-1) ?? p99 },
          ...{ unit: 'ms' as const, aim: { atMost: AIM_MS } },
        });
      }
      const each = list / count;
      rows.push({
        what: `Redis memory of the list, per event, ${count.toLocaleString('en')} events`,
        ours: `${show(each)} B`,
        reference: `${show(events / count)} B (job and record, without the event)`,
        figure: { median: each, least: each, most: each },
        ...{ unit: '' as const, aim: null },
      });
      return rows;
    } finally {
      await console.stop();
      await redis.stop();
    }
  },
};

async function timeOf(port: number, path: string): Promise<number> {
  const begun = performance.now();
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { accept: 'text/html' } });
  await answer.text();
  if (answer.status !== 200) throw new Error(`${path} was answered ${answer.status}`);
  return performance.now() - begun;
}

/** As receiver and worker leave them: four of five created, of the rest one in ten failed. Events are short, or they would fill the memory. */
async function fill({ client }: BenchRedis, count: number): Promise<void> {
  const keys = keysFor('guance-jira');
  const jobs = `${keys.bullPrefix}:${QUEUE_NAME}:`;
  const now = Date.now();
  for (let from = 0; from < count; from += 2000) {
    const writes = client.pipeline();
    for (let n = from; n < Math.min(from + 2000, count); n += 1) {
      const [id, time] = [`ev_event-${n}`, Math.floor(now - 7 * DAY_MS + (n * 7 * DAY_MS) / count)];
      const outcome = n % 5 > 0 ? 'created' : n % 50 === 0 ? 'failed' : 'ignored';
      const event = { df_title: `Disk ${n % 997} is nearly full`, df_status: 'error', df_event_id: `event-${n}` };
      const data = JSON.stringify({ v: 1, eventId: `event-${n}`, event, receivedAt: time });
      const ended = outcome === 'failed' ? ['failedReason', 'Jira create: answered 400'] : [];
      writes.hset(
        jobs + id,
        ...['name', event.df_title, 'data', data, 'opts', '{}', 'timestamp', time, 'finishedOn', time + 900, ...ended],
        ...['about', `${time}\nerror\nwksp_${n % 7}\nproduction\n{"host":"db-${n % 997}","device":"/dev/sda"}`],
      );
      const issue = outcome === 'created' ? ['issueKey', `OPS-${n}`] : [];
      writes.hset(keys.record(id), 'v', 2, 'outcome', outcome, 'route', `route-${n % 9}`, 'at', time + 900, ...issue);
      writes.zadd(keys.seen, time, id);
      writes.zadd(`${jobs}${outcome === 'failed' ? 'failed' : 'completed'}`, time + 900, id);
      writes.hincrby(keys.tally(Math.floor(time / 3_600_000)), `${Math.floor((time / 60_000) % 60)}:${outcome}`, 1);
    }
    await writes.exec();
  }
}
