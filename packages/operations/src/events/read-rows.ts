/** What a line of the list tells of an event: from its job while that is there, else from its record. */
import {
  ABOUT_FIELD,
  aboutEvent,
  EventJob,
  EventOutcome,
  Outcome,
  QUEUE_NAME,
  readAbout,
  workspaceOf,
} from '@guance-jira/queue';
import { z } from 'zod';
import type { OpenedRedis } from '../opened-redis.ts';
import type { EventState } from './filter.ts';

export interface EventRow {
  /** Its job id without `ev_`: by this its page is found. */
  readonly id: string;
  /** Null when its job is gone. */
  readonly title: string | null;
  readonly receivedAt: number | null;
  readonly endedAt: number | null;
  readonly state: EventState;
  /** As the event says it. */
  readonly level: string;
  readonly workspace: string;
  readonly object: string;
  readonly route: string | null;
  readonly issueKey: string | null;
  readonly issueUrl: string | null;
  readonly reason: string | null;
  readonly waitingFor: string | null;
}

/** In the order of the job ids; all keys are in one Cluster slot, so one pipeline will do. */
export async function readRows({ redis, keys }: OpenedRedis, jobIds: readonly string[]): Promise<EventRow[]> {
  const reads = redis.pipeline();
  for (const id of jobIds) {
    reads.hmget(`${keys.bullPrefix}:${QUEUE_NAME}:${id}`, ...JOB_FIELDS);
    reads.hmget(keys.record(id), ...RECORD_FIELDS);
  }
  const answers = (await reads.exec()) ?? [];
  const rows = jobIds.map((id, index) => rowOf(id, fieldsAt(answers, 2 * index), fieldsAt(answers, 2 * index + 1)));
  // Jobs from before a few words were kept beside them: made of the event, as few are shown.
  return Promise.all(
    rows.map(async ({ aboutKept, ...row }, index) => (aboutKept ? row : withAbout(row, await jobAt(index)))),
  );

  async function jobAt(index: number) {
    const text = await redis.hget(`${keys.bullPrefix}:${QUEUE_NAME}:${jobIds[index]}`, 'data');
    return text === null ? null : (EventJob.safeParse(parsed(text)).data ?? null);
  }
}

const JOB_FIELDS = ['name', 'timestamp', 'finishedOn', 'returnvalue', 'failedReason', 'progress', ABOUT_FIELD];
const RECORD_FIELDS = ['outcome', 'route', 'issueKey', 'reason', 'at'];

type Texts = readonly (string | null)[];

function fieldsAt(answers: readonly [Error | null, unknown][], index: number): Texts {
  const [error, fields] = answers[index] ?? [];
  if (error) throw error;
  return z.array(z.string().nullable()).parse(fields);
}

function rowOf(jobId: string, job: Texts, record: Texts): EventRow & { aboutKept: boolean } {
  const [name = null, timestamp = null, finishedOn = null, returned = null, failedReason = null, progress, about] = job;
  const [kept = null, route = null, issueKey = null, reason = null, at = null] = record;
  const outcome = EventOutcome.safeParse(parsed(returned)).data;
  const told = Progress.safeParse(parsed(progress ?? null)).data;
  const waits = name !== null && finishedOn === null && (kept === null || kept === 'failed');
  const last = Outcome.safeParse(kept ?? outcome?.outcome ?? (failedReason ? 'failed' : null)).data ?? 'unknown';
  const { level, workspace, workspaceName, object } = readAbout(about ?? '');
  return {
    id: jobId.replace(/^ev_/, ''),
    title: name,
    receivedAt: timeIn(timestamp),
    endedAt: waits ? null : timeIn(at ?? finishedOn),
    state: waits ? 'waiting' : last,
    ...{ level, workspace: workspaceName || workspace, object },
    route: route || outcome?.route || told?.route || null,
    issueKey: issueKey || outcome?.issueKey || null,
    issueUrl: outcome?.issueUrl ?? null,
    reason: waits ? null : reason || failedReason || outcome?.reason || null,
    waitingFor: waits ? (told?.waitingFor ?? null) : null,
    aboutKept: name === null || about != null,
  };
}

/** Null for what is no time: one job that was made by hand must not take the list from everybody. */
function timeIn(text: string | null): number | null {
  return new Date(Number(text ?? Number.NaN)).getTime() || null;
}

const Progress = z.object({ waitingFor: z.string().optional(), route: z.string().optional() });

function withAbout(row: EventRow, job: EventJob | null): EventRow {
  if (job === null) return row;
  const { level, workspace, workspaceName, object } = readAbout(`\n${aboutEvent(job.event, workspaceOf(job.event))}`);
  return { ...row, level, workspace: workspaceName || workspace, object };
}

export function parsed(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return null;
  }
}
