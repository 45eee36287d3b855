import { z } from 'zod';
import type { LogEntry } from '../state/logs.ts';
import type { Json, JsonObject } from '../state/model.ts';
import { malformed, Refused } from './answer.ts';
import type { Call } from './call.ts';

/** docs/zh/open-api/query-data/query-data-v1.md: of what may stand in a query, what the sandbox reads. */
const QueryBody = z.object({
  queries: z
    .array(
      z.object({
        qtype: z.literal('dql', 'the sandbox reads dql'),
        query: z.looseObject({
          q: z.string().min(1),
          timeRange: z.tuple([z.number().int(), z.number().int()]).optional(),
          limit: z.number().int().positive().optional(),
          orderby: z.array(z.record(z.string(), z.enum(['asc', 'desc']))).default([]),
        }),
      }),
    )
    .min(1),
});

/** Of logs the lines that the query's conditions let through, newest first; of anything else no series. */
export function queryLogs({ state, body }: Call): Json {
  const asked = QueryBody.safeParse(body);
  if (!asked.success) throw new Refused(malformed(z.prettifyError(asked.error)));
  return { data: asked.data.queries.map(({ query }) => answerTo(query, state.logs, state.now())), declaration: {} };
}

type Query = z.infer<typeof QueryBody>['queries'][number]['query'];

function answerTo(
  { q, timeRange, limit = MAX_ROWS, orderby }: Query,
  logs: readonly LogEntry[],
  now: number,
): JsonObject {
  const { namespace, conditions } = readDql(q);
  const [from, until] = timeRange ?? [now - HALF_HOUR, now];
  const found = logs
    .filter(({ at }) => namespace === 'L' && at >= from && at <= until)
    .filter(({ tags }) => conditions.every(([name, value]) => tags[name] === value))
    .reverse()
    .sort((a, b) => (orderby.some(({ time }) => time === 'asc') ? a.at - b.at : b.at - a.at))
    .slice(0, Math.min(limit, MAX_ROWS));
  const rows = found.map(({ at, message }): Json => [at, message]);
  const series = rows.length === 0 ? null : [{ name: '', columns: ['time', 'message'], values: rows }];
  return { async_id: '', complete: false, is_running: false, next_cursor_time: -1, points: null, series };
}

/** The namespace, and conditions of the form name = 'value'; the rest of DQL is not read. @throws Refused */
function readDql(q: string): { namespace: string; conditions: [name: string, value: string][] } {
  const namespace = /^\s*([A-Z]{1,4})::/.exec(q)?.[1];
  // Out of quotes nothing may be left open.
  const bare = q.replace(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`[^`]*`/g, '');
  const open = ['()', '{}', '[]'].some(
    ([left, right]) => bare.split(left ?? '').length !== bare.split(right ?? '').length,
  );
  if (namespace === undefined || open || /['"`]/.test(bare))
    throw new Refused(malformed(`parse error: ${q.slice(0, 60)}`));
  const braces = /\{([^}]*)\}/.exec(q)?.[1] ?? '';
  const pairs = [...braces.matchAll(/`?(\w+)`?\s*=\s*(['"])((?:(?!\2)[^\\]|\\.)*)\2/g)];
  return { namespace, conditions: pairs.map(([, name = '', , value = '']) => [name, value]) };
}

const HALF_HOUR = 30 * 60_000;
const MAX_ROWS = 1000;
