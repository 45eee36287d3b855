/** Pure: what a receiver sees of itself and of the workers → the conditions that people are told of. */
import type { Seen } from '@guance-jira/service';

/** What this receiver alone knows. */
export interface DoorFacts {
  redisTakes: boolean;
  /** Why Redis takes nothing. */
  reason: string;
  spooled: number;
  spoolTakes: boolean;
  /** Labels of the tokens that brought more events than they may within the last minutes. */
  overBudget: readonly string[];
}

export interface WorkFacts {
  /** Redis's clock, and when a worker last gave a sign of life by it; null when none ever did. Milliseconds. */
  now: number;
  seenAt: number | null;
  waiting: number;
}

/** A worker gives a sign every five seconds; a busy machine may miss a few. */
const SILENT_MS = 30_000;

export function conditionsOfDoor({ redisTakes, reason, spooled, spoolTakes, overBudget }: DoorFacts): Seen[] {
  const spooling = !redisTakes || spooled > 0;
  return [
    {
      condition: 'spooling',
      level: spooling ? 1 : 0,
      details: { events: spooled, reason: redisTakes ? '' : reason },
    },
    // While Redis takes all, nothing is lost yet: the next outage would be the loss.
    { condition: 'spool_unusable', level: redisTakes && !spoolTakes ? 1 : 0, details: { events: spooled } },
    { condition: 'refusing', level: redisTakes || spoolTakes ? 0 : 1, details: { events: spooled } },
    {
      condition: 'over_budget',
      level: overBudget.length > 0 ? 1 : 0,
      details: { tokens: overBudget.join(', ') },
    },
  ];
}

export function conditionsOfWork({ now, seenAt, waiting }: WorkFacts): Seen[] {
  const gone = seenAt === null || now - seenAt > SILENT_MS;
  return [{ condition: 'no_worker', level: gone ? 1 : 0, details: { waiting } }];
}
