import { z } from 'zod';
import type { GuanceEvent, Json, JsonObject } from '../state/model.ts';
import { malformed, REFUSALS, Refused } from './answer.ts';
import type { Call } from './call.ts';

/** A GET that changes things. Of a ref that is green or unknown nothing is documented; it is no failure here. */
export function restore({ state, query }: Call): Json {
  const ref = query.get('monitorCheckerEventRef') ?? '';
  if (ref === '') throw new Refused(malformed('monitorCheckerEventRef is required'));
  const watched = [...state.watched.values()].find((one) => one.ref === ref);
  const event = watched === undefined ? null : state.recover(watched, 'AK(wsak_sandbox)');
  state.restores.push({ at: state.now(), ref, objectId: watched?.id ?? null, eventId: event?.id ?? null });
  return true;
}

const Filter = z.object({
  name: z.string(),
  condition: z.literal('and').default('and'),
  operation: z.enum(['=', '!=', 'in']),
  value: z.array(z.union([z.string(), z.number(), z.boolean()])).min(1),
});

const AbnormalList = z.object({
  search: z.string().default(''),
  lastStatus: z.enum(['critical', 'error', 'warning', 'nodata']).optional(),
  timeRange: z.tuple([z.number().int(), z.number().int()]),
  filters: z.array(Filter).default([]).describe('of what the documents allow: a list that is joined by and'),
  offset: z.number().int().min(0).default(0),
  limit: z.number().int().min(1).max(100).default(20),
});

const SIX_HOURS = 6 * 3600_000;

/** Of each ref its newest event within the range, where that is not ok. */
export function abnormalList({ state, body }: Call): Json {
  const asked = AbnormalList.safeParse(body);
  if (!asked.success) throw new Refused(malformed(z.prettifyError(asked.error)));
  const { search, lastStatus, timeRange, filters, offset, limit } = asked.data;
  const [from, to] = timeRange;
  if (to - from > SIX_HOURS) throw new Refused(malformed('timeRange: at most 6 hours'));
  const newest = new Map<string, GuanceEvent>();
  for (const event of state.events) if (event.at >= from && event.at <= to) newest.set(event.watched.ref, event);
  const found = [...newest.values()]
    .filter(({ status }) => status !== 'ok' && (lastStatus === undefined || status === lastStatus))
    .filter(({ body: fields }) => String(fields.df_title).includes(search) && filters.every((one) => fits(fields, one)))
    .sort((a, b) => b.at - a.at);
  const data = found.slice(offset, offset + limit).map((event) => listed(event, from));
  return { data, limit, offset, total_count: found.length };
}

function fits(fields: JsonObject, { name, operation, value }: z.infer<typeof Filter>): boolean {
  const [wanted] = value;
  if (operation === 'in') return value.some((one) => fields[name] === one);
  return (fields[name] === wanted) === (operation === '=');
}

export function getEvent({ state, params }: Call): Json {
  const event = state.events.find(({ docId }) => docId === params.docId);
  if (event === undefined) throw new Refused(REFUSALS.notFound);
  return eventFields(event);
}

/** An event as it is stored. */
export function eventFields(event: GuanceEvent): JsonObject {
  const { Result, df_date_range, date: _date, timestamp: _timestamp, ...rest } = event.body;
  return {
    ...rest,
    ...(Result === undefined ? {} : { Result: String(Result) }),
    __docid: event.docId,
    create_time: event.at + 7000,
    df_date_range: String(df_date_range),
    df_meta: metaOf(event),
    time: event.at,
  };
}

/** Only these fields, as in the documents. */
function listed(event: GuanceEvent, from: number): Json {
  const { df_dimension_tags, df_event_id, df_message, df_monitor_checker_event_ref, df_status, df_title } = event.body;
  return {
    __docid: event.docId,
    // In the documented answer it is the first full minute of the last six hours: no start is told from before the range.
    alert_time_ranges: [[Math.max(event.watched.fault?.since ?? event.at, Math.ceil(from / 60_000) * 60_000), null]],
    date: event.at,
    ...{ df_dimension_tags: df_dimension_tags ?? '{}', df_event_id: df_event_id ?? '', df_message: df_message ?? '' },
    df_meta: metaOf(event),
    df_monitor_checker_event_ref: df_monitor_checker_event_ref ?? '',
    ...{ df_status: df_status ?? '', df_title: df_title ?? '' },
  };
}

function metaOf({ watched, body }: GuanceEvent): string {
  const { monitor, tags } = watched;
  return JSON.stringify({
    alerts_sent: [],
    check_targets: [{ alias: 'Result', dql: monitor.dql, range: 3600 }],
    checker_opt: { id: monitor.id, interval: 60, name: body.df_monitor_checker_name ?? '' },
    dimension_tags: tags,
    extra_data: { type: 'simpleCheck' },
    monitor_opt: { id: body.df_monitor_id ?? '', name: body.df_monitor_name ?? '', type: 'default' },
  });
}
