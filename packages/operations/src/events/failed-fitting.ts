import type { OpenedRedis } from '../opened-redis.ts';
import type { FailedEvent } from '../replay/choose.ts';
import type { EventFilter } from './filter.ts';
import { scanEvents } from './list-events.ts';
import { readRows } from './read-rows.ts';

/** So many are tried again at once; then a person says whether to go on. */
const MAX_RETRIED = 500;

export interface FittingFailures {
  /** Oldest first, as `replay` tries them. */
  readonly events: readonly FailedEvent[];
  /** False: there may be more, which were not looked at. */
  readonly all: boolean;
}

/** The failed events that a filter of the list shows. */
export async function failedFitting(
  opened: OpenedRedis,
  filter: EventFilter,
  now: () => number,
): Promise<FittingFailures> {
  const { ids, next } = await scanEvents(opened, { ...filter, state: 'failed' }, null, MAX_RETRIED, now);
  const rows = await readRows(opened, ids);
  const events = rows.map(
    ({ id, title, route, reason, endedAt }, index): FailedEvent => ({
      ...{ jobId: ids[index] ?? '', eventId: id, title: title ?? id, route },
      ...{ reason: reason ?? '', failedAt: endedAt },
    }),
  );
  return { events: events.reverse(), all: next === null };
}
