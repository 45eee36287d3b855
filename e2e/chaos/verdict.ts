import { setTimeout as pause } from 'node:timers/promises';
import { keysFor } from '@guance-jira/queue';
import { eventIdsOf, type Stack } from '../harness/index.ts';
import type { FaultWorld } from './fault-events.ts';
import type { Sent } from './sender.ts';

/** One broken promise. `eventId` is null where it concerns no single event. */
export interface Problem {
  readonly eventId: string | null;
  readonly text: string;
}

/** A spool whose receiver died is adopted within a minute; when nothing moves for longer, what is missing is lost. */
const LOST_AFTER_MS = 90_000;

/**
 * Waits until every 202 has its outcome and queue and spools are empty. False after `limitMs`, or when nothing is on its way any
 * more and outcomes are missing all the same.
 */
export async function settled(stack: Stack, sent: Sent, limitMs: number): Promise<boolean> {
  const end = Date.now() + limitMs;
  let emptySince: number | null = null;
  while (Date.now() < end && (emptySince === null || Date.now() - emptySince < LOST_AFTER_MS)) {
    // Processes may still be starting.
    const open = await Promise.all([waitingJobs(stack), spooled(stack)]).catch(() => [1]);
    emptySince = open.some((count) => count > 0) ? null : (emptySince ?? Date.now());
    if (emptySince !== null && (await outcomes(stack, [...sent.acknowledged])).every(({ outcome }) => outcome !== ''))
      return true;
    await pause(500);
  }
  return false;
}

/** Holds what Jira and the ledger have against what was acknowledged. */
export async function verdict(stack: Stack, sent: Sent, world: FaultWorld | null): Promise<Problem[]> {
  const issues = new Map<string, number>();
  for (const id of await eventIdsOf(stack.jira)) issues.set(id, (issues.get(id) ?? 0) + 1);
  const problems: Problem[] = [];
  const blame = (eventId: string | null, text: string) => void problems.push({ eventId, text });

  for (const [id, count] of issues) {
    if (!sent.events.has(id)) blame(id, `an issue for an event that nobody sent (${count})`);
    if (count > 1) blame(id, `${count} issues for one event`);
  }
  const records = await outcomes(stack, [...sent.events]);
  for (const { eventId, outcome, reason } of records) {
    const made = issues.get(eventId) ?? 0;
    const acknowledged = sent.acknowledged.has(eventId);
    if (world !== null) {
      if (acknowledged && (outcome === '' || outcome === 'failed'))
        blame(eventId, `answered 202; outcome: ${[outcome || 'none', reason].join(' ').trim()}`);
    } else if (acknowledged && (made === 0 || outcome !== 'created'))
      blame(eventId, `answered 202; issues: ${made}, outcome: ${[outcome || 'none', reason].join(' ').trim()}`);
    if (made > 0 && outcome === '') blame(eventId, 'an issue, and no outcome in the ledger');
  }
  const failed = await stack.redis.call('ZRANGE', `${bull(stack)}failed`, 0, -1);
  for (const job of Array.isArray(failed) ? failed : []) blame(eventIdOf(String(job)), `the job ${job} is in failed`);
  if (world !== null) problems.push(...(await world.verdict(stack, sent)));
  return problems;
}

/** The ledger's record and the job of an event, for its story. */
export async function recordsOf(stack: Stack, eventId: string): Promise<Record<string, unknown>> {
  const keys = keysFor(stack.prefix);
  return {
    'ledger record': await stack.redis.call('HGETALL', keys.event(eventId)),
    job: await stack.redis.call('HGETALL', keys.job(eventId)),
  };
}

const OUTCOMES = `
local found = {}
for i = 1, #KEYS do
  local record = redis.call('HMGET', KEYS[i], 'outcome', 'reason')
  found[i] = { record[1] or '', record[2] or '' }
end
return cjson.encode(found)`;

async function outcomes(
  stack: Stack,
  ids: readonly string[],
): Promise<{ eventId: string; outcome: string; reason: string }[]> {
  if (ids.length === 0) return [];
  const keys = keysFor(stack.prefix);
  const answer = await stack.redis.call('EVAL', OUTCOMES, ids.length, ...ids.map((id) => keys.event(id)));
  const rows: unknown = JSON.parse(String(answer));
  if (!Array.isArray(rows)) throw new Error('the ledger gave no list');
  return ids.map((eventId, index) => {
    const [outcome = '', reason = ''] = Object.values(Object(rows[index])).map(String);
    return { eventId, outcome, reason };
  });
}

async function waitingJobs(stack: Stack): Promise<number> {
  const lists = await Promise.all(['wait', 'active', 'paused'].map((name) => count(stack, 'LLEN', name)));
  const sets = await Promise.all(
    ['delayed', 'prioritized', 'waiting-children'].map((name) => count(stack, 'ZCARD', name)),
  );
  return [...lists, ...sets].reduce((sum, value) => sum + value, 0);
}

async function count(stack: Stack, command: string, name: string): Promise<number> {
  return Number(await stack.redis.call(command, `${bull(stack)}${name}`));
}

/** Events in the spools, as the receivers tell. */
async function spooled(stack: Stack): Promise<number> {
  const counts = await Promise.all(
    stack.receivers.map(async ({ env }) => {
      const text = await (
        await fetch(`http://127.0.0.1:${env.ADMIN_PORT}/metrics`, { signal: AbortSignal.timeout(5000) })
      ).text();
      const value = /^guance_jira_spool_events(?:\{[^}]*\})? (\d+)/m.exec(text)?.[1];
      if (value === undefined) throw new Error('the receiver does not tell how much it has spooled');
      return Number(value);
    }),
  );
  return counts.reduce((sum, value) => sum + value, 0);
}

function bull(stack: Stack): string {
  return `${keysFor(stack.prefix).bullPrefix}:events:`;
}

function eventIdOf(jobId: string): string {
  return jobId.replace(/^ev_/, '');
}
