/**
 * The newest event of objects, recovered or not, which the list of open faults does not tell: the query that Guance documents for
 * unrecovered events, of certain objects and without its condition (docs/zh/studio-backend/unrecovered-event-query.md).
 */
import { z } from 'zod';

export interface NewestEvent {
  docId: string;
  eventId: string;
  ref: string;
  recovered: boolean;
  title: string;
  /** Milliseconds. */
  at: number;
}

/** It goes into the text of a query. */
export function askableRef(ref: string): boolean {
  return /^[A-Za-z0-9_-]{1,128}$/.test(ref);
}

export function newestQuery(refs: readonly string[], from: number, to: number) {
  const named = refs.map((ref) => `'${ref}'`).join(', ');
  return {
    q: `E::\`monitor\`:(${COLUMNS.map((name) => `\`${name}\``).join(', ')}) { \`${REF}\` in [${named}] } by \`${REF}\``,
    ...{ timeRange: [from, to], disableMultipleField: false, disable_sampling: true },
    ...{ align_time: true, slimit: refs.length, tz: 'Asia/Shanghai' },
  };
}

/** A group has its rows, newest first as a rule; of an object that stands in several, too, the newest counts. */
export function newestIn({ data }: z.infer<typeof Queried>): NewestEvent[] {
  const newest = new Map<string, NewestEvent>();
  for (const { columns, values, tags } of data.flatMap(({ series }) => series ?? []))
    for (const row of values) {
      const named = Object.fromEntries(columns.map((name, index) => [name, row[index]]));
      const read = Row.safeParse({ ...tags, ...named });
      if (!read.success) continue;
      const event = eventOf(read.data);
      if (event.at >= (newest.get(event.ref)?.at ?? 0)) newest.set(event.ref, event);
    }
  return [...newest.values()];
}

function eventOf({ time, __docid, df_event_id, df_status, df_fault_status, df_title, ...row }: z.infer<typeof Row>) {
  return {
    ...{ docId: __docid, eventId: df_event_id, ref: row[REF], at: time, title: df_title ?? '' },
    // All kinds of recovery have the status ok (docs/zh/monitoring/monitor/event-level-description.md).
    recovered: df_status === 'ok' || df_fault_status === 'ok',
  };
}

const REF = 'df_monitor_checker_event_ref';
const COLUMNS = ['__docid', 'df_event_id', 'df_title', REF, 'df_status', 'df_fault_status'];

const Row = z.object({
  time: z.union([
    z.number(),
    z
      .string()
      .regex(/^\d{1,15}$/)
      .transform(Number),
  ]),
  __docid: z.string(),
  df_event_id: z.string(),
  [REF]: z.string(),
  df_status: z.string(),
  df_fault_status: z.string().nullish(),
  df_title: z.string().nullish(),
});

export const Queried = z.object({
  data: z.array(
    z.object({
      series: z
        .array(
          z.object({
            columns: z.array(z.string()),
            values: z
              .array(z.array(z.unknown()))
              .nullish()
              .transform((rows) => rows ?? []),
            tags: z.record(z.string(), z.unknown()).nullish(),
          }),
        )
        .nullish(),
    }),
  ),
});
