/** What Guance knows and never told us: alerts while the receiver was down become issues afterwards, or are reported. */
import { randomUUID } from 'node:crypto';
import { startGuanceSandbox } from '@guance-jira/guance-sandbox';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FaultLab, openFaultLab } from './fault-life/lab.ts';

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

describe.each(['cloud', 'datacenter'] as const)('catching up with Guance for %s', (dialect) => {
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
