/** Requests about an issue that stands, each in its turn. A Step comes back where the event has to wait instead. */

import type { IssueRef } from '@guance-jira/jira';
import { classify, fromJiraItself, isRefusedBeforeJira, JiraFailure, worksElsewhere } from '@guance-jira/jira';
import { isStep, type Step } from '../disposition.ts';
import { admitted, laterEachTime as laterForThis, waitedTooLong, withoutChange } from '../throttle/acquire.ts';
import { lookAt } from '../throttle/kind-of-request.ts';
import { concernsOnlyThis, reportFailure } from '../throttle/report-failure.ts';
import { type Before, Overtaken } from './checkpoints.ts';
import type { IssueDeps } from './deps.ts';
import type { IssueTurn, Written } from './issue-turn.ts';

/** A request that changes nothing. One issue that Jira cannot show (500) holds up its own events only. */
export async function reading<T>(turn: IssueTurn, endpoint: string, act: () => Promise<T>): Promise<T | Step> {
  const { jira } = turn;
  const notYet = await admitted(turn, jira, endpoint, lookAt(endpoint));
  if (notYet) return notYet;
  return withoutChange<T | Step>(turn, jira, async () => {
    try {
      return await act();
    } catch (error) {
      const broken =
        error instanceof JiraFailure && error.facts.status === 500 && (await concernsThisAlone(error, jira));
      if (!broken) throw error;
      const ms = laterEachTime(await turn.progress.stumbled(`read ${endpoint}`));
      return (await waitedTooLong(turn, jira, ms)) ?? { step: 'wait', ms, reason: error.message };
    }
  });
}

/** A change that counts as made from `before` on, unless Jira has surely not made it. */
export async function noted(
  before: Before,
  change: (onLost: () => Promise<void>) => Promise<Written | Step>,
): Promise<Written | Step> {
  let lost = false;
  const written = await change(async () => {
    lost = true;
  });
  if (!lost && (isStep(written) || written.end === 'refused')) await before.notMade();
  return written;
}

/**
 * A change that does no harm when it is made twice, or that the caller looks for before it asks again.
 * @param onLost told that the answer was lost, and whether Jira itself has answered
 */
export async function writing(
  turn: IssueTurn,
  endpoint: string,
  issue: IssueRef,
  act: () => Promise<void>,
  onLost: (answered: boolean) => Promise<void> = async () => {},
): Promise<Written | Step> {
  const { jira } = turn;
  const notYet = await admitted(turn, jira, endpoint);
  if (notYet) return notYet;
  // Whoever had to wait for the issue asks once more: a pause may have begun meanwhile.
  if (await jira.writes.take(issue.id, 1)) {
    const restsNow = await admitted(turn, jira, endpoint);
    if (restsNow) return restsNow;
  }
  try {
    await turn.progress.goesOn();
    await act();
    return { end: 'done' };
  } catch (error) {
    if (error instanceof Overtaken)
      return { step: 'wait', ms: 1000, reason: 'another attempt at this event is under way' };
    if (!(error instanceof JiraFailure)) throw error;
    const kind = classify(error.facts);
    if (kind === 'ambiguous') await onLost(fromJiraItself(error));
    if (isRefusedBeforeJira(error)) {
      const alone = await reportFailure(error, jira, turn);
      return laterForThis(turn, jira, error, alone ? { alone: 'change', blocked: endpoint } : {});
    }
    const alone = await concernsThisAlone(error, jira);
    const passing = alone && MAY_PASS.includes(error.facts.status ?? 0);
    const tries = passing ? await turn.progress.stumbled(`${endpoint} ${issue.id}`) : null;
    if (alone && (tries === null || tries >= MAX_TRIES)) return { end: 'refused', failure: error };
    if (!alone && kind !== 'forbidden') await reportFailure(error, jira, turn);
    // Where all else is well, the breaker opens for a moment at most. JIRA_RETRY_FOR ends this.
    const lost = kind === 'ambiguous' && error.facts.status !== 500;
    const losses = lost ? await turn.progress.stumbled(`lost ${endpoint} ${issue.id}`) : 1;
    const ms = Math.max(error.facts.retryAfterMs ?? 0, laterEachTime(tries ?? losses));
    return (await waitedTooLong(turn, jira, ms)) ?? { step: 'wait', ms, reason: error.message };
  }
}

/** 409: somebody else changed the issue at this moment. 500: a step of its workflow fails, say; nothing may ever mend that. */
const MAY_PASS: readonly number[] = [409, 500];
/** Over half a minute in all. */
const MAX_TRIES = 7;

function laterEachTime(tries: number): number {
  return Math.min(500 * 2 ** Math.min(tries - 1, 20), 60_000);
}

/** An illness of Jira shows in other requests too, and must be told to all; of a 403 it has been told then. */
async function concernsThisAlone(failure: JiraFailure, jira: IssueDeps): Promise<boolean> {
  const kind = classify(failure.facts);
  if (kind === 'rejected') return true;
  if (kind === 'forbidden') return concernsOnlyThis(failure, jira);
  return kind === 'ambiguous' && failure.facts.status === 500 && worksElsewhere(jira.tracker);
}
