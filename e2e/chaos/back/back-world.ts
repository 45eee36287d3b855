/** What a run with the way back on has beside the others: a small Guance, a bad network, and people. */
import { startGuanceSandbox } from '@guance-jira/guance-sandbox';
import type { Stack } from '../../harness/index.ts';
import type { EventLog } from '../check/event-log.ts';
import type { Alerts, Problem } from '../deliver/alerts.ts';
import type { Deliveries } from '../deliver/deliveries.ts';
import type { Needs } from '../faults/fault.ts';
import type { Random } from '../random.ts';
import { type Gate, openGate } from './gate.ts';
import { guanceFaults } from './guance-answers.ts';
import { judgeBack } from './judge.ts';
import { createObjects } from './objects.ts';
import { createPeople, type People } from './people.ts';
import { openWire } from './wire.ts';

export interface BackWorld {
  /** Of receivers and workers. */
  readonly needs: Needs;
  readonly alerts: Alerts;
  /** Before Guance: shut, it is as good as killed. */
  readonly gate: Gate;
  readonly people: () => People;
  readonly guance: Awaited<ReturnType<typeof startGuanceSandbox>>;
  begin(run: { stack: Stack; deliveries: Deliveries; log: EventLog; random: Random }): Promise<void>;
  /** Alerts, and people who answer them, over that time. */
  play(options: { count: number; overMs: number; random: Random; answersWrong: number }): Promise<void>;
  /** Everything arrives from now on. */
  calm(): Promise<void>;
  /** What people do last. */
  finish(random: Random): Promise<void>;
  judge(forgotten: number): Promise<Problem[]>;
  /** What Guance carried out, and how often its answers went wrong. */
  tally(): Record<string, number>;
  close(): Promise<void>;
}

const WORKSPACE = 'wksp_chaos';
const KEY = 'key-of-the-workspace-chaos';
const TOKEN = 'token-for-jira-0123456789';
const SECRET = 'secret-of-the-webhook-0123';
const ALERTS_AN_OBJECT = 6;
/** As who logs in (`accounts.ts`). */
const OURS = ['bot', 'lina'];

export async function openBackWorld(count: number): Promise<BackWorld> {
  const wire = await openWire();
  const guance = await startGuanceSandbox({
    ...{ workspaceUuid: WORKSPACE, apiKey: KEY, webhookUrl: wire.guanceUrl, disableAfterFailures: null },
  });
  const gate = await openGate(guance.url);
  const objects = createObjects(guance, Math.max(2, Math.round(count / ALERTS_AN_OBJECT)));
  let run: Parameters<BackWorld['begin']>[0] | null = null;
  let people: People | null = null;
  let finished = false;
  const begun = () => {
    if (run === null || people === null) throw new Error('it has not begun');
    return { ...run, people };
  };
  return {
    needs: {
      receiverEnv: { JIRA_WEBHOOK_TOKENS: TOKEN, JIRA_WEBHOOK_SECRET: SECRET },
      workerEnv: {
        ...{ GUANCE_API_URL: gate.url, GUANCE_API_KEYS: `${WORKSPACE}:${KEY}`, GUANCE_TIMEOUT_MS: '2500' },
      },
      settings: {
        webhooks: [{ url: wire.jiraUrl, secret: SECRET, events: ['jira:issue_updated'], maxDelayMs: 1500 }],
      },
    },
    alerts: { ...objects, judge: () => [] },
    guance,
    gate,
    people: () => begun().people,
    begin: async (given) => {
      run = given;
      people = createPeople(given.stack, given.log);
      wire.connect({ ...given, random: given.random.fork('wire'), jiraToken: TOKEN });
    },
    play: async ({ count: actions, overMs, random, answersWrong }) => {
      for (const rule of guanceFaults(random.fork('guance'), answersWrong)) guance.control.fault(rule);
      const { people: persons, log } = begun();
      const at = Array.from({ length: actions * 2 }, () => random.between(0, overMs)).sort((a, b) => a - b);
      const startedAt = Date.now();
      for (const [n, ms] of at.entries()) {
        await new Promise((resolve) => setTimeout(resolve, Math.max(0, startedAt + ms - Date.now())));
        if (n % 2 === 0) log.note(`Guance: ${objects.happen(random)}`);
        else await persons.act(random).catch((error: unknown) => log.note(`no person came through: ${error}`));
      }
    },
    calm: async () => {
      // Answers of Guance go on to be lost: most requests wait for their turn until now.
      wire.calm();
      await gate.open();
      await guance.settled();
      await wire.settled();
    },
    finish: async (random) => {
      await begun().people.finish(random);
      // Jira's webhooks wait a moment before they are sent.
      await new Promise((resolve) => setTimeout(resolve, 2500));
      await wire.settled();
      finished = true;
    },
    judge: async (forgotten) => {
      const { stack, deliveries } = begun();
      return judgeBack({
        ...{ objects: objects.all, issues: await stack.jira.issues(), guance: guance.control.state() },
        ...{ requests: guance.control.requests(), acknowledged: deliveries.acknowledged },
        ...{ ours: OURS, forgotten, told: finished },
      });
    },
    tally: () => {
      const requests = guance.control.requests();
      const done = (kind: string) => requests.filter((one) => one.kind === kind && one.committed).length;
      const wrong = requests.filter(({ fault }) => fault !== null).length;
      return {
        ...{ restored: done('restore'), muted: done('mute-create'), lifted: done('mute-delete') },
        ...{ looked: requests.filter(({ kind }) => kind === 'abnormal' || kind === 'mute-list').length, wrong },
      };
    },
    close: async () => {
      await gate.shut();
      await guance.close();
      await wire.close();
    },
  };
}
