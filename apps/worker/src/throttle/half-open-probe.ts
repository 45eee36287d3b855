/**
 * A pause ends when the next event's request finds Jira well. Without events nobody would ask, and Jira would seem ill for
 * ever: so an overdue pause is probed by itself, under the same rules as any request. A person's pause is looked at too, so that an idle
 * worker knows it when Redis loses it.
 */
import type { RedisClient } from '@guance-jira/queue';
import { warmUp } from './warm-up.ts';

const LOOK_MS = 5000;
/** Events that wait come first: they probe as soon as the pause is over. */
const OVERDUE_MS = 10_000;

export function probeWhenIdle(
  redis: RedisClient,
  pause: string,
  jira: Parameters<typeof warmUp>[0],
  onError: (error: Error) => void,
) {
  const look = async () => {
    await jira.circuit.keep();
    if (await isOverdue(redis, pause)) await warmUp(jira);
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

/** Whether a pause of Jira's making has been over for a while, and nobody has tried. By Redis's clock, which the pause was made by. */
export async function isOverdue(redis: RedisClient, pause: string): Promise<boolean> {
  const [reason, until] = await redis.hmget(pause, 'reason', 'until');
  if (reason !== 'unavailable' && reason !== 'unauthorized') return false;
  const [seconds] = await redis.time();
  return Number(seconds) * 1000 - Number(until) > OVERDUE_MS;
}
