/**
 * Under `group: event` a recovery moves the issues that its fault has. An event that failed before it and is tried again after it
 * opens one that nobody would move, so what the recovery was is kept for a while.
 */

import { isNewer, Moment } from '@guance-jira/ledger';
import { recoversEvents } from './lost-events.ts';
import type { FaultTurn } from './per-fault/context.ts';

/** To be called before the recovery is settled; whoever is the newest of the fault stands. */
export async function noteRecovery(turn: FaultTurn): Promise<void> {
  const { redis, facts, event, jira, rules } = turn;
  if (!recoversEvents(rules)) return;
  const before = await recoveryOf(turn);
  if (before !== null && !isNewer(facts.moment, before)) return;
  const text = JSON.stringify(facts.moment);
  await redis.set(turn.keys.recoveryOf(event.faultKey), text, 'EX', jira.ledger.ledgerDays * 86_400);
}

/** The recovery of this event's fault, where it has ended and is newer than the event. */
export async function recoveredSince(turn: FaultTurn): Promise<Moment | null> {
  const recovery = await recoveryOf(turn);
  return recovery !== null && isNewer(recovery, turn.facts.moment) ? recovery : null;
}

async function recoveryOf({ redis, keys, event }: FaultTurn): Promise<Moment | null> {
  const text = await redis.get(keys.recoveryOf(event.faultKey));
  return text === null ? null : Moment.parse(JSON.parse(text));
}
