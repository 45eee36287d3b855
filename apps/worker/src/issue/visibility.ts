/**
 * Whether this account sees what it creates. A default security level, or Create without Browse, lets it make issues that it can
 * neither read nor change: such an issue is hidden, not deleted, and another one in its place would be hidden as well. So the first
 * issue of a project is read once; what that showed is kept for all workers.
 */

import { type IssueRef, projectOfKey, type Tracker } from '@guance-jira/jira';
import type { Keys, RedisClient } from '@guance-jira/queue';
import type { Circuit } from '../throttle/circuit.ts';

export interface Visibility {
  /** To be called after the issue is recorded, which stands whatever happens here. Never throws; gives warnings for the log. */
  afterCreate(issue: IssueRef): Promise<string[]>;
  /** What is known of the issue's project. */
  of(issue: IssueRef): Promise<'seen' | 'hidden' | 'unknown'>;
  /** An event met an issue that this account cannot see. */
  met(issue: IssueRef): void;
}

export interface VisibilityDeps {
  redis: RedisClient;
  keys: Keys;
  tracker: Pick<Tracker, 'read' | 'site'>;
  circuit: Pick<Circuit, 'acquire'>;
  onHidden: (issue: IssueRef) => void;
  now?: () => number;
}

/** The rights may have been given since. */
const AGAIN_MS = 10 * 60_000;

export function createVisibility({
  redis,
  keys,
  tracker,
  circuit,
  onHidden,
  now = Date.now,
}: VisibilityDeps): Visibility {
  const key = keys.visible(tracker.site);
  const seen = new Set<string>();

  async function lookAt(issue: IssueRef): Promise<string[]> {
    const project = projectOfKey(issue.key);
    const known = await redis.hget(key, project);
    if (known === SEEN) seen.add(project);
    if (known === SEEN || (known !== null && isLately(now() - Number(known)))) return [];
    const admission = await circuit.acquire('get');
    // While Jira rests it is left out, and so it is where the login must be proven first: a later issue will tell.
    if (!admission.go || admission.probe) return [];
    if ((await tracker.read(issue)) !== null) {
      await redis.hset(key, project, SEEN);
      return [];
    }
    await redis.hset(key, project, now());
    onHidden(issue);
    return [`hidden: this account may create but not see ${issue.key}`];
  }

  return {
    afterCreate: async (issue) => {
      if (seen.has(projectOfKey(issue.key))) return [];
      return lookAt(issue).catch((error: unknown) => [
        `visibility: not checked: ${error instanceof Error ? error.message : String(error)}`,
      ]);
    },
    of: async (issue) => {
      const known = seen.has(projectOfKey(issue.key)) ? SEEN : await redis.hget(key, projectOfKey(issue.key));
      return known === null ? 'unknown' : known === SEEN ? 'seen' : 'hidden';
    },
    met: onHidden,
  };
}

/** What lies ahead was noted by a worker whose clock was wrong, or by ours before it was set back. */
function isLately(agoMs: number): boolean {
  return agoMs >= 0 && agoMs < AGAIN_MS;
}

/** Instead of the moment at which an issue was found to be hidden. */
const SEEN = 'seen';
