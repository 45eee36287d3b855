import { sampleEvent } from '../../e2e/harness/events.ts';
import type { SandboxRequest } from '../../e2e/harness/jira.ts';
import { type Stack, startStack } from '../../e2e/harness/stack.ts';

export type Dialect = 'cloud' | 'datacenter';

export interface Storm {
  alerts: number;
  dialect: Dialect;
  /** Requests a second that Jira allows. */
  allowed: number;
  /** `JIRA_MAX_RPS`. */
  rps: string;
}

export interface StormRow {
  dialect: Dialect;
  allowed: number;
  rps: string;
  /** From the first alert sent to the last outcome, in seconds. */
  seconds: number;
  /** Beside one request per alert at the allowed rate. */
  byFloor: number;
  issues: number;
  requests: number;
  refused: number;
  refusedPercent: number;
  /** Largest part of a second in which no request came to Jira, between the first and the last. */
  maxGapMs: number;
}

const LATENCY_MS = 50;

export async function runStorm(storm: Storm): Promise<StormRow> {
  const { alerts, dialect, allowed, rps } = storm;
  const stack = await startStack({
    dialect,
    sandbox: { latencyMs: LATENCY_MS },
    workers: 2,
    workerEnv: { JIRA_MAX_RPS: rps, JIRA_ASSIGNEE: '', LOG_LEVEL: 'info' },
  });
  try {
    // One alert before, so that what a start costs (who are we, what has this Jira) is not measured.
    await stack.send(distinct(-1));
    await handled(stack, 1);
    await stack.jira.control('PUT', '/settings', { rateLimit: { perSecond: allowed } });
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const before = (await stack.jira.requests()).length;
    const started = performance.now();
    const answers = await Promise.all(Array.from({ length: alerts }, (_, index) => stack.send(distinct(index))));
    const lost = answers.filter(({ status }) => status !== 202);
    if (lost.length > 0) throw new Error(`${lost.length} alerts were not accepted`);
    await handled(stack, alerts + 1);
    const seconds = (performance.now() - started) / 1000;
    const requests = (await stack.jira.requests()).slice(before);
    const refused = requests.filter(({ status }) => status === 429).length;
    return {
      dialect,
      allowed,
      rps,
      seconds: round(seconds),
      byFloor: round(seconds / (alerts / allowed)),
      issues: (await stack.jira.issues()).length - 1,
      requests: requests.length,
      refused,
      refusedPercent: round((100 * refused) / requests.length),
      maxGapMs: maxGap(requests),
    };
  } finally {
    await stack.close();
  }
}

function distinct(index: number) {
  return sampleEvent({ df_monitor_checker_event_ref: `storm-${index}`, df_fault_id: `storm-fault-${index}` });
}

/** Not the harness's own waiting, whose steps are too long to measure by. */
async function handled(stack: Stack, count: number): Promise<void> {
  const created = () =>
    stack.workers.flatMap(({ log }) => log.named('event handled')).filter(({ outcome }) => outcome === 'created');
  const limit = performance.now() + 120_000;
  while (created().length < count) {
    if (performance.now() > limit) throw new Error(`only ${created().length} of ${count} alerts have an issue`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function maxGap(requests: readonly SandboxRequest[]): number {
  const times = requests.map(({ at }) => Number(at)).sort((a, b) => a - b);
  return Math.max(0, ...times.slice(1).map((at, index) => at - (times[index] ?? at)));
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
