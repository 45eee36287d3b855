/** What a run is asked for, and what it tells. */
import { join } from 'node:path';
import { repoRoot, type Stack } from '../harness/index.ts';
import type { EventLog } from './check/event-log.ts';
import type { Problem } from './deliver/alerts.ts';
import type { Deliveries } from './deliver/deliveries.ts';
import type { Fault, Group } from './faults/fault.ts';
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
  /** Of the way back: what was done, and of what that proves nothing, since it never happened. */
  readonly back: Readonly<Record<string, number>>;
  readonly saysLittleOf: readonly string[];
  readonly seconds: number;
}

/** Timelines of the first guilty alerts; all logs are kept. */
export async function explained(
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

export function tally(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

/** `{"respond":{"status":504,…},"when":"after"}` becomes `respond 504 after`. */
export function shortName(fault: string): string {
  return fault
    .replace(/,"(headers|body|location)":("[^"]*"|\{[^}]*\})/g, '')
    .replaceAll(/"(status|when|ms)":/g, '')
    .replaceAll(/["{}:,]+/g, ' ')
    .trim()
    .slice(0, 40);
}
