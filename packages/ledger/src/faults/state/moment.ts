import { z } from 'zod';

/** An event's place in time: its own time, then its arrival, then its id, as in the lane. Milliseconds. */
export const Moment = z.object({
  at: z.number(),
  receivedAt: z.number(),
  eventId: z.string(),
  /** It had no time of its own, so that `at` is its arrival. */
  untimed: z.boolean().optional(),
});
export type Moment = z.infer<typeof Moment>;

/** Negative when `a` was before `b`. */
export function compareMoments(a: Moment, b: Moment): number {
  const byText = a.eventId < b.eventId ? -1 : a.eventId > b.eventId ? 1 : 0;
  return a.at - b.at || a.receivedAt - b.receivedAt || byText;
}
