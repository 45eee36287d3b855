/** The rules that a worker took last, for one that starts while the files are wrong: a restart is no reason to stop all events. */
import { parseRulesFiles, type Rules, RulesInvalid, type RulesText } from '@guance-jira/mapping';
import { readKeptRules, type WorkerEnv } from '@guance-jira/operations';
import { connectRedis, keysFor, onRedisError } from '@guance-jira/queue';

export interface ReadRules {
  readonly rules: Rules;
  readonly texts: readonly RulesText[];
}

/** Who starts waits no longer for a Redis that does not answer, and fails as it did before. */
const WITHIN_MS = 5000;

/**
 * @param kept those of Redis; null: there are none
 * @throws RulesInvalid of the files, where nothing that can be read was kept
 */
export async function readOrKept(
  read: () => readonly RulesText[],
  kept: () => Promise<readonly RulesText[] | null>,
): Promise<ReadRules & { readonly refused: RulesInvalid | null }> {
  try {
    const texts = read();
    return { rules: parseRulesFiles(texts), texts, refused: null };
  } catch (refused) {
    if (!(refused instanceof RulesInvalid)) throw refused;
    const texts = await kept().catch(() => null);
    const before = texts && parsed(texts);
    if (!before) throw refused;
    return { ...before, refused };
  }
}

function parsed(texts: readonly RulesText[]): ReadRules | null {
  try {
    return { rules: parseRulesFiles(texts), texts };
  } catch (error) {
    // Kept by another version.
    if (error instanceof RulesInvalid) return null;
    throw error;
  }
}

export async function keptInRedis(config: WorkerEnv): Promise<RulesText[] | null> {
  const redis = connectRedis(config, { kind: 'worker' }, 'guance-jira-rules');
  // The connections that stay tell what is wrong.
  onRedisError(redis, () => {});
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, WITHIN_MS, null);
  });
  try {
    return await Promise.race([readKeptRules(redis, keysFor(config.REDIS_PREFIX)), late]);
  } finally {
    clearTimeout(timer);
    redis.disconnect();
  }
}
