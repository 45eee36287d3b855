import type { OpenedRedis } from '../opened-redis.ts';
import type { FailedEvent } from './choose.ts';
import { retryEvent } from './retry.ts';

const AT_ONCE = 20;

/** Each as `retryEvent` does it. `missed`: they were not failed any more, or gone. */
export async function retryAll(
  opened: OpenedRedis,
  events: readonly FailedEvent[],
  note: { by: string; ledgerDays: number },
): Promise<{ retried: number; missed: number }> {
  let retried = 0;
  for (let from = 0; from < events.length; from += AT_ONCE) {
    const some = events.slice(from, from + AT_ONCE);
    const done = await Promise.all(some.map((event) => retryEvent(opened, event, note)));
    retried += done.filter(Boolean).length;
  }
  return { retried, missed: events.length - retried };
}
