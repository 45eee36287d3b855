/** What is sent in a run, and when its faults happen. */
import { setTimeout as pause } from 'node:timers/promises';
import type { BackWorld } from './back/back-world.ts';
import { type Alerts, type Style, singleAlerts } from './deliver/alerts.ts';
import type { Deliveries } from './deliver/deliveries.ts';
import { faultAlerts } from './deliver/fault-alerts.ts';
import type { Fault, Group, Needs, Run } from './faults/fault.ts';
import type { Random } from './random.ts';

/** Few requests go to Guance, so that more of them must go wrong. */
const MIN_GUANCE_WRONG = 0.35;

/** The alerts of a run; on the way back Guance sends them itself, and people answer. */
export async function sent(
  back: BackWorld | null,
  alerts: Alerts,
  deliveries: Deliveries,
  { alerts: count, overMs, answersWrong }: { alerts: number; overMs: number; answersWrong: number },
  random: Random,
): Promise<void> {
  if (back === null) await deliveries.sendAll(alerts, { count, overMs, random });
  else await back.play({ count, overMs, random, answersWrong: Math.max(answersWrong, MIN_GUANCE_WRONG) });
}

export function alertsOf(
  { group, alerts }: { group: Group; alerts: number },
  needs: readonly Needs[],
  random: Random,
): Alerts {
  const plain: Style = { clocksAhead: false, twoWorkspaces: false, emoji: false, changedStart: false };
  const style: Style = Object.assign(plain, ...needs.map((need) => need.style));
  return group === 'fault' ? faultAlerts(alerts, style, random) : singleAlerts(style);
}

/** Each fault at its drawn times; the last begins when there is still time for it to do harm. */
export function scheduled(
  faults: readonly Fault[],
  overMs: number,
  random: Random,
  run: Omit<Run, 'random'>,
): Promise<void>[] {
  return faults.flatMap((fault) => {
    const own = random.fork(`fault ${fault.name}`);
    const times = fault.times && fault.run ? own.between(...fault.times) : 0;
    return Array.from({ length: times }, async (_, n) => {
      await pause(own.between(overMs * (fault.late ? 0.7 : 0.15), overMs * 0.7));
      await fault.run?.({ ...run, random: own.fork(`time ${n}`) });
    });
  });
}
