/**
 * The names under which an object and its fault are kept. 0.1 gave one name to all objects of a monitor whose tags it could not
 * read. What it began goes on under that name, for the first of them that comes: the others get names, and issues, of their own.
 */

import type { AlertEvent } from '@guance-jira/mapping';
import type { Keys, RedisClient } from '@guance-jira/queue';
import { lua, script } from '@guance-jira/queue';

export async function asKept(
  event: AlertEvent,
  { redis, keys }: { redis: RedisClient; keys: Keys },
): Promise<AlertEvent> {
  const before = event.keysBefore;
  if (before === null) return event;
  const records = [keys.object(before.objectKey), keys.fault(before.faultKey)];
  const fault = event.namesItsFault ? before.faultKey : '';
  const taken = await TAKE(redis, records, [event.objectKey, fault, event.eventId]);
  return taken === 1 ? underNames(event, before) : event;
}

/** A fault with an id of its own has it in its name, whatever its object is called. */
function underNames(event: AlertEvent, { objectKey, faultKey }: NonNullable<AlertEvent['keysBefore']>): AlertEvent {
  return {
    ...event,
    objectKey,
    faultKey: event.faultKeyBefore === null ? faultKey : event.faultKey,
    keysBefore: null,
  };
}

const TAKE = script(lua(new URL('./scripts/take.lua', import.meta.url)));
