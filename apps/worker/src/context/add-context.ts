/**
 * What an issue is given once it stands. No event waits for it, and nothing of it can fail one: what cannot be had is left out, and
 * said so. May be repeated, at whatever point it was left.
 */
import {
  type ContextEnd,
  type ContextPart,
  type ContextRequest,
  contextParts,
  noteContextEnd,
  openEntry,
  readContext,
} from '@guance-jira/ledger';
import { isStep, type Step } from '../disposition.ts';
import { progressOf } from '../issue/checkpoints.ts';
import type { Written } from '../issue/issue-turn.ts';
import { addChart } from './add-chart.ts';
import { addLogs } from './add-logs.ts';
import { later } from './ask-guance.ts';
import { type ContextDeps, type ContextTurn, LeftOut, NotYet } from './context-turn.ts';

export type ContextStep =
  /** Each part that was asked for has its end. */
  | { step: 'done'; order: ContextRequest; ends: Partial<Record<ContextPart, ContextEnd>> }
  | { step: 'wait'; ms: number; reason: string }
  | { step: 'unknown' };

export async function addContext(issueId: string, deps: ContextDeps): Promise<ContextStep> {
  const { redis, keys, jira } = deps;
  const key = keys.context(jira.tracker.site, issueId);
  try {
    return await add(issueId, deps);
  } finally {
    // Redis was wiped meanwhile: what was noted since has no order beside it, and so nobody who would end it.
    if ((await redis.ttl(key)) === -1) await redis.expire(key, jira.ledger.ledgerDays * 86_400);
  }
}

async function add(issueId: string, deps: ContextDeps): Promise<ContextStep> {
  const at = { redis: deps.redis, keys: deps.keys, site: deps.jira.tracker.site };
  const record = await readContext(at, issueId);
  if (record === null) return { step: 'unknown' };
  const turn = turnOf(record.order, deps);
  const waits: { ms: number; reason: string }[] = [];
  const ends = { ...record.ends };
  for (const part of contextParts) {
    if (record.order[part] === null || ends[part] !== undefined) continue;
    const tried = await tryPart(turn, part);
    if ('ms' in tried) {
      waits.push(tried);
      continue;
    }
    const end = { ...tried, at: deps.now() };
    await noteContextEnd(at, issueId, part, end);
    deps.onEnd(part, end.end);
    ends[part] = end;
  }
  const [first] = waits.sort((a, b) => a.ms - b.ms);
  return first ? { step: 'wait', ...first } : { step: 'done', order: record.order, ends };
}

const ADD: Record<ContextPart, (turn: ContextTurn) => Promise<Written | Step>> = { logs: addLogs, chart: addChart };

type Tried = Omit<ContextEnd, 'at'> | { ms: number; reason: string };

async function tryPart(turn: ContextTurn, part: ContextPart): Promise<Tried> {
  try {
    const written = await ADD[part](turn);
    if (!isStep(written)) {
      if (written.end === 'done') return { end: 'added', reason: null };
      return { end: 'left_out', reason: `jira: ${written.failure.message}` };
    }
    const reason = `jira: ${written.reason}`;
    if (written.step === 'wait' || written.step === 'pause') throw later(turn, written.ms, reason);
    return { end: 'left_out', reason };
  } catch (error) {
    if (error instanceof LeftOut) return { end: 'left_out', reason: error.message };
    if (error instanceof NotYet) return { ms: error.ms, reason: error.message };
    throw error;
  }
}

/** How far it has come stands in its own record, so no event's record is touched. */
function turnOf(order: ContextRequest, deps: ContextDeps): ContextTurn {
  const { redis, keys, jira } = deps;
  const recordKey = keys.context(jira.tracker.site, order.issue.id);
  const record = openEntry(redis, recordKey, { route: order.route, eventId: order.eventId }, jira.ledger);
  return {
    record,
    eventId: order.eventId,
    jira,
    progress: progressOf(redis, recordKey, jira.ledger),
    recordKey,
    order,
    deps,
  };
}
