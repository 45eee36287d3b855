import { flatness, type Reading } from '../harness/flat.ts';
import type { Stack } from '../harness/index.ts';
import { holdingsOf } from '../harness/inspector.ts';

/** All readings of one thing, such as the heap of the worker. */
export interface Series {
  readonly subject: string;
  readonly what: string;
  readonly unit: 'MB' | '';
  readonly readings: Reading[];
}

export interface Row extends Series {
  readonly first: number;
  readonly median: number;
  readonly growth: number;
  readonly allowed: number;
  readonly flat: boolean;
}

/** Growth up to which it counts as flat: a share of the median, but at least this much. */
const ALLOWED: Record<string, { share: number; least: number }> = {
  rss: { share: 0.08, least: 10 },
  heap: { share: 0.08, least: 2 },
  external: { share: 0.1, least: 2 },
  // Connections to Jira come and go with its troubles. A leak of one a cycle would be thirty in half an hour.
  files: { share: 0.1, least: 12 },
  sockets: { share: 0.1, least: 6 },
  timers: { share: 0.1, least: 3 },
  memory: { share: 0.08, least: 1 },
  // Jobs and records of about a minute, at eight events a second with troubles between.
  'keys of jobs': { share: 0.15, least: 60 },
  'keys with a time to live': { share: 0.15, least: 60 },
  'keys for ever': { share: 0.08, least: 20 },
  clients: { share: 0.1, least: 2 },
};

export function createReadings(stack: Stack, inspectors: ReadonlyMap<string, number>) {
  const all = new Map<string, Series>();
  const add = (at: number, subject: string, values: Record<string, number>) => {
    for (const [what, value] of Object.entries(values)) {
      const key = `${subject} ${what}`;
      const unit = ['rss', 'heap', 'external', 'memory'].includes(what) ? 'MB' : '';
      const series = all.get(key) ?? { subject, what, unit, readings: [] };
      series.readings.push({ at, value: unit === 'MB' ? value / 1_000_000 : value });
      all.set(key, series);
    }
  };
  return {
    /** Reads everything once; `at` in seconds. */
    async take(at: number): Promise<void> {
      for (const app of [...stack.receivers, ...stack.workers]) {
        const port = inspectors.get(app.name);
        if (!app.child || port === undefined) throw new Error(`${app.name} does not run`);
        add(at, app.name, { ...(await holdingsOf(app.child.pid, port)) });
      }
      add(at, 'redis', await redisOf(stack));
    },
    /** @throws Error for too few readings */
    rows(): Row[] {
      return [...all.values()].map((series) => ({
        ...series,
        ...flatness(series.readings, ALLOWED[series.what] ?? { share: 0, least: 0 }),
        first: series.readings[0]?.value ?? Number.NaN,
      }));
    },
  };
}

/** Jobs by their own keys; of all others those that will be forgotten, and those that will not. */
const COUNT_KEYS = `
local jobs, forgotten, forever, cursor = 0, 0, 0, '0'
repeat
  local page = redis.call('SCAN', cursor, 'COUNT', 1000)
  cursor = page[1]
  for _, key in ipairs(page[2]) do
    if string.find(key, ':events:ev_', 1, true) then jobs = jobs + 1
    elseif redis.call('TTL', key) == -1 then forever = forever + 1
    else forgotten = forgotten + 1 end
  end
until cursor == '0'
return { jobs, forgotten, forever }`;

async function redisOf(stack: Stack): Promise<Record<string, number>> {
  const info = String(await stack.redis.call('INFO'));
  const number = (name: string) => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1] ?? Number.NaN);
  const [jobs, forgotten, forever] = Object.values(Object(await stack.redis.call('EVAL', COUNT_KEYS, 0)));
  return {
    memory: number('used_memory'),
    clients: number('connected_clients'),
    'keys of jobs': Number(jobs),
    'keys with a time to live': Number(forgotten),
    'keys for ever': Number(forever),
  };
}
