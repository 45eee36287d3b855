import { hostname } from 'node:os';
import { TELL_RULES_MS, tellRules } from '@guance-jira/operations';
import type { Keys, RedisClient } from '@guance-jira/queue';
import type { LiveRules } from './watch-rules.ts';

/** Tells the console every few seconds which rules this worker has in force; whoever is silent counts as gone. */
export function keepTelling(
  rules: Pick<LiveRules, 'inForce'>,
  redis: RedisClient,
  keys: Keys,
  onError: (error: Error) => void,
): { close(): void } {
  const worker = `${hostname()}:${process.pid}`;
  const tell = () => tellRules(redis, keys, worker, rules.inForce()).catch(onError);
  void tell();
  const timer = setInterval(tell, TELL_RULES_MS);
  return { close: () => clearInterval(timer) };
}
