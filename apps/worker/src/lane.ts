/**
 * The lane of an object: its events are handled one at a time, in event-time order among those picked up. Who is not at the
 * head waits as a delayed job and spends no attempt; a finished head wakes the next, and polling is only the safety net.
 */
import { jobIdFor, type Keys, QUEUE_NAME, type RedisClient } from '@guance-jira/queue';
import { z } from 'zod';
import { script } from './script.ts';

export interface Place {
  objectKey: string;
  eventId: string;
  /** Milliseconds; orders the lane, then the arrival, then the id. */
  eventTime: number;
  receivedAt: number;
}

export type Entry =
  /** At the head. The fence grows with each entry: a write with an older one comes from an attempt that was taken over. */
  { go: true; fence: number } | { go: false; behind: string };

export interface Lanes {
  /** Takes the place, or keeps it. Evicts heads whose jobs are gone, failed or completed. */
  enter(place: Place): Promise<Entry>;
  /**
   * To be called once the job waits: wakes it when the head has left meanwhile, since that one could not wake a job that was
   * still being put to wait.
   */
  knock(place: Place): Promise<void>;
  /** Leaves the lane and wakes the next; to be called when the event has its end, failed included. */
  leave(place: Place): Promise<void>;
}

/** @param wake makes a delayed job run at once; one that does not wait any more is no error */
export function createLanes(redis: RedisClient, keys: Keys, wake: (jobId: string) => Promise<void>): Lanes {
  const jobs = `${keys.bullPrefix}:${QUEUE_NAME}:`;
  const keysOf = ({ objectKey }: Place) => [keys.lane(objectKey), `${keys.lane(objectKey)}:waiting`];
  return {
    enter: async (place) => {
      const args = [memberOf(place), place.eventTime, jobs];
      const { head, fence } = Entered.parse(JSON.parse(String(await ENTER(redis, keysOf(place), args))));
      return fence > 0 ? { go: true, fence } : { go: false, behind: head.slice(ARRIVAL_DIGITS + 1) };
    },
    knock: async (place) => {
      const member = memberOf(place);
      const [lane = '', waiting = ''] = keysOf(place);
      const head = (await redis.hget(lane, 'holder')) ?? (await redis.zrange(waiting, '0', '0'))[0];
      if (head === member) await wake(jobIdFor(place.eventId));
    },
    leave: async (place) => {
      const next = String(await LEAVE(redis, keysOf(place), [memberOf(place)]));
      if (next !== '') await wake(next.slice(ARRIVAL_DIGITS + 1));
    },
  };
}

const Entered = z.object({ head: z.string(), fence: z.number() });
const ARRIVAL_DIGITS = 15;

/** Equal event times are ordered by the member's text: arrival first, then the job id. */
function memberOf({ receivedAt, eventId }: Place): string {
  return `${String(receivedAt).padStart(ARRIVAL_DIGITS, '0')} ${jobIdFor(eventId)}`;
}

/**
 * KEYS lane (hash: holder, fence), waiting (sorted set) · ARGV member, event time, prefix of job keys → {head, fence}; fence 0:
 * another is at it. The holder keeps the lane while its job lives, also when an older event comes in behind it.
 */
const ENTER = script(`
redis.call('ZADD', KEYS[2], 'NX', ARGV[2], ARGV[1])
local holder = redis.call('HGET', KEYS[1], 'holder')
for _ = 1, 100 do
  local head = holder or redis.call('ZRANGE', KEYS[2], 0, 0)[1]
  if head == ARGV[1] then
    redis.call('HSET', KEYS[1], 'holder', head)
    redis.call('PERSIST', KEYS[1])
    return cjson.encode({ head = head, fence = redis.call('HINCRBY', KEYS[1], 'fence', 1) })
  end
  local job = string.sub(head, ${ARRIVAL_DIGITS} + 2)
  local over = redis.call('EXISTS', ARGV[3] .. job) == 0
    or redis.call('ZSCORE', ARGV[3] .. 'failed', job) or redis.call('ZSCORE', ARGV[3] .. 'completed', job)
  if not over then return cjson.encode({ head = head, fence = 0 }) end
  redis.call('ZREM', KEYS[2], head)
  redis.call('HDEL', KEYS[1], 'holder')
  holder = false
end
return cjson.encode({ head = '', fence = 0 })
`);

/** KEYS lane, waiting · ARGV member → the next member, '' for none. The fence outlives an empty lane by a day. */
const LEAVE = script(`
redis.call('ZREM', KEYS[2], ARGV[1])
if redis.call('HGET', KEYS[1], 'holder') == ARGV[1] then redis.call('HDEL', KEYS[1], 'holder') end
local next = redis.call('ZRANGE', KEYS[2], 0, 0)[1]
if not next then
  redis.call('EXPIRE', KEYS[1], 86400)
  return ''
end
return next
`);
