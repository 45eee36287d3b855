import type { z } from 'zod';
import type { alertEventSchema } from './alert-event-schema.ts';

/** One alert event in our words, whichever source it came from: what all of mapping works with. */
export type AlertEvent = z.infer<typeof alertEventSchema>;

/** What the event is about, as people read it: its tags, or what came in their place. */
export function objectText({ tags, tagsText }: Pick<AlertEvent, 'tags' | 'tagsText'>): string {
  const pairs = Object.entries(tags).map(([name, value]) => `${name} = ${value}`);
  return [...pairs, ...(tagsText === null ? [] : [tagsText])].join(', ');
}
