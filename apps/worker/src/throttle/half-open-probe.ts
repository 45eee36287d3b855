/**
 * A pause ends when the next event's request finds Jira well. Without events nobody would ask, and Jira would seem ill for
 * ever: so an overdue pause is probed by itself, under the same rules as any request. So is a Jira that this worker does not know yet,
 * since one lost answer makes no pause. A person's pause is looked at too, so that an idle worker knows it when Redis loses it.
 */
import type { RedisClient } from '@guance-jira/queue';
import { warmUp } from './warm-up.ts';

const LOOK_MS = 5000;
/** Events that wait come first: they probe as soon as the pause is over. */
const OVERDUE_MS = 10_000;
/** What has not been told by then is asked for every 5 minutes. */
const RAREST_LOOKS = 64;

export function probeWhenIdle(
  redis: RedisClient,
  pause: string,
  jira: Parameters<typeof warmUp>[0],
  onError: (error: Error) => void,
) {
  let looks = 0;
  const look = async () => {
    await jira.circuit.keep();
    looks += 1;
    const unknown = jira.tracker.known() === null && isTurn(looks);
    if ((await isOverdue(redis, pause)) || (unknown && !(await isOfJira(redis, pause)))) await warmUp(jira);
  };
  let looking = false;
  const timer = setInterval(() => {
    if (looking) return;
    looking = true;
    look()
      .catch(onError)
      .finally(() => {
        looking = false;
      });
  }, LOOK_MS);
  return { close: () => clearInterval(timer) };
}

/** Ever more rarely: an address where there is no Jira makes no pause either. */
export function isTurn(looks: number): boolean {
  return Number.isInteger(Math.log2(looks)) || looks % RAREST_LOOKS === 0;
}

/** Whether a pause of Jira's making has been over for a while, and nobody has tried. By Redis's clock, which the pause was made by. */
export async function isOverdue(redis: RedisClient, pause: string): Promise<boolean> {
  if (!(await isOfJira(redis, pause))) return false;
  const [until, [seconds]] = await Promise.all([redis.hget(pause, 'until'), redis.time()]);
  return Number(seconds) * 1000 - Number(until) > OVERDUE_MS;
}

async function isOfJira(redis: RedisClient, pause: string): Promise<boolean> {
  const reason = await redis.hget(pause, 'reason');
  return reason === 'unavailable' || reason === 'unauthorized';
}
