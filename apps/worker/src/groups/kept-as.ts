/**
 * The names under which an object and its fault are kept. 0.1 gave one name to all objects of a monitor whose tags it could not
 * read. What it began goes on under that name, for the first of them that comes: the others get names, and issues, of their own.
 */
import type { AlertEvent } from '@guance-jira/mapping';
import type { Keys, RedisClient } from '@guance-jira/queue';
import { script } from '@guance-jira/queue';

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

/**
 * KEYS the object's record, the fault's · ARGV today's name of the object, old key of the fault ('' where the event names none), event
 * id → 1 where this object goes on under the old name. A record with `names` was written since (groups/per-fault/state/state-store.ts): another object's.
 */
const TAKE = script(`
local object = redis.call('HMGET', KEYS[1], 'by', 'state', 'names')
local fault = redis.call('HMGET', KEYS[2], 'by', 'opener', 'holder')
local by = object[1] or fault[1]
if by then return by == ARGV[1] and 1 or 0 end
local begun = fault[2] == ARGV[3] or fault[3] == ARGV[3]
local known = object[2] and not object[3] and (ARGV[2] == '' or cjson.decode(object[2]).faultKey == ARGV[2])
if not begun and not known then return 0 end
for at = 1, 2 do
  if redis.call('EXISTS', KEYS[at]) == 1 then redis.call('HSET', KEYS[at], 'by', ARGV[1]) end
end
return 1
`);
