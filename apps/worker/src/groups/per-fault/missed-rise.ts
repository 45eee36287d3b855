/** The first event after a loss of Redis may be worse than the issue that it finds: nobody has heard of that rise yet. */

import type { IssueRef } from '@guance-jira/jira';
import type { FaultState } from '@guance-jira/ledger';
import { roundOf } from '@guance-jira/ledger';
import { type IssueRoute, type Level, levelRank, levels, priorityFor } from '@guance-jira/mapping';
import { isStep, type Step } from '../../disposition.ts';
import { readIssue } from '../../issue/read-issue.ts';
import type { FaultTurn } from './context.ts';

const PART = 'adopted';

/** Kept with the event, so that it is known after a wait, when the ledger has the issue again. */
export function noteAdoption({ progress }: Pick<FaultTurn, 'progress'>): Promise<void> {
  return progress.write(PART, { at: Date.now(), answered: true, done: true });
}

/** Whether this event has found its issue in Jira, rather than made it. */
export async function hasAdopted({ progress }: Pick<FaultTurn, 'progress'>): Promise<boolean> {
  return (await progress.read(PART)) !== null;
}

/**
 * What the issue was before this event, where the event is a rise; null where it is none, where another than the program set the
 * priority, or where the route's priorities do not tell levels apart.
 */
export async function missedRise(turn: FaultTurn, route: IssueRoute, ref: IssueRef): Promise<FaultState | Step | null> {
  const { facts, event, progress } = turn;
  if (!(await hasAdopted(turn))) return null;
  const issue = await readIssue(turn, ref);
  if (isStep(issue)) return issue;
  // Its own event, delivered again, found it.
  if (issue === null || issue.property?.eventId === turn.eventId) return null;
  const priority = (await progress.raisedFrom(issue.id)) ?? issue.priority;
  const level = priority === null ? null : levelWith(priority, turn, route);
  if (level === null || levelRank(level) >= facts.rank) return null;
  const openedAt = event.faultStart ?? facts.moment.at;
  const about = { faultKey: facts.faultKey, route: route.name, issue: ref, level, peak: levelRank(level), openedAt };
  return { ...roundOf(facts.moment, about), applied: { at: 0, receivedAt: 0, eventId: '' } };
}

/** The worst level to which the route gives this priority. */
function levelWith(priority: string, { event }: FaultTurn, route: IssueRoute): Level | null {
  const having = levels.filter(
    (level) => priorityFor({ ...event, level, status: level, subStatus: null }, route) === priority,
  );
  return having.reduce<Level | null>((worst, level) => (levelRank(level) > levelRank(worst) ? level : worst), null);
}
