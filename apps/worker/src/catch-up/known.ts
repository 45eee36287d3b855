/** What Redis knows of events, faults and objects. */
import type { IssueRef } from '@guance-jira/jira';
import { stateOfText } from '@guance-jira/ledger';
import { jobIdsIn, type Keys, QUEUE_NAME, type RedisClient } from '@guance-jira/queue';
import { z } from 'zod';

export interface KnownDeps {
  redis: RedisClient;
  keys: Keys;
  /** The Jira of this worker, as it stands in the ledger. */
  site: string;
}

/** Whether the event has a job or an outcome, in its workspace or in none. */
export async function isKnownEvent({ redis, keys }: KnownDeps, workspace: string, eventId: string): Promise<boolean> {
  const { plain, scoped } = jobIdsIn(workspace, eventId);
  const jobOf = (id: string) => `${keys.bullPrefix}:${QUEUE_NAME}:${id}`;
  if ((await redis.exists(jobOf(scoped), keys.record(scoped))) > 0) return true;
  const [there, owner] = await Promise.all([
    redis.exists(jobOf(plain), keys.record(plain)),
    redis.hget(keys.record(plain), 'ws'),
  ]);
  return there > 0 && (owner === null || owner === '' || owner === workspace);
}

/** An event of the fault was handled, or opens an issue just now. */
export async function isKnownFault({ redis, keys }: KnownDeps, faultKey: string): Promise<boolean> {
  return (await redis.exists(keys.fault(faultKey), keys.issuesOf(faultKey), keys.recoveryOf(faultKey))) > 0;
}

export interface KnownObject {
  open: boolean;
  recoveredAt: number | null;
  /** Time of the newest event that counted. */
  appliedAt: number;
  route: string;
  /** Its own; null where a storm lists it. */
  issue: IssueRef | null;
  issueKey: string | null;
}

/** Null where nothing is known of it, as far as this Jira goes. */
export async function knownObject({ redis, keys, site }: KnownDeps, objectKey: string): Promise<KnownObject | null> {
  const [at, text] = await redis.hmget(keys.object(objectKey), 'site', 'state');
  const state = at === site && text ? stateOfText(text) : null;
  if (state === null) return null;
  const { issue, storm, heldUntil, recoveredAt, route, applied } = state;
  const open = recoveredAt === null && (issue !== null || storm !== null || heldUntil !== null);
  return { open, recoveredAt, appliedAt: applied.at, route, issue, issueKey: issue?.key ?? storm?.issue.key ?? null };
}

/** Its alerts wait for their turn, or one has it. */
export async function isBusy({ redis, keys }: KnownDeps, objectKey: string): Promise<boolean> {
  return (await redis.exists(`${keys.lane(objectKey)}:waiting`)) > 0;
}

/** Of a fault under `group: event` whose recovery is told: the first of its issues, unless it is over. */
export async function openIssueOf(
  { redis, keys, site }: KnownDeps,
  faultKey: string,
): Promise<{ route: string; issue: IssueRef; issueKey: string } | null> {
  if ((await redis.exists(keys.recoveryOf(faultKey))) > 0) return null;
  for (const [id, text] of Object.entries(await redis.hgetall(keys.issuesOf(faultKey)))) {
    const issue = Opened.safeParse(parsed(text)).data;
    if (issue?.site === site) return { route: issue.route, issue: { id, key: issue.key }, issueKey: issue.key };
  }
  return null;
}

const Opened = z.object({ site: z.string(), key: z.string(), route: z.string() });

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
