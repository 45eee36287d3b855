/** How long the console's pages take with a million events in Redis, beside ten thousand, and what its list takes there. */
import { keysFor } from '@guance-jira/queue';
import type { Figure, Row } from '../figure.ts';
import { cpuMsOf } from '../parts/cpu.ts';
import { fillConsole, SMALL } from '../parts/fill-console.ts';
import { at, median, show } from '../parts/stats.ts';
import { type App, type BenchRedis, startConsole, startRedis } from '../parts/world.ts';

/** A page that people wait for. */
const AIM_MS = 300;
/** A hundred times as many events; what is over once is work that grows with them. */
const AIM_TIMES = 2;

/** `bounded`: ten thousand events have less than a page looks through, so that they are no measure. */
const PAGES: readonly [path: string, what: string, bounded?: 'bounded'][] = [
  ['/', 'overview'],
  ['/events', 'newest events'],
  ['/events?within=24h&level=error', 'errors of a day'],
  ['/events?q=needle&level=warning', 'a search that finds nothing, over ten thousand events'],
  ['/events?state=failed&q=needle', 'the same among failed ones', 'bounded'],
  ['/events?state=waiting', 'waiting events'],
  ['/events?q=event-7', 'an event by its id'],
  ['/events/event-7', 'one event'],
  ['/events/event-9', 'one waiting event'],
  ['/faults', 'faults'],
  ['/faults?level=fatal', 'faults of a level that none has', 'bounded'],
  ['/routes', 'routes'],
  ['/jira', 'Jira'],
];

interface World {
  readonly redis: BenchRedis;
  readonly console: App;
}

export const consolePages: Figure = {
  name: 'console',
  quick: true,
  run: async (bench) => {
    const count = bench.quick ? 50_000 : 1_000_000;
    const before = async (name: string, events: number): Promise<World & { bytes: number }> => {
      const redis = await startRedis(`${bench.dir}/redis-${name}`);
      const empty = await redis.memory();
      bench.progress(`${events} events`);
      await fillConsole(redis, events);
      const bytes = (await redis.memory()) - empty;
      return { redis, bytes, console: await startConsole(`${bench.dir}/${name}`, redis.url) };
    };
    const few = await before('few', SMALL);
    const many = await before('many', count);
    try {
      const rows: Row[] = [];
      for (const [path, what, bounded] of PAGES)
        rows.push(
          ...(await compare(path, what, few, many, { count, bounded: bounded !== undefined, quick: bench.quick })),
        );
      const list = Number(await many.redis.client.call('MEMORY', 'USAGE', keysFor('guance-jira').seen, 'SAMPLES', '0'));
      const each = list / count;
      rows.push({
        what: `Redis memory of the list, per event, ${count.toLocaleString('en')} events`,
        ours: `${show(each)} B`,
        reference: `${show(many.bytes / count)} B (job and record, without the event)`,
        figure: { median: each, least: each, most: each },
        ...{ unit: '' as const, aim: null },
      });
      return rows;
    } finally {
      for (const { redis, console } of [few, many]) {
        await console.stop();
        await redis.stop();
      }
    }
  },
};

/** In turns, so that both meet the same weather. */
async function compare(
  path: string,
  what: string,
  few: World,
  many: World,
  { count, bounded, quick }: { count: number; bounded: boolean; quick: boolean },
): Promise<Row[]> {
  const times = { few: [] as number[], many: [] as number[] };
  for (let n = 0; n < 5; n += 1) for (const { console } of [few, many]) await timeOf(console.port, path);
  const rounds = quick ? 30 : 200;
  const cpuBefore = cpuOf(many);
  for (let n = 0; n < rounds; n += 1) {
    times.few.push(await timeOf(few.console.port, path));
    times.many.push(await timeOf(many.console.port, path));
  }
  const cpu = cpuOf(many).map((ms, index) => (ms - (cpuBefore[index] ?? 0)) / rounds);
  const sorted = times.many.toSorted((a, b) => a - b);
  const p99 = at(sorted, 0.99);
  const ratio = median(times.many) / median(times.few);
  const named = `console, ${what}, ${count.toLocaleString('en')} events`;
  return [
    {
      what: `${named}: p99`,
      ours: `${show(p99)} ms (median ${show(at(sorted, 0.5))})`,
      reference: `${AIM_MS} ms; processor time ${show(cpu[0] ?? 0)} ms, Redis ${show(cpu[1] ?? 0)} ms`,
      figure: { median: p99, least: sorted[0] ?? p99, most: sorted.at(-1) ?? p99 },
      ...{ unit: 'ms' as const, aim: { atMost: AIM_MS } },
    },
    {
      what: `${named}, beside ${SMALL.toLocaleString('en')}: median`,
      ours: show(at(sorted, 0.5)),
      reference: show(median(times.few)),
      figure: { median: ratio, least: ratio, most: ratio },
      ...{ unit: '×' as const, aim: bounded ? null : { atMost: AIM_TIMES } },
    },
  ];
}

function cpuOf({ console, redis }: World): number[] {
  return [cpuMsOf(console.pid), cpuMsOf(redis.pid)];
}

async function timeOf(port: number, path: string): Promise<number> {
  const begun = performance.now();
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { accept: 'text/html' } });
  await answer.text();
  if (answer.status !== 200) throw new Error(`${path} was answered ${answer.status}`);
  return performance.now() - begun;
}
