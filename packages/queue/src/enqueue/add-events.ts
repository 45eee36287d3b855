import { aboutEvent } from '../contract/about-event.ts';
import { type ChangeJob, changeName, changeOptions, type QueuedJob } from '../contract/change-job.ts';
import { type EventJob, jobOptions, QUEUE_NAME } from '../contract/contract.ts';
import { nameLine } from '../contract/event-name.ts';
import { TITLE } from '../contract/guance-fields.ts';
import { jobIdsOf, WORKSPACE_OF } from '../contract/identity.ts';
import type { Keys } from '../contract/keys.ts';
import { TALLY_KEPT_S } from '../figures/tally.ts';
import { lua } from '../lua.ts';
import type { RedisClient } from '../redis/redis-client.ts';
import { script } from '../redis/script.ts';

/**
 * One answer per job, in order. Queue.addBulk does the same with a command per job: half of what a delivery cost went there.
 * What it leaves in Redis is what BullMQ leaves, which add-events.test.ts compares for the version in use.
 */
export async function addEvents(redis: RedisClient, keys: Keys, jobs: readonly QueuedJob[]): Promise<Confirmed[]> {
  const queue = `${keys.bullPrefix}:${QUEUE_NAME}:`;
  const args: (string | number)[] = [queue, keys.eventPrefix, keys.namesakesPrefix, keys.tallyPrefix];
  for (const job of jobs) {
    const { ids, name, opts, about } = 'kind' in job ? ofChange(job) : ofEvent(job);
    // When it came, also for one that waited in the spool: the age of the oldest job is the age of its alert.
    args.push(
      ids.plain,
      ids.scoped,
      ids.workspace,
      name,
      JSON.stringify(job),
      JSON.stringify(opts),
      opts.priority ?? 0,
      job.receivedAt,
      about,
    );
  }
  const answer = await ADD(redis, [`${queue}meta`, keys.seen], args);
  if (!Array.isArray(answer) || answer.length !== jobs.length)
    throw new Error('Redis answered the add with something else than a list of all events');
  return answer.map((known) => (known === 1 ? 'duplicate' : 'queued'));
}

function ofEvent(job: EventJob) {
  const ids = jobIdsOf(job);
  return { ids, name: nameOf(job.event), opts: jobOptions(job), about: aboutEvent(job.event, ids.workspace) };
}

/** It belongs to no workspace, and is no alert that people would look for. */
function ofChange(job: ChangeJob) {
  const opts = changeOptions(job);
  const ids = { plain: opts.jobId, scoped: `${opts.jobId}.`, workspace: '' };
  return { ids, name: changeName(job), opts, about: '' };
}

/** The dashboard shows the name of a job: one line of the event's title. */
export function nameOf(event: Record<string, unknown>): string {
  const title = typeof event[TITLE] === 'string' ? event[TITLE] : '';
  const line = nameLine(title);
  return line === '' ? 'untitled' : line;
}

/** As long as a failed job by default; only `find` asks. */
const NAMESAKES_KEPT_S = 90 * 86_400;

/** About 140 bytes each, so 140 MB at most; an event that is not among them any more is still found by its id. */
const MAX_SEEN = 1_000_000;

const ADD = script(
  lua(new URL('./scripts/add.lua', import.meta.url), {
    ...{ WORKSPACE_OF, NAMESAKES_KEPT_S, MAX_SEEN, TALLY_KEPT_S },
  }),
);

/** What Redis confirmed: the event waits now, or it was there (as a job, or with an outcome other than failed) before. */
export type Confirmed = 'queued' | 'duplicate';
