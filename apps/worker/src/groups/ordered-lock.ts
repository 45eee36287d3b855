/**
 * The lane of an object: its events are handled one at a time, in event-time order among those picked up. Who is not at the
 * head waits as a delayed job and spends no attempt; a finished head wakes the next, and polling is only the safety net.
 */
import { type Keys, lua, QUEUE_NAME, REDIS_CLOCK, type RedisClient, script } from '@guance-jira/queue';
import { z } from 'zod';

export interface Place {
  objectKey: string;
  jobId: string;
  /** Milliseconds; orders the lane, then the arrival, then the id. */
  eventTime: number;
  receivedAt: number;
}

export type Entry =
  /** At the head. The fence grows with each entry: a write with an older one comes from an attempt that was taken over. */
  { go: true; fence: number } | { go: false; behind: string };

export interface Lanes {
  /**
   * Takes the place, or keeps it. Evicts heads whose jobs are gone, failed or completed; a head with this event's own job id is
   * this event, whatever it said of itself before: a person deleted its job, and it was delivered again.
   */
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
      return fence > 0 ? { go: true, fence } : { go: false, behind: jobOf(head) };
    },
    knock: async (place) => {
      const [lane = '', waiting = ''] = keysOf(place);
      const head = (await redis.hget(lane, 'holder')) ?? (await redis.zrange(waiting, '0', '0'))[0];
      if (head !== undefined && jobOf(head) === place.jobId) await wake(place.jobId);
    },
    leave: async (place) => {
      const next = String(await LEAVE(redis, keysOf(place), [memberOf(place), jobs]));
      if (next !== '') await wake(jobOf(next));
    },
  };
}

const Entered = z.object({ head: z.string(), fence: z.number() });
const ARRIVAL_DIGITS = 15;

function jobOf(member: string): string {
  return member.slice(ARRIVAL_DIGITS + 1);
}

/** Equal event times are ordered by the member's text: arrival first, then the job id. */
function memberOf({ receivedAt, jobId }: Place): string {
  return `${String(receivedAt).padStart(ARRIVAL_DIGITS, '0')} ${jobId}`;
}

/** A lane whose events were all deleted by hand is left by nobody; every entry begins this anew. */
const KEPT_S = 30 * 86_400;
/** So many dead heads are evicted at once; the next to enter goes on with it. */
const MAX_EVICTED = 1000;

const OVER = lua(new URL('./scripts/over.lua', import.meta.url), { ARRIVAL_DIGITS });

const ENTER = script(lua(new URL('./scripts/enter.lua', import.meta.url), { REDIS_CLOCK, OVER, MAX_EVICTED, KEPT_S }));

const LEAVE = script(lua(new URL('./scripts/leave.lua', import.meta.url), { OVER, MAX_EVICTED }));
