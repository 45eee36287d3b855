/**
 * Tells an event that stalls its workers from one that was under way when they died. A crash is no verdict on the event, so a
 * stalled job is taken up again without end; but one whose words stop each worker that reads them must have an end itself.
 */
import { planFor, type Rules, readAlert, WRITERS } from '@guance-jira/mapping';
import { type EventJob, lua, type RedisClient, script } from '@guance-jira/queue';

export interface Suspects {
  /** Before an event is handled that was under way in a worker that stalled: why it is not tried again, or null to go on. */
  examine(job: EventJob, jobKey: string): Promise<string | null>;
}

export interface Reading {
  read: (job: EventJob, rules: Rules) => void;
  /** Processor time of this thread in milliseconds: a worker that was frozen meanwhile has used none. */
  cpuMs: () => number;
}

const READ_TIMES = 3;
/** Below the time of a lock, after which another worker takes the job, and far above what any event takes. */
const TOO_LONG_MS = 5000;

/**
 * All that is done with the event's words alone is done once more, one event at a time, between a mark in the job and its removal.
 * Only a worker that ended or stood still at these very words leaves the mark: the few milliseconds are not met three times by one
 * that is killed for another reason.
 */
export function createSuspects(redis: RedisClient, rules: () => Rules, { read, cpuMs }: Reading = READING): Suspects {
  let last: Promise<unknown> = Promise.resolve();
  const examine = async (job: EventJob, jobKey: string): Promise<string | null> => {
    const marks = Number(await MARK(redis, [jobKey], [READ_TIMES]));
    if (marks >= READ_TIMES) return parked(marks);
    const before = cpuMs();
    read(job, rules());
    if (cpuMs() - before < TOO_LONG_MS) await redis.hdel(jobKey, 'reading');
    return null;
  };
  return {
    examine: (job, jobKey) => {
      const examined = last.then(() => examine(job, jobKey));
      last = examined.catch(() => {});
      return examined;
    },
  };
}

function parked(times: number): string {
  return `stalled: this event ended or stalled the worker that read it ${times} times; look at the job's data, and retry it when the cause is gone`;
}

const MARK = script(lua(new URL('./scripts/mark.lua', import.meta.url)));

const READING: Reading = {
  read: (job, rules) => {
    try {
      const plan = planFor(readAlert(job.event, job), rules);
      if (plan.action !== 'open') return;
      const { description } = plan.draft;
      JSON.stringify(WRITERS.map((write) => write(description)));
    } catch {
      // What it means for the event is told when it is handled.
    }
  },
  cpuMs: () => {
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1000;
  },
};
