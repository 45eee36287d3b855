import { setTimeout as pause } from 'node:timers/promises';
import { openBackWorld } from './back/back-world.ts';
import { createChaosAgent } from './chaos-agent.ts';
import { stackFor } from './chaos-stack.ts';
import { floods, judged, unrest, unsettled } from './check/assertions.ts';
import { openEventLog } from './check/event-log.ts';
import { answerFaults } from './check/jira-answers.ts';
import { allReady, resumed } from './check/recovery.ts';
import type { Problem } from './deliver/alerts.ts';
import { createDeliveries } from './deliver/deliveries.ts';
import type { Quiet, Run } from './faults/fault.ts';
import { mountSpool } from './faults/spool.ts';
import { alertsOf, scheduled, sent } from './play.ts';
import { seeded } from './random.ts';
import { type ChaosOptions, type ChaosReport, explained, shortName, tally } from './report.ts';
import { createRulesFile } from './rules-file.ts';

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
  const asked = faults.flatMap((fault) => fault.needs ?? []);
  const back = group === 'back' ? await openBackWorld(count, asked) : null;
  const needs = [...(back === null ? [] : [back.needs]), ...asked];
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
    const rules = await createRulesFile(stack, group, needs);
    for (const { settings } of needs) if (settings) await stack.jira.control('PUT', '/settings', settings);
    for (const { answers } of needs) if (answers) await stack.jira.control('POST', '/faults', answers);
    const calm = faults.some(({ calmJira }) => calmJira);
    if (!calm)
      await stack.jira.control('POST', '/faults', answerFaults(random.fork('answers'), options.answersWrong, count));
    await back?.begin({ stack, deliveries, log, agent, random });
    await Promise.all([...stack.receivers, ...stack.workers].map((app) => app.start()));
    agent.watch();
    const run: Omit<Run, 'random'> = {
      ...{ dialect, group, back, stack, log, agent, alerts, deliveries },
      ...{ rules, clock, replica, quiet, stormsForgotten },
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
    for (const [n, part] of (back?.lastParts ?? []).entries()) {
      if (problems.length > 0) break;
      await part(random.fork(`last ${n}`));
      problems.push(...(await unsettled(stack, deliveries, settlesMs)));
    }
    const failedReasons = faults.flatMap((fault) => fault.failedReasons ?? []);
    const limitMs = problems.length === 0 ? JUDGED_TIMEOUT_MS : 0;
    const allowed = { storms, stormsForgotten, failedReasons };
    problems.push(...(await judged(stack, alerts, deliveries, allowed, limitMs)));
    problems.push(...((await back?.judge(stormsForgotten)) ?? []));
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
      back: (await back?.tally()) ?? {},
      saysLittleOf: (await back?.saysLittleOf()) ?? [],
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
