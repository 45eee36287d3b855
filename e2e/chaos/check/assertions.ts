import { setTimeout as pause } from 'node:timers/promises';
import type { Stack } from '../../harness/index.ts';
import type { Alerts, Facts, Outcome, Problem } from '../deliver/alerts.ts';
import type { Deliveries } from '../deliver/deliveries.ts';
import type { Quiet } from '../faults/fault.ts';
import { jobsOf, openJobs, outcomesOf, spooled } from '../jobs.ts';
import { leftovers } from './leftovers.ts';
import { resting } from './recovery.ts';

/** What becomes of alerts beside one issue each, where faults or settings want it so. */
export interface Allowed {
  readonly storms: boolean;
  readonly stormsForgotten: readonly number[];
  readonly failedReasons: readonly RegExp[];
}

/** Waits until every 202 has its outcome and queue and spools are empty; then nothing, else what is still waiting. */
export async function unsettled(stack: Stack, { acknowledged }: Deliveries, limitMs: number): Promise<Problem[]> {
  const end = Date.now() + limitMs;
  for (;;) {
    // Processes may still be starting.
    const problems = await stillWaiting(stack, acknowledged).catch((error: unknown) => [
      { alert: null, text: `it cannot be told what waits: ${error}` },
    ]);
    if (problems.length === 0 || Date.now() > end) return problems;
    await pause(700);
  }
}

async function stillWaiting(stack: Stack, acknowledged: ReadonlySet<string>): Promise<Problem[]> {
  const [jobs, spool] = await Promise.all([jobsOf(stack), spooled(stack)]);
  const problems: Problem[] = [];
  if (spool > 0) problems.push({ alert: null, text: `${spool} events are still in the spool` });
  const open = await openJobs(stack);
  const waiting = new Map(jobs.map((job) => [job.jobId, job]));
  for (const jobId of open) {
    const { id = jobId, progress = '' } = waiting.get(jobId) ?? {};
    problems.push({ alert: id, text: `still waits: ${progress}` });
  }
  // An event that waits for the end of a pause is told nothing.
  if (open.length > 0)
    for (const reason of await resting(stack))
      problems.unshift({ alert: null, text: `requests to Jira rest: ${reason}` });
  const ended = new Map(jobs.map(({ id, outcome }) => [id, outcome]));
  const gone = [...acknowledged].filter((id) => !ended.has(id));
  for (const [id, { outcome }] of await outcomesOf(stack, gone)) ended.set(id, outcome);
  for (const id of acknowledged) {
    if (!ended.get(id) && !problems.some(({ alert }) => alert === id))
      problems.push({ alert: id, text: 'acknowledged; it has no outcome and waits nowhere' });
  }
  return problems;
}

/** Holds what Jira and the ledger have against what was acknowledged, until all is well or the time is over. */
export async function judged(
  stack: Stack,
  alerts: Alerts,
  deliveries: Deliveries,
  allowed: Allowed,
  limitMs: number,
): Promise<Problem[]> {
  const end = Date.now() + limitMs;
  for (;;) {
    const facts = await factsOf(stack, deliveries, allowed);
    const found = [...wrongOutcomes(facts, allowed), ...alerts.judge(facts), ...sameMarkers(facts)];
    const problems = found.length > 0 ? found : await leftovers(stack);
    if (problems.length === 0 || Date.now() > end) return problems;
    await pause(500);
  }
}

async function factsOf(stack: Stack, { acknowledged }: Deliveries, allowed: Allowed): Promise<Facts> {
  const { storms, stormsForgotten } = allowed;
  const jobs = await jobsOf(stack);
  const outcomes = new Map<string, Outcome>(jobs.map(({ id, outcome, reason }) => [id, { outcome, reason }]));
  const gone = [...acknowledged].filter((id) => !outcomes.has(id));
  for (const [id, outcome] of await outcomesOf(stack, gone)) outcomes.set(id, outcome);
  return {
    acknowledged,
    outcomes,
    issues: await stack.jira.issues(),
    storms,
    stormsForgottenAt: Math.max(0, ...stormsForgotten),
  };
}

function wrongOutcomes({ acknowledged, outcomes }: Facts, { failedReasons }: Allowed): Problem[] {
  return [...acknowledged].flatMap((id) => {
    const { outcome = '', reason = '' } = outcomes.get(id) ?? {};
    if (outcome === '') return [{ alert: id, text: 'acknowledged; no outcome' }];
    if (outcome !== 'failed' || failedReasons.some((known) => known.test(reason))) return [];
    return [{ alert: id, text: `acknowledged; failed: ${reason}` }];
  });
}

/** Whatever they are about: no two issues carry the same marker. */
function sameMarkers({ issues }: Facts): Problem[] {
  const keys = new Map<string, string[]>();
  for (const { key, properties } of issues) {
    const property: unknown = Reflect.get(Object(properties), 'guance-jira');
    const marker = Reflect.get(Object(property), 'marker');
    if (typeof marker === 'string') keys.set(marker, [...(keys.get(marker) ?? []), key]);
  }
  return [...keys].flatMap(([marker, those]) =>
    those.length > 1 ? [{ alert: null, text: `${those.join(', ')} carry the same marker ${marker}` }] : [],
  );
}

/** More requests than a time of rest allows. */
export async function unrest(stack: Stack, quiet: readonly Quiet[]): Promise<Problem[]> {
  const requests = await stack.jira.requests();
  return quiet.flatMap(({ what, from, to, most }) => {
    const those = requests.filter(({ at }) => Number(at) > from && Number(at) < to);
    if (those.length <= most) return [];
    const shown = those.slice(0, 3).map(({ method, path }) => `${method} ${path}`);
    const text = `${what}: ${those.length} requests in ${to - from} ms, at most ${most} may go: ${shown.join(', ')} …`;
    return [{ alert: null, text }];
  });
}

/** Each delivery has its line, as each event has. */
const OF_DELIVERIES = 'delivery handled';

/** Lines that are written again and again say nothing. Those about single events and deliveries and those for debugging are not meant. */
export function floods(stack: Stack, actions: number): Problem[] {
  const most = 20 + 4 * actions;
  return [...stack.receivers, ...stack.workers].flatMap(({ name, log }) => {
    const counts = new Map<string, number>();
    for (const { level, message, eventId } of log.all)
      if (level !== 'debug' && eventId === undefined && message !== OF_DELIVERIES)
        counts.set(message, (counts.get(message) ?? 0) + 1);
    return [...counts].flatMap(([message, count]) =>
      count > most ? [{ alert: null, text: `${name} wrote ${count} times: ${message}` }] : [],
    );
  });
}
