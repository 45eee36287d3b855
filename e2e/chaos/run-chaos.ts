import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { repoRoot, type Stack } from '../harness/index.ts';
import { openBackWorld } from './back/back-world.ts';
import { createChaosAgent } from './chaos-agent.ts';
import { stackFor } from './chaos-stack.ts';
import { floods, judged, unrest, unsettled } from './check/assertions.ts';
import { type EventLog, openEventLog } from './check/event-log.ts';
import { answerFaults } from './check/jira-answers.ts';
import { allReady, resumed } from './check/recovery.ts';
import type { Problem } from './deliver/alerts.ts';
import { createDeliveries, type Deliveries } from './deliver/deliveries.ts';
import type { Fault, Group, Quiet, Run } from './faults/fault.ts';
import { mountSpool } from './faults/spool.ts';
import { alertsOf, scheduled, sent } from './play.ts';
import { seeded } from './random.ts';
import { createRulesFile } from './rules-file.ts';
import { keepLogs, timelineOf } from './timeline.ts';

export interface ChaosOptions {
  readonly seed: number;
  readonly alerts: number;
  /** How long alerts are sent and processes killed. */
  readonly overMs: number;
  readonly dialect: 'cloud' | 'datacenter';
  /** Each alert is an event of its own, or objects fail and recover in turn, or people answer on the way back. */
  readonly group: Group;
  /** What goes wrong beside kills, lost answers and lost deliveries. */
  readonly faults: readonly Fault[];
  /** The share of Jira's answers that go wrong, from 0 to 1. */
  readonly answersWrong: number;
}

export interface ChaosReport {
  readonly problems: readonly Problem[];
  /** Timelines of the first guilty alerts, and where the logs are kept; empty when all is well. */
  readonly timelines: readonly string[];
  readonly sent: Pick<Deliveries, 'alerts' | 'acknowledged' | 'answers'>;
  readonly actions: Readonly<Record<string, number>>;
  /** Requests to Jira, and how many of them met a fault. */
  readonly requests: number;
  readonly answers: Readonly<Record<string, number>>;
  /** Of the way back: what Guance carried out. */
  readonly guance: Readonly<Record<string, number>>;
  readonly seconds: number;
}

const ACTION_EVERY_MS = 2000;
/** Nothing is killed in the last part, since a killed worker's job is taken over only after some 20 s. */
const KILLS_UNTIL = 0.8;
/** After the faults have ended: two take-overs of killed workers, and the look each minute for what a wrong clock put off. */
const SETTLES_TIMEOUT_MS = 100_000;
/** Requests to Guance wait for their turn, a minute after a refusal, and half a minute to look for what was lost. */
const BACK_SETTLES_TIMEOUT_MS = 300_000;
/** What an alert asks Jira for after everything went wrong: is it there, by search and by keys, its issue, comments and the closing. */
const REQUESTS_EACH = 5;
/** A storm's issue is closed when its window has ended and somebody has looked; a worker that died in its look holds it for 20 seconds. */
const JUDGED_TIMEOUT_MS = 80_000;

/** Two receivers, two workers, a Redis and a Jira that all fail all the time; afterwards the promises are checked. */
export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const { seed, alerts: count, overMs, dialect, group, faults } = options;
  const startedAt = Date.now();
  const random = seeded(seed);
  const log = openEventLog();
  const back = group === 'back' ? await openBackWorld(count) : null;
  const needs = [...(back === null ? [] : [back.needs]), ...faults.flatMap((fault) => fault.needs ?? [])];
  const storms = needs.some(({ storm }) => storm);
  const { stack, clock, replica } = await stackFor(dialect, needs);
  const unmount = needs.some(({ smallDisk }) => smallDisk) ? mountSpool(stack) : () => {};
  const agent = createChaosAgent(stack, random.fork('agent'), log);
  const contentType = needs.find((need) => need.contentType)?.contentType ?? 'application/json';
  const deliveries = createDeliveries(stack, log, contentType);
  const alerts = back?.alerts ?? alertsOf(options, needs, random.fork('alerts'));
  const quiet: Quiet[] = [];
  const stormsForgotten: number[] = [];
  let failure: unknown = null;
  try {
    const rules = await createRulesFile(stack, group, storms);
    for (const { settings } of needs) if (settings) await stack.jira.control('PUT', '/settings', settings);
    for (const { answers } of needs) if (answers) await stack.jira.control('POST', '/faults', answers);
    const calm = faults.some(({ calmJira }) => calmJira);
    if (!calm)
      await stack.jira.control('POST', '/faults', answerFaults(random.fork('answers'), options.answersWrong, count));
    await back?.begin({ stack, deliveries, log, random });
    await Promise.all([...stack.receivers, ...stack.workers].map((app) => app.start()));
    agent.watch();
    const run: Omit<Run, 'random'> = {
      dialect,
      group,
      back,
      stack,
      log,
      agent,
      alerts,
      deliveries,
      rules,
      clock,
      replica,
      quiet,
      stormsForgotten,
    };

    const kills = agent.run(ACTION_EVERY_MS);
    const noMoreKills = pause(overMs * KILLS_UNTIL).then(() => agent.stop());
    await Promise.all([
      sent(back, alerts, deliveries, options, random.fork('deliveries')),
      ...scheduled(faults, overMs, random, run),
      noMoreKills,
      kills,
      pause(overMs),
    ]);
    await stack.jira.control('DELETE', '/faults');
    for (const { answers } of needs) if (answers) await stack.jira.control('POST', '/faults', answers);
    await back?.calm();
    log.note('all faults end');

    const problems: Problem[] = agent.endedByThemselves.map((text) => ({ alert: null, text }));
    problems.push(...(await allReady(stack)));
    await resumed(run);
    for (const [n, fault] of faults.entries()) await fault.afterwards?.({ ...run, random: random.fork(`after ${n}`) });
    const settlesMs =
      (back ? BACK_SETTLES_TIMEOUT_MS : SETTLES_TIMEOUT_MS) +
      (1000 * REQUESTS_EACH * count) / Number(stack.worker.env.JIRA_MAX_RPS);
    problems.push(...(await unsettled(stack, deliveries, settlesMs)));
    if (problems.length === 0) {
      await deliveries.send(alerts.closing(storms, deliveries.acknowledged).map((alert) => [alert]));
      problems.push(...(await unsettled(stack, deliveries, settlesMs)));
    }
    if (back !== null && problems.length === 0) {
      await back.finish(random.fork('last'));
      problems.push(...(await unsettled(stack, deliveries, settlesMs)));
    }
    const failedReasons = faults.flatMap((fault) => fault.failedReasons ?? []);
    const limitMs = problems.length === 0 ? JUDGED_TIMEOUT_MS : 0;
    const allowed = { storms, stormsForgotten, failedReasons };
    problems.push(...(await judged(stack, alerts, deliveries, allowed, limitMs)));
    problems.push(...((await back?.judge(stormsForgotten.length)) ?? []));
    const actions = Object.values(agent.actions).reduce((sum, value) => sum + value, 0);
    problems.push(...(await unrest(stack, quiet)), ...floods(stack, actions));
    const unique = [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
    const requests = await stack.jira.requests();
    return {
      problems: unique,
      timelines: await explained(unique, options, stack, deliveries, log),
      sent: deliveries,
      actions: agent.actions,
      requests: requests.length,
      answers: tally(requests.flatMap(({ fault }) => (typeof fault === 'string' ? [shortName(fault)] : []))),
      guance: back?.tally() ?? {},
      seconds: Math.round((Date.now() - startedAt) / 1000),
    };
  } catch (error) {
    failure = error;
    throw error;
  } finally {
    // After an error too: nothing may be restarted while the stack closes.
    await agent.stop().catch(() => {});
    unmount();
    await back?.close().catch(() => {});
    // What is left over after an error says less than the error.
    await stack.close().catch((error: unknown) => {
      if (failure === null) throw error;
    });
  }
}

async function explained(
  problems: readonly Problem[],
  { seed, dialect, group }: ChaosOptions,
  stack: Stack,
  { alerts }: Deliveries,
  log: EventLog,
): Promise<string[]> {
  if (problems.length === 0) return [];
  const folder = join(repoRoot, '.data', 'chaos', `seed-${seed}-${dialect}-${group}`);
  await keepLogs(folder, stack, log);
  const guilty = [...new Set(problems.flatMap(({ alert }) => alert ?? []))].slice(0, 2);
  const timelines = await Promise.all(
    guilty.map((id) => timelineOf(id, String(alerts.get(id)?.event.df_title ?? id).split(' ')[0] ?? id, stack, log)),
  );
  return [...timelines, `all logs: ${folder}`];
}

function tally(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

/** `{"respond":{"status":504,…},"when":"after"}` becomes `respond 504 after`. */
function shortName(fault: string): string {
  return fault
    .replace(/,"(headers|body|location)":("[^"]*"|\{[^}]*\})/g, '')
    .replaceAll(/"(status|when|ms)":/g, '')
    .replaceAll(/["{}:,]+/g, ' ')
    .trim()
    .slice(0, 40);
}
