/**
 * The highest issue key known of each project. After a lost answer the keys above it are read: our issue, if it was made, has one
 * of them. Each create teaches it; where nothing is known yet, one search does.
 */

import type { IssueRef } from '@guance-jira/jira';
import { concernsAll, JiraFailure } from '@guance-jira/jira';
import { LEARN } from '@guance-jira/ledger';
import type { Keys, RedisClient } from '@guance-jira/queue';

export interface HighestKeys {
  /** Whether a search for it is needed before the first create in this project. */
  isUnknown(project: string): Promise<boolean>;
  /**
   * Asks by `newest`, once for all who ask at the same time. A Jira that refuses the search is left alone for a while: search alone decides then.
   * @throws JiraFailure that tells of all requests
   */
  learn(project: string, newest: () => Promise<IssueRef | null>): Promise<void>;
  /** The number up to which issues are surely there by now; 0 where nothing is known. */
  reach(project: string): Promise<number>;
  /** Whether an issue of ours in this project was ever seen: one that may be created but not seen proves nothing by its absence. */
  wasSeen(project: string): Promise<boolean>;
  seen(project: string): Promise<void>;
}

const AGAIN_MS = 60_000;

export function createHighestKeys(
  redis: RedisClient,
  keys: Keys,
  { site, now = performance.now.bind(performance) }: { site: string; now?: () => number },
): HighestKeys {
  const key = keys.highestKeys(site);
  const asked = new Map<string, number>();
  const known = new Set<string>();
  const learning = new Map<string, Promise<void>>();

  async function ask(project: string, newest: () => Promise<IssueRef | null>): Promise<void> {
    asked.set(project, now());
    try {
      await LEARN(redis, [key], [project, (await newest())?.key ?? `${project}-0`]);
    } catch (error) {
      if (error instanceof JiraFailure && !concernsAll(error)) return;
      asked.delete(project);
      throw error;
    }
  }

  return {
    isUnknown: async (project) => {
      if (known.has(project) || now() - (asked.get(project) ?? Number.NEGATIVE_INFINITY) < AGAIN_MS) return false;
      if ((await redis.hexists(key, project)) === 0) return true;
      known.add(project);
      return false;
    },
    learn: async (project, newest) => {
      const under = learning.get(project) ?? ask(project, newest).finally(() => learning.delete(project));
      learning.set(project, under);
      await under;
    },
    reach: async (project) => numberOf(await redis.hget(key, project)) ?? 0,
    wasSeen: async (project) => (await redis.hexists(key, seenField(project))) === 1,
    seen: async (project) => void (await redis.hset(key, seenField(project), 1)),
  };
}

/** Prefix and number of `OPS-12`; null for anything else, which must never stand in a request's path. */
export function keyParts(key: string | null | undefined): { prefix: string; number: number } | null {
  const parts = /^([A-Z][A-Z0-9_]*)-(\d{1,15})$/.exec(key ?? '');
  return parts?.[1] === undefined ? null : { prefix: parts[1], number: Number(parts[2]) };
}

function numberOf(key: string | null): number | null {
  return keyParts(key)?.number ?? null;
}

/** No project's key has a colon. */
function seenField(project: string): string {
  return `${project}:seen`;
}
