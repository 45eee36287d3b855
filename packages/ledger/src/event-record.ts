/** Under which name the ledger keeps an event: its job id, as the door gave it among the workspaces that use the same event id. */
import {
  EventJob,
  jobIdsOf,
  type Keys,
  QUEUE_NAME,
  type RedisClient,
  type Workspace,
  workspaceOf,
} from '@guance-jira/queue';

/** An event as the queue and the ledger know it. */
export interface OfJob {
  jobId: string;
  workspace: Workspace;
}

/** @param jobId another one than the door gives, where a person added the job by hand */
export async function ofJob(
  job: EventJob,
  jobId: string | undefined,
  { redis, keys }: { redis: RedisClient; keys: Keys },
): Promise<OfJob> {
  const { plain, scoped, workspace } = jobIdsOf(job);
  if (jobId === plain || jobId === scoped) return { jobId, workspace };
  const [own, first] = await Promise.all([redis.exists(keys.record(scoped)), redis.hget(keys.record(plain), 'ws')]);
  return { jobId: own === 1 || (first !== null && first !== workspace) ? scoped : plain, workspace };
}

/** By its job, for records of 0.1, which do not tell. Null when the job is gone. */
export async function ownerOfJob(
  jobId: string,
  { redis, keys }: { redis: RedisClient; keys: Keys },
): Promise<Workspace | null> {
  const text = await redis.hget(`${keys.bullPrefix}:${QUEUE_NAME}:${jobId}`, 'data');
  const job = text === null ? undefined : EventJob.safeParse(JSON.parse(text)).data;
  return job === undefined ? null : workspaceOf(job.event);
}

/** Whose event opened this issue; null when nothing tells any more. */
export async function ownerOfIssue(
  issueKey: string,
  around: { redis: RedisClient; keys: Keys; site: string },
): Promise<Workspace | null> {
  const { redis, keys, site } = around;
  const recordKey = await redis.get(keys.issue(site, issueKey));
  if (recordKey === null || !recordKey.startsWith(keys.eventPrefix)) return null;
  return (await redis.hget(recordKey, 'ws')) ?? ownerOfJob(recordKey.slice(keys.eventPrefix.length), around);
}
