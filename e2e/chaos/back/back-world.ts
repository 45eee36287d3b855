/** What a run with the way back on has beside the others: a small Guance, a bad network, and people. */
import { setTimeout as pause } from 'node:timers/promises';
import { startGuanceSandbox } from '@guance-jira/guance-sandbox';
import type { Stack } from '../../harness/index.ts';
import type { ChaosAgent } from '../chaos-agent.ts';
import type { EventLog } from '../check/event-log.ts';
import type { Alerts, Problem } from '../deliver/alerts.ts';
import type { Deliveries } from '../deliver/deliveries.ts';
import type { Needs } from '../faults/fault.ts';
import type { Random } from '../random.ts';
import { allTold, uncaught } from './all-told.ts';
import { type Gate, openGate } from './gate.ts';
import { guanceFaults } from './guance-answers.ts';
import { judgeBack } from './judge.ts';
import { modesOf, saysLittleOf } from './modes.ts';
import { createObjects } from './objects.ts';
import { type Onlookers, startOnlookers } from './onlookers.ts';
import { createPeople, type People } from './people.ts';
import { KEY, needsOf, TOKEN, WORKSPACE } from './settings.ts';
import { countedAsRestored, tallyOf } from './tally.ts';
import { openWire } from './wire.ts';

export interface BackWorld {
  /** Of receivers and workers. */
  readonly needs: Needs;
  readonly alerts: Alerts;
  /** Before Guance: shut, it is as good as killed. */
  readonly gate: Gate;
  readonly people: () => People;
  readonly onlookers: () => Onlookers;
  readonly guance: Awaited<ReturnType<typeof startGuanceSandbox>>;
  begin(run: BackRun): Promise<void>;
  /** Alerts, and people who answer them, over that time. */
  play(options: { count: number; overMs: number; random: Random; answersWrong: number }): Promise<void>;
  /** Everything arrives from now on. */
  calm(): Promise<void>;
  /** What people do last, one part after the other, each when all is at rest; resolves when it is told. */
  readonly lastParts: readonly ((random: Random) => Promise<void>)[];
  judge(forgottenAt: readonly number[]): Promise<Problem[]>;
  /** What Guance carried out, and how often its answers went wrong. */
  tally(): Promise<Record<string, number>>;
  /** Of what the run proves nothing, since it never happened. */
  saysLittleOf(): Promise<string[]>;
  close(): Promise<void>;
}

interface BackRun {
  readonly stack: Stack;
  readonly deliveries: Deliveries;
  readonly log: EventLog;
  readonly agent: ChaosAgent;
  readonly random: Random;
}

const ALERTS_AN_OBJECT = 6;
const MISSED = 3;
/** As who logs in (`accounts.ts`). */
const OURS = ['bot', 'lina'];

/** @param needs of the faults of the run */
export async function openBackWorld(count: number, needs: readonly Needs[]): Promise<BackWorld> {
  const modes = modesOf(needs);
  const wire = await openWire();
  const clock = { behind: 0 };
  const guance = await startGuanceSandbox(
    { workspaceUuid: WORKSPACE, apiKey: KEY, webhookUrl: wire.guanceUrl, disableAfterFailures: null },
    { now: () => Date.now() - clock.behind },
  );
  const gate = await openGate(guance.url);
  const objects = createObjects(guance, Math.max(2, Math.round(count / ALERTS_AN_OBJECT)), clock);
  let run: (BackRun & { people: People; onlookers: Onlookers }) | null = null;
  let finished = false;
  const begun = () => {
    if (run === null) throw new Error('it has not begun');
    return run;
  };
  const tally = async () => tallyOf(guance, begun().stack);
  return {
    needs: needsOf(gate.url, wire.jiraUrl),
    alerts: { ...objects, judge: () => [] },
    guance,
    gate,
    people: () => begun().people,
    onlookers: () => begun().onlookers,
    begin: async (given) => {
      const people = createPeople(given.stack, guance, given.log);
      const onlookers = startOnlookers(guance, people, given.random.fork('onlookers'), given.log);
      run = { ...given, people, onlookers };
      wire.connect({ ...given, random: given.random.fork('wire'), jiraToken: TOKEN });
      if (modes.catchesUp) objects.missed(MISSED);
    },
    play: async ({ count: actions, overMs, random, answersWrong }) => {
      for (const rule of guanceFaults(random.fork('guance'), answersWrong)) guance.control.fault(rule);
      const { people, log } = begun();
      const at = Array.from({ length: actions * 2 }, () => random.between(0, overMs)).sort((a, b) => a - b);
      const startedAt = Date.now();
      for (const [n, ms] of at.entries()) {
        await pause(Math.max(0, startedAt + ms - Date.now()));
        if (n % 2 === 0) log.note(`Guance: ${objects.happen(random)}`);
        else await people.act(random).catch((error: unknown) => log.note(`no person came through: ${error}`));
      }
    },
    calm: async () => {
      // Answers of Guance go on to be lost: most requests wait for their turn until now.
      wire.calm();
      await gate.open();
      await guance.settled();
      await wire.settled();
    },
    lastParts: [
      async (random) => {
        const { people, onlookers, stack } = begun();
        if (modes.catchesUp) await uncaught(guance, stack, objects.all);
        onlookers.calm();
        await people.changeAll(random);
        await allTold(stack, modes, wire);
      },
      async (random) => {
        await begun().people.reopenMuted(random);
        await allTold(begun().stack, modes, wire);
        finished = true;
      },
    ],
    judge: async (forgottenAt) => {
      const { stack, deliveries, onlookers, agent } = begun();
      const problems = judgeBack({
        ...{ objects: objects.all, issues: await stack.jira.issues(), jira: await stack.jira.requests() },
        ...{ guance: guance.control.state(), requests: guance.control.requests(), mutes: onlookers.mutes },
        ...{ acknowledged: deliveries.acknowledged, countedAsRestored: countedAsRestored(stack) },
        ...{ frozen: agent.frozen, ours: OURS, forgottenAt, told: finished },
      });
      const missed = modes.catchesUp && finished ? await uncaught(guance, stack, objects.all, 0) : [];
      return [...problems, ...missed.map((text) => ({ alert: null, text }))];
    },
    tally,
    saysLittleOf: async () => saysLittleOf(await tally(), modes),
    close: async () => {
      await run?.onlookers.close();
      await gate.shut();
      await guance.close();
      await wire.close();
    },
  };
}
