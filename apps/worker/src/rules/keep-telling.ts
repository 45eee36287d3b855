import { hostname } from 'node:os';
import { keepRules, TELL_RULES_MS, tellRules } from '@guance-jira/operations';
import type { Keys, RedisClient } from '@guance-jira/queue';
import type { LiveRules } from './watch-rules.ts';

/**
 * Tells the console every few seconds which rules this worker has in force; whoever is silent counts as gone. Their texts are kept
 * when they have changed, for a worker that starts while the files are wrong.
 */
export function keepTelling(
  rules: Pick<LiveRules, 'inForce' | 'texts'>,
  redis: RedisClient,
  keys: Keys,
  onError: (error: Error) => void,
  everyMs: number = TELL_RULES_MS,
): { close(): void } {
  const worker = `${hostname()}:${process.pid}`;
  let kept: string | null = null;
  const keep = async () => {
    const [{ print }, texts] = [rules.inForce(), rules.texts()];
    // A Redis that was wiped, or restored from before, has them no longer.
    if (texts === null || (print === kept && (await redis.exists(keys.keptRules)) === 1)) return;
    await keepRules(redis, keys, texts);
    kept = print;
  };
  const tell = () => Promise.all([tellRules(redis, keys, worker, rules.inForce()), keep()]).catch(onError);
  void tell();
  const timer = setInterval(tell, everyMs);
  return { close: () => clearInterval(timer) };
}
