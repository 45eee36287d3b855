/** What Guance knows and never told us. The words for it have command line and console, each their own. */
import { type LookRecord, readLookRecords } from '@guance-jira/ledger';
import type { OpenedRedis } from '../opened-redis.ts';
import type { FindingLevel } from './finding.ts';

export type CatchUpFinding = { readonly level: FindingLevel; readonly workspace: string } & (
  | { readonly code: 'caught_up'; readonly lookedAt: number }
  /** No look was finished yet. */
  | { readonly code: 'not_looked' }
  | { readonly code: 'look_failed'; readonly said: string; readonly since: number }
  /** Open in Guance, unknown here, and no route with `catchUp` takes them. */
  | {
      readonly code: 'unseen';
      readonly count: number;
      readonly titles: readonly string[];
      readonly routes: readonly string[];
    }
  /** Open here, recovered in Guance. */
  | { readonly code: 'over_there'; readonly count: number; readonly issues: readonly string[] }
);

/** As the workers' last looks have found it. */
export async function readCatchUp({ redis, keys }: OpenedRedis, now: number): Promise<CatchUpFinding[]> {
  return judgeCatchUp(await readLookRecords(redis, keys, now));
}

/** Of each workspace what is wrong, or that all is well. */
export function judgeCatchUp(records: ReadonlyMap<string, LookRecord>): CatchUpFinding[] {
  return [...records].flatMap(([workspace, record]) => {
    const findings = wrong(workspace, record);
    if (findings.length > 0) return findings;
    return record.lookedAt === null
      ? [{ level: 'unknown', workspace, code: 'not_looked' } as const]
      : [{ level: 'ok', workspace, code: 'caught_up', lookedAt: record.lookedAt } as const];
  });
}

function wrong(workspace: string, { problem, unseen, over }: LookRecord): CatchUpFinding[] {
  const found: CatchUpFinding[] = [];
  if (problem !== null)
    found.push({ level: 'warn', workspace, code: 'look_failed', said: problem.said, since: problem.since });
  if (unseen.count > 0) {
    const routes = [...new Set(unseen.faults.flatMap(({ route }) => route ?? []))];
    const titles = unseen.faults.slice(0, MAX_NAMED).map(({ title, eventId }) => title || eventId);
    found.push({ level: 'bad', workspace, code: 'unseen', count: unseen.count, titles, routes });
  }
  if (over.count > 0) {
    const issues = over.faults.slice(0, MAX_NAMED).flatMap(({ issueKey }) => issueKey ?? []);
    found.push({ level: 'warn', workspace, code: 'over_there', count: over.count, issues });
  }
  return found;
}

const MAX_NAMED = 5;
