/** What Redis and the receivers know of the alerts of a run. */
import { keysFor } from '@guance-jira/queue';
import type { Stack } from '../harness/index.ts';
import { alertIdOf, type Outcome } from './deliver/alerts.ts';

/** The job of an alert and its record in the ledger, for its timeline. */
export async function recordsOf(stack: Stack, alert: string): Promise<Record<string, unknown>> {
  const jobs = await jobsOf(stack);
  const job = jobs.find(({ id }) => id === alert);
  const { eventPrefix } = keysFor(stack.prefix);
  const recordKey = job ? `${eventPrefix}${job.jobId}` : await recordKeyOf(stack, alert);
  return { job: job ?? 'none', 'ledger record': await stack.redis.call('HGETALL', recordKey) };
}

interface Job extends Outcome {
  readonly jobId: string;
  readonly id: string;
  readonly progress: string;
}

const JOBS = `
local found = {}
for _, key in ipairs(redis.call('KEYS', ARGV[1] .. '*')) do
  if redis.call('TYPE', key).ok == 'hash' then
    local job = redis.call('HMGET', key, 'data', 'progress')
    if job[1] then
      local jobId = string.sub(key, #ARGV[1] + 1)
      local record = redis.call('HMGET', ARGV[2] .. jobId, 'outcome', 'reason')
      found[#found + 1] = { jobId, job[1], job[2] or '', record[1] or '', record[2] or '' }
    end
  end
end
return found`;

/** All jobs that Redis has, each with the outcome that the ledger has for it. */
export async function jobsOf(stack: Stack): Promise<Job[]> {
  const rows = await stack.redis.call('EVAL', JOBS, 0, base(stack), keysFor(stack.prefix).eventPrefix);
  if (!Array.isArray(rows)) throw new Error('Redis gave no list of jobs');
  return rows.map((row) => {
    const [jobId = '', data = '', progress = '', outcome = '', reason = ''] = Object.values(Object(row)).map(String);
    const event: unknown = Reflect.get(Object(JSON.parse(data)), 'event');
    const [workspace, eventId] = ['df_workspace_uuid', 'df_event_id'].map((name) =>
      String(Reflect.get(Object(event), name)),
    );
    return { jobId, id: alertIdOf(workspace ?? '', eventId ?? ''), progress, outcome, reason };
  });
}

/** Of alerts whose jobs are gone: they were deleted, or their outcome is known from before. */
export async function outcomesOf(stack: Stack, ids: readonly string[]): Promise<Map<string, Outcome>> {
  const found = new Map<string, Outcome>();
  for (const id of ids) {
    const record = await stack.redis.call('HMGET', await recordKeyOf(stack, id), 'outcome', 'reason');
    const [outcome, reason] = Object.values(Object(record)).map((value) => String(value ?? ''));
    found.set(id, { outcome: outcome ?? '', reason: reason ?? '' });
  }
  return found;
}

/** Of events with one id the first to come has it alone; those of another workspace have names beside it. */
async function recordKeyOf(stack: Stack, alert: string): Promise<string> {
  const keys = keysFor(stack.prefix);
  const eventId = alert.replace(/@2$/, '');
  const others = await stack.redis.call('SMEMBERS', keys.namesakes(eventId));
  const names = Array.isArray(others) ? others.map((jobId) => `${keys.eventPrefix}${jobId}`) : [];
  for (const key of [keys.event(eventId), ...names]) {
    const workspace = await stack.redis.call('HGET', key, 'ws');
    if (alertIdOf(String(workspace), eventId) === alert) return key;
  }
  return keys.event(eventId);
}

export async function openJobs(stack: Stack): Promise<string[]> {
  const read = async (command: string, name: string) => {
    const ids = await stack.redis.call(command, `${base(stack)}${name}`, 0, -1);
    return Array.isArray(ids) ? ids.map(String).filter((id) => !id.startsWith('0:')) : [];
  };
  const lists = ['wait', 'active', 'paused'].map((name) => read('LRANGE', name));
  const sets = ['delayed', 'prioritized', 'waiting-children'].map((name) => read('ZRANGE', name));
  return (await Promise.all([...lists, ...sets])).flat();
}

/** Events in the spools, as the receivers tell. */
export async function spooled(stack: Stack): Promise<number> {
  const counts = await Promise.all(
    stack.receivers.map(async ({ env }) => {
      const url = `http://127.0.0.1:${env.METRICS_PORT}/metrics`;
      const text = await (await fetch(url, { signal: AbortSignal.timeout(5000) })).text();
      const value = /^guance_jira_spool_events(?:\{[^}]*\})? (\d+)/m.exec(text)?.[1];
      if (value === undefined) throw new Error('the receiver does not tell how much it has spooled');
      return Number(value);
    }),
  );
  return counts.reduce((sum, value) => sum + value, 0);
}

function base(stack: Stack): string {
  return `${keysFor(stack.prefix).bullPrefix}:events:`;
}
