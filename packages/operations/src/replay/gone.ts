import { eventFacts } from '../find/records.ts';
import type { OpenedRedis } from '../opened-redis.ts';

/** Of the events named, those that failed and whose jobs are gone: nobody has their alerts any more, so nothing can be tried again. */
export async function goneAmong({ redis, keys, queue }: OpenedRedis, names: readonly string[]): Promise<string[]> {
  const gone: string[] = [];
  for (const name of names) {
    const eventId = name.replace(/^ev_/, '');
    const facts = await eventFacts(redis, keys, queue, eventId);
    if (facts?.job === null && facts.record?.outcome === 'failed') gone.push(eventId);
  }
  return gone;
}
