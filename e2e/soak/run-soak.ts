import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '@guance-jira/local-stack';
import { seeded } from '../chaos/random.ts';
import { eventIdsOf, repoRoot, SHORT_TIMEOUTS, type Stack, startStack } from '../harness/index.ts';
import { inspected } from '../harness/inspector.ts';
import { TROUBLES } from './faults.ts';
import { type Load, startLoad } from './load.ts';
import { createReadings, type Row } from './readings.ts';
import { forgetSoon } from './time-lapse.ts';

export interface SoakReport {
  readonly minutes: number;
  readonly sent: number;
  readonly answers: Readonly<Record<string, number>>;
  /** How often each trouble was made. */
  readonly troubles: Readonly<Record<string, number>>;
  readonly issues: number;
  /** Broken promises: an event without its one issue. */
  readonly problems: readonly string[];
  readonly rows: readonly Row[];
}

const CYCLE_MS = 30_000;
/** So that a short run too has enough readings for a slope. */
const MIN_CYCLES = 12;
const PER_SECOND = 8;
const REST_TIMEOUT_MS = 180_000;

/** A steady load with one trouble in each cycle, and a reading of everything at its end, when the trouble is over. */
export async function runSoak(
  minutes: number,
  seed: number,
  report: (words: string) => void = () => {},
): Promise<SoakReport> {
  const random = seeded(seed);
  const stack = await startStack({
    started: false,
    workers: 2,
    sandbox: { indexLagMs: 1000, latencyMs: 20 },
    receiverEnv: { LOG_LEVEL: 'warn' },
    workerEnv: {
      ...SHORT_TIMEOUTS,
      ...{ LOG_LEVEL: 'warn', RULES_FILE: `${repoRoot}/e2e/soak/rules.yaml`, JIRA_PROJECT: '', JIRA_ISSUE_TYPE: '' },
      ...{ JIRA_USER: '', JIRA_PASSWORD: '', JIRA_TOKEN: 'sandbox-token', JIRA_MAX_RPS: '60', JIRA_ASSIGNEE: '' },
      ...{ KEEP_COMPLETED: '60s', KEEP_FAILED: '60s', LEDGER_DAYS: '1' },
    },
  });
  const troubles: Record<string, number> = {};
  try {
    const inspectors = new Map<string, number>();
    for (const app of [...stack.receivers, ...stack.workers]) {
      const port = await freePort();
      inspectors.set(app.name, port);
      Object.assign(app.env, inspected(port));
      await app.start();
    }
    const readings = createReadings(stack, inspectors);
    const load = startLoad(stack, random.fork('load'), PER_SECOND);
    const startedAt = performance.now();
    const endsAt = startedAt + minutes * 60_000;
    const cycleMs = Math.min(CYCLE_MS, (minutes * 60_000) / MIN_CYCLES);
    for (let cycle = 0; performance.now() < endsAt || cycle < MIN_CYCLES; cycle += 1) {
      const cycleEnds = startedAt + (cycle + 1) * cycleMs;
      const [name, make] = random.pick(TROUBLES.slice(cycle % TROUBLES.length, (cycle % TROUBLES.length) + 1));
      troubles[name] = (troubles[name] ?? 0) + 1;
      await make(stack, random.fork(`trouble ${cycle}`), cycleMs / 3);
      await pause(Math.max(0, cycleEnds - performance.now()));
      await forgetSoon(stack);
      await readings.take((performance.now() - startedAt) / 1000);
      if (cycle % 10 === 9) report(`${Math.round((performance.now() - startedAt) / 1000)} s, ${load.sent} sent`);
    }
    await load.stop();
    const problems = await settle(stack, load);
    const issues = await eventIdsOf(stack.jira);
    const { sent, answers } = load;
    return { minutes, sent, answers, troubles, issues: issues.length, problems, rows: readings.rows() };
  } finally {
    await stack.close();
  }
}

/** Every event that was acknowledged has its one issue, once all is calm. */
async function settle(stack: Stack, { wanted }: Load): Promise<string[]> {
  const missing = async () => {
    const there = new Set(await eventIdsOf(stack.jira));
    return [...wanted].filter((id) => !there.has(id));
  };
  await stack
    .waitFor('an issue for each event', async () => (await missing()).length === 0, REST_TIMEOUT_MS)
    .catch(() => {});
  const counts = new Map<string, number>();
  for (const id of await eventIdsOf(stack.jira)) counts.set(id, (counts.get(id) ?? 0) + 1);
  return [
    ...(await missing()).map((id) => `${id} has no issue`),
    ...[...counts].filter(([, count]) => count > 1).map(([id, count]) => `${id} has ${count} issues`),
  ];
}
