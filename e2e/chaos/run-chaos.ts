import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repoRoot, SHORT_PATIENCE, type Stack, sampleEvent, startStack } from '../harness/index.ts';
import { openDiary } from './diary.ts';
import { FAULT_RULES, faultWorld } from './fault-events.ts';
import { faultRules } from './jira-faults.ts';
import { createMonkey } from './monkey.ts';
import { seeded } from './random.ts';
import { type Sent, sendAll } from './sender.ts';
import { keepLogs, storyOf } from './story.ts';
import { type Problem, settled, verdict } from './verdict.ts';
import { tokenEnv, weather } from './weather.ts';

export interface ChaosOptions {
  readonly seed: number;
  readonly events: number;
  /** How long events are sent and processes killed. */
  readonly overMs: number;
  readonly dialect: 'cloud' | 'datacenter';
  /** The share of Jira's answers that go wrong, from 0 to 1. */
  readonly faultShare: number;
  /** Each event is an alert of its own, or objects fail and recover in turn. */
  readonly group?: 'event' | 'fault';
}

export interface ChaosReport {
  readonly problems: readonly Problem[];
  /** Stories of the first guilty events, and where the logs are kept; empty when all is well. */
  readonly stories: readonly string[];
  readonly sent: Sent;
  readonly deeds: Readonly<Record<string, number>>;
  /** Requests to Jira, and how many of them met a fault. */
  readonly requests: number;
  readonly faults: Readonly<Record<string, number>>;
  readonly seconds: number;
}

const DEED_EVERY_MS = 2000;
/** Below JIRA_SETTLE_MS, as promise 2 asks. */
const INDEX_LAG_MS = 1000;
/** A killed worker's job is taken over after some 20 s, and that can happen to one several times. */
const REST_WITHIN_MS = 300_000;

/** Two receivers, two workers, a Redis and a Jira that all fail all the time; afterwards the promises are checked. */
export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const { seed, events, overMs, dialect, faultShare } = options;
  const startedAt = Date.now();
  const random = seeded(seed);
  const diary = openDiary();
  const world = options.group === 'fault' ? faultWorld(events) : null;
  const stack = await startStack({
    dialect,
    receivers: 2,
    workers: 2,
    sandbox: { indexLagMs: INDEX_LAG_MS, latencyMs: 30 },
    workerEnv: { ...SHORT_PATIENCE, ...tokenEnv(dialect), JIRA_MAX_RPS: '40' },
    started: false,
  });
  if (world) await followFaults(stack);
  for (const app of [...stack.receivers, ...stack.workers]) await app.start();
  const monkey = createMonkey(stack, random.fork('monkey'), diary);
  const clearing = new AbortController();
  try {
    await stack.jira.control('POST', '/faults', faultRules(random.fork('faults'), faultShare, events));
    const storms = weather(stack.jira, dialect, random.fork('weather'), diary, clearing.signal);
    const deeds = monkey.run(DEED_EVERY_MS);
    const sending = sendAll(stack, {
      events,
      overMs,
      random: random.fork('events'),
      diary,
      ...(world ? { next: world.next } : {}),
    });
    await Promise.all([sending, new Promise((resolve) => setTimeout(resolve, overMs))]);
    const sent = await sending;
    clearing.abort();
    await Promise.all([monkey.stop(), deeds, storms]);
    await stack.jira.control('DELETE', '/faults');
    diary.note('all faults end');

    const problems: Problem[] = monkey.endedByThemselves.map((text) => ({ eventId: null, text }));
    problems.push(...(await allReady(stack)));
    if (!(await settled(stack, sent, REST_WITHIN_MS)))
      problems.push({ eventId: null, text: 'after the faults ended not everything came to its outcome' });
    problems.push(...(await lastOne(stack)), ...(await verdict(stack, sent, world)));
    const stories = await explain(problems, `seed-${seed}-${dialect}`, stack, diary);
    const requests = await stack.jira.requests();
    return {
      problems,
      stories,
      sent,
      deeds: monkey.deeds,
      requests: requests.length,
      faults: tally(requests.flatMap(({ fault }) => (typeof fault === 'string' ? [shortName(fault)] : []))),
      seconds: Math.round((Date.now() - startedAt) / 1000),
    };
  } finally {
    // After an error too: nothing may be restarted while the stack closes.
    clearing.abort();
    await monkey.stop().catch(() => {});
    await stack.close();
  }
}

async function followFaults({ dir, workers }: Stack): Promise<void> {
  const file = join(dir, 'rules.yaml');
  await writeFile(file, FAULT_RULES);
  for (const { env } of workers) env.RULES_FILE = file;
}

/** Every process comes back; the last one killed may still be at its start. */
async function allReady({ receivers, workers, waitFor }: Stack): Promise<Problem[]> {
  const urls = [
    ...receivers.map(({ name, env }) => ({ name, url: `http://127.0.0.1:${env.RECEIVER_PORT}/healthz` })),
    ...workers.map(({ name, env }) => ({ name, url: `http://127.0.0.1:${env.WORKER_PORT}/readyz` })),
  ];
  const problems = urls.map(async ({ name, url }): Promise<Problem[]> => {
    try {
      await waitFor(`${name} to be ready`, async () => (await fetch(url)).ok);
      return [];
    } catch (error) {
      return [{ eventId: null, text: `after all faults ended: ${error}` }];
    }
  });
  return (await Promise.all(problems)).flat();
}

/** An issue made last shows that the way is free, and that what is not there now will not come. */
async function lastOne(stack: Stack): Promise<Problem[]> {
  const event = sampleEvent({ df_monitor_checker_event_ref: 'the last' });
  await stack.send(event);
  try {
    await stack.waitFor('the last issue', async () =>
      (await stack.jira.issues()).some((issue) => JSON.stringify(issue).includes(event.df_event_id)),
    );
  } catch (error) {
    return [{ eventId: event.df_event_id, text: `after all faults ended: ${String(error)}` }];
  }
  const [issue] = (await stack.jira.issues()).filter((one) => JSON.stringify(one).includes(event.df_event_id));
  if (issue) await stack.jira.control('POST', `/issues/${issue.key}/edit-as-person`, { delete: true });
  return [];
}

async function explain(
  problems: readonly Problem[],
  name: string,
  stack: Stack,
  diary: ReturnType<typeof openDiary>,
): Promise<string[]> {
  if (problems.length === 0) return [];
  const folder = join(repoRoot, '.data', 'chaos', name);
  await keepLogs(folder, stack, diary);
  const guilty = [...new Set(problems.flatMap(({ eventId }) => (eventId === null ? [] : [eventId])))].slice(0, 3);
  const stories = await Promise.all(guilty.map((eventId) => storyOf(eventId, stack, diary)));
  return [...stories, `all logs: ${folder}`];
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
    .trim();
}
