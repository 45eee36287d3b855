/**
 * Keys below which the index has everything: what it may lack has a higher one, since keys rise by one, and is read from the store.
 * After a loss of Redis nothing else tells where to begin.
 */
import type { ReconcileTimeouts, Tracker } from '@guance-jira/jira';
import { isJirasRefusal } from '@guance-jira/jira';
import { namesIn, type Rules } from '@guance-jira/mapping';

export interface SettledKeys {
  /**
   * By project of the rules; '' where Jira refuses to tell. Asked once for each epoch, and again after a while. Empty where search alone should decide.
   * @throws JiraFailure; whatever a slot throws
   */
  of(epoch: number): Promise<Readonly<Record<string, string>>>;
}

export interface SettledKeysDeps {
  tracker: Pick<Tracker, 'newestIn'>;
  rules: () => Rules;
  reconcileTimeouts: ReconcileTimeouts;
  slot: () => Promise<void>;
  /** Milliseconds that only go forward. */
  clock?: () => number;
}

/** JQL counts whole minutes, and clocks differ a little. */
const SLACK_MS = 2 * 60_000;
/** More keys follow with time, and are read for nothing. */
const AGAIN_MS = 10 * 60_000;
/** Of more projects the keys would take longer than the index. */
export const MAX_PROJECTS = 50;

export function createSettledKeys(deps: SettledKeysDeps): SettledKeys {
  const { tracker, rules, reconcileTimeouts, slot, clock = performance.now.bind(performance) } = deps;
  const { settleMs, timeoutMs, lateCommitMs } = reconcileTimeouts;
  // Jira gives out a number when it begins, and may store the issue that much later.
  const minutesAgo = minutesSettled(settleMs + timeoutMs + lateCommitMs);
  let known: { epoch: number; at: number; keys: Map<string, Promise<string>> } | null = null;

  async function ask(project: string): Promise<string> {
    await slot();
    try {
      return (await tracker.newestIn(project, false, minutesAgo))?.key ?? `${project}-0`;
    } catch (error) {
      if (isJirasRefusal(error)) return '';
      throw error;
    }
  }

  return {
    of: async (epoch) => {
      if (known?.epoch !== epoch || clock() - known.at > AGAIN_MS) known = { epoch, at: clock(), keys: new Map() };
      const { keys } = known;
      const projects = projectsOf(rules());
      if (projects.length > MAX_PROJECTS) return {};
      const found: Record<string, string> = {};
      for (const project of projects) {
        const asked = keys.get(project) ?? ask(project);
        keys.set(project, asked);
        found[project] = await asked.catch((error: unknown) => {
          keys.delete(project);
          throw error;
        });
      }
      return found;
    },
  };
}

/** How old the newest issue must be that is searched. */
export function minutesSettled(settleMs: number): number {
  return Math.ceil((settleMs + SLACK_MS) / 60_000);
}

export function projectsOf({ routes, fallback }: Rules): string[] {
  const all = [...routes, ...(fallback === null ? [] : [fallback])];
  return [...new Set(all.flatMap((route) => (route.kind === 'issue' ? namesIn(route.project) : [])))];
}
