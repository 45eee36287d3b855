/** The list of open faults, as Guance gives it (docs/zh/open-api/keyevent/unrecovered-list.md). */
import { z } from 'zod';
import { dqlIn } from './monitor-query.ts';

export interface OpenFault {
  docId: string;
  eventId: string;
  /** `df_monitor_checker_event_ref`; null where an event names none. */
  ref: string | null;
  status: string;
  title: string;
  /** Milliseconds. */
  at: number;
  /** Since when it stands, as far as Guance looks back; null where it does not tell. */
  since: number | null;
  /** The query of its monitor, the first of several; null where the event names none. */
  dql: string | null;
}

export interface OpenPage {
  faults: OpenFault[];
  /** So many of it nobody can read: one event in an odd form hides no others. */
  unread: number;
  /** Where the next one begins; null where this is the last. */
  next: number | null;
}

export const OPEN_FAULTS = '/api/v1/events/abnormal/list';
/** The most that Guance gives at once. */
export const PAGE = 100;
export const REF = 'df_monitor_checker_event_ref';

/** Guance writes some numbers as texts (docs/zh/open-api/keyevent/get.md). */
const Moment = z.union([
  z.number(),
  z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number),
]);
const Words = z.string().nullish().catch(null);

export const OpenEvent = z
  .object({
    __docid: z.string().min(1),
    df_event_id: z.string().min(1),
    [REF]: Words,
    df_status: z.string(),
    df_title: Words,
    df_meta: Words,
    date: Moment,
    alert_time_ranges: z
      .array(z.tuple([Moment, Moment.nullable()]))
      .nullish()
      .catch(null),
  })
  .transform(
    (event): OpenFault => ({
      // An empty one names no object, and those of many events are no common one.
      ...{ docId: event.__docid, eventId: event.df_event_id, ref: event[REF] || null },
      ...{ status: event.df_status, title: event.df_title ?? '', at: event.date },
      since: event.alert_time_ranges?.findLast(([, end]) => end === null)?.[0] ?? null,
      dql: dqlIn(event.df_meta),
    }),
  );

export const Listed = z.object({
  data: z.array(z.unknown()),
  /** Of the whole list, whatever a page holds. */
  total_count: z.number().nullish().catch(null),
});

/** A page may hold fewer than were asked for, and not be the last: what Guance counts decides, where it counts. */
export function openPageOf({ data, total_count }: z.infer<typeof Listed>, offset: number): OpenPage {
  const faults = data.flatMap((event) => OpenEvent.safeParse(event).data ?? []);
  const end = offset + data.length;
  const more = total_count == null ? data.length >= PAGE : end < total_count;
  return { faults, unread: data.length - faults.length, next: more && data.length > 0 ? end : null };
}
