/** What Guance knows and never told us: alerts while the receiver was down become issues afterwards, or are reported. */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { startGuanceSandbox } from '@guance-jira/guance-sandbox';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FaultLab, openFaultLab } from './fault-life/lab.ts';
import { programOf, repoRoot, type Stack } from './harness/index.ts';
import { startRobot } from './notify/robot.ts';

const WORKSPACE = 'wksp_e2e';
const KEY = 'key-of-the-workspace-e2e';
const MINUTE = 60_000;
const rules = (catchUp: boolean) => `
defaults: { project: OPS, issueType: 故障, group: fault, recoverGrace: 2s, recover: {}, catchUp: ${catchUp} }
routes:
  - { name: logs, match: { df_monitor_checker_id: "rul_log*" }, ignore: true }
  - { name: quiet, match: { df_status: warning }, ignore: true }
  - { name: all }
`;

/** A Guance whose clock can be set back, so that what happens there is as old as a test needs it. */
async function startGuance() {
  const clock = { behind: 0 };
  const guance = await startGuanceSandbox(
    { workspaceUuid: WORKSPACE, apiKey: KEY, disableAfterFailures: null },
    { now: () => Date.now() - clock.behind },
  );
  const host = () => guance.control.watch({ monitor: 'cpu', tags: { host: `web-${randomUUID().slice(0, 8)}` } });
  return {
    guance,
    /** What `act` makes of objects that nobody knows yet, so many minutes ago. */
    ago: <T>(minutes: number, act: () => T): T => {
      clock.behind = minutes * MINUTE;
      try {
        return act();
      } finally {
        clock.behind = 0;
      }
    },
    host,
  };
}

describe.concurrent.each(['cloud', 'datacenter'] as const)('catching up with Guance for %s', (dialect) => {
  let there: Awaited<ReturnType<typeof startGuance>>;
  let lab: FaultLab;
  beforeAll(async () => {
    there = await startGuance();
    lab = await openFaultLab(rules(true), {
      ...{ dialect, workers: 2 },
      workerEnv: {
        ...{ GUANCE_API_URL: there.guance.url, GUANCE_API_KEYS: `${WORKSPACE}:${KEY}`, CATCH_UP_EVERY: '2s' },
      },
    });
    there.guance.control.set({ webhookUrl: lab.stack.receivers[0]?.webhookUrl ?? null });
  });
  afterAll(async () => {
    await lab?.close();
    await there?.guance.close();
  });

  const handled = () => lab.stack.workers.flatMap(({ log }) => log.named('event handled'));
  const lineOf = (eventId: unknown) =>
    lab.stack.waitFor(`the end of ${eventId}`, () => handled().find((line) => line.eventId === eventId), 120_000);

  it('makes issues of ten faults that came while the receiver was down, and closes what is over, each once', async () => {
    const { guance, ago, host } = there;
    const { control } = guance;
    const seen = host();
    const first = ago(60, () => control.fire(seen));
    expect(await lineOf(first.df_event_id)).toMatchObject({ outcome: 'created' });

    await lab.stack.receiver.kill();
    const lost = Array.from({ length: 10 }, () => ago(20, () => control.fire(host())));
    const recovery = ago(20, () => control.recover(seen));
    const warning = ago(20, () => control.fire(host(), { level: 'warning' }));
    await guance.settled();
    await lab.stack.receiver.start();

    for (const { df_event_id } of lost)
      expect(await lineOf(df_event_id)).toMatchObject({ outcome: 'created', caughtUp: true, route: 'all' });
    expect(await lineOf(recovery?.df_event_id)).toMatchObject({ outcome: 'resolved', caughtUp: true });
    // What Guance sends after all is known.
    expect((await lab.stack.send(lost[0])).body).toMatchObject({ accepted: [{ status: 'duplicate' }] });
    const after = control.requests('abnormal').length;
    await lab.stack.waitFor('two looks more', () => control.requests('abnormal').length > after + 2, 60_000);
    expect(handled().filter(({ eventId }) => eventId === warning.df_event_id)).toEqual([]);
    expect(handled().filter(({ outcome }) => outcome === 'created')).toHaveLength(11);
    expect(await lab.stack.jira.issues()).toHaveLength(11);
  });
});

/** As a person asks, beside the stack. */
function cli(stack: Stack, ...argv: string[]): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    const program = programOf('apps/cli/src/main.ts');
    const env = { PATH: process.env.PATH, HOME: process.env.HOME, ...program.env, ...stack.worker.env };
    const loader = ['--import', `${repoRoot}/tools/installed.mjs`];
    const args = [...loader, program.file, ...program.args, ...argv, '--json'];
    execFile(process.execPath, args, { env, cwd: repoRoot }, (_error, out, err) => {
      if (out === '') reject(new Error(err));
      else resolve(JSON.parse(out));
    });
  });
}

it.concurrent('tells of ten faults where no route catches up, and makes issues of them once the rules say so', async () => {
  const there = await startGuance();
  const { control } = there.guance;
  const robot = await startRobot();
  const lab = await openFaultLab(rules(false), {
    workerEnv: {
      ...{ GUANCE_API_URL: there.guance.url, GUANCE_API_KEYS: `${WORKSPACE}:${KEY}`, CATCH_UP_EVERY: '2s' },
      ...{ NOTIFY_URL: robot.url, NOTIFY_AFTER: '1s' },
    },
  });
  const { stack } = lab;
  try {
    const lost = Array.from({ length: 10 }, () => there.ago(20, () => control.fire(there.host(), { notify: false })));
    await stack.waitFor('the message', () => robot.about('unseen_faults').length > 0, 120_000);

    expect(robot.messages[0]?.title).toContain('Faults are open in Guance that were never delivered here (10)');
    const { checks } = await cli(stack, 'doctor');
    expect(checks).toContainEqual(
      expect.objectContaining({ code: 'unseen', level: 'bad', text: expect.stringContaining('10') }),
    );
    const metrics = await (await fetch(`http://127.0.0.1:${stack.worker.env.WORKER_PORT}/metrics`)).text();
    expect(metrics).toMatch(/^guance_jira_unseen_faults 10$/m);
    await stack.console.start();
    const page = await fetch(stack.adminUrl, { headers: { accept: 'text/html', 'accept-language': 'en' } });
    expect(await page.text()).toContain('10 faults');
    expect(await stack.jira.issues()).toEqual([]);

    await writeFile(String(stack.worker.env.RULES_FILE), rules(true));
    await stack.waitFor('ten issues', async () => (await stack.jira.issues()).length === 10, 120_000);
    await stack.waitFor('the end of it', () => robot.about('unseen_faults').join() === 'ill,well', 60_000);
    const found = await cli(stack, 'find', String(lost[0]?.df_event_id));
    expect(found).toMatchObject({ event: { job: { caughtUp: true, outcome: { outcome: 'created' } } } });
  } finally {
    await lab.close();
    await robot.close();
    await there.guance.close();
  }
});
