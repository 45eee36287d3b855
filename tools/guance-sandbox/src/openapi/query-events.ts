/**
 * `df/query_data_v1`, as far as it asks for events: the newest one of each object, in the form that Guance documents for unrecovered
 * events (docs/zh/studio-backend/unrecovered-event-query.md). What else DQL can say is refused, so that nobody builds on a guess.
 */
import { z } from 'zod';
import type { GuanceEvent, Json, JsonObject } from '../state/model.ts';
import { malformed, Refused } from './answer.ts';
import type { Call } from './call.ts';
import { eventFields } from './events.ts';

const Asked = z.object({
  queries: z
    .array(
      z.object({
        qtype: z.literal('dql'),
        query: z.object({
          q: z.string(),
          timeRange: z.tuple([z.number().int(), z.number().int()]),
          slimit: z.number().int().min(1).max(1000).default(20),
        }),
      }),
    )
    .min(1),
});

/** `` E::`monitor`:(`a`, `b`) { `c` in ['x', 'y'] } by `c` ``; the filter may be `exists()` as well, and a having may follow. */
const FORM =
  /^E::`monitor`:\((?<fields>[^)]+)\)\s*\{\s*`?(?<filtered>\w+)`?\s*(?:in\s*\[(?<values>[^\]]*)\]|=\s*exists\(\))\s*\}\s*by\s+`?(?<by>\w+)`?(?:\s+having\s+`?(?<having>\w+)`?\s*=\s*'(?<value>[^']*)')?(?:\s+sorder by \w+ desc)?$/i;

export function queryEvents({ state, body }: Call): Json {
  const asked = Asked.safeParse(body);
  if (!asked.success) throw new Refused(malformed(z.prettifyError(asked.error)));
  return {
    data: asked.data.queries.map(({ query }) => ({ query_type: 'doris', series: seriesOf(query, state.events) })),
  };
}

type Query = z.infer<typeof Asked>['queries'][number]['query'];

function seriesOf({ q, timeRange: [from, to], slimit }: Query, events: readonly GuanceEvent[]): Json {
  const form = FORM.exec(q.trim())?.groups;
  if (form === undefined) throw new Refused(malformed(`the sandbox does not know this query: ${q}`));
  const { fields = '', filtered = '', values, by = '', having, value } = form;
  const columns = fields.split(',').map((name) => name.trim().replaceAll('`', ''));
  const wanted = values?.split(',').map((one) => one.trim().replace(/^'|'$/g, ''));
  const newest = new Map<string, { event: GuanceEvent; all: JsonObject }>();
  for (const event of events) {
    if (event.at < from || event.at > to) continue;
    const all = eventFields(event);
    const name = all[filtered];
    if (typeof name !== 'string' || (wanted !== undefined && !wanted.includes(name))) continue;
    newest.set(String(all[by]), { event, all });
  }
  return [...newest.entries()]
    .filter(([, { all }]) => having === undefined || all[having] === value)
    .sort(([, a], [, b]) => b.event.at - a.event.at)
    .slice(0, slimit)
    .map(([group, { event, all }]) => ({
      name: 'monitor',
      tags: { [by]: group },
      columns: ['time', ...columns],
      values: [[event.at, ...columns.map((name) => all[name] ?? null)]],
    }));
}
