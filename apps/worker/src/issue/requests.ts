/** Requests about an issue that stands, each in its turn. A Step comes back where the event has to wait instead. */

import type { IssueRef, Note } from '@guance-jira/jira';
import {
  classify,
  fromJiraItself,
  isJirasRefusal,
  isRefusedBeforeJira,
  JiraFailure,
  worksElsewhere,
} from '@guance-jira/jira';
import { inBasicPlane } from '@guance-jira/mapping';
import { isStep, type Step } from '../disposition.ts';
import { admitted, laterEachTime as laterForThis, waitedTooLong, withoutChange } from '../throttle/acquire.ts';
import type { OfEvent } from '../throttle/deps.ts';
import { concernsOnlyThis, reportFailure } from '../throttle/report-failure.ts';
import type { Progress, Sent } from './checkpoints.ts';
import type { IssueDeps } from './deps.ts';

/** An event at work on an issue. */
export interface IssueTurn extends OfEvent {
  eventId: string;
  jira: IssueDeps;
  progress: Progress;
}

/** How a change ended: `refused` concerns this change alone. */
export type Written = { end: 'done' } | { end: 'refused'; failure: JiraFailure };

/** A request that changes nothing. One issue that Jira cannot show (500) holds up its own events only. */
export async function reading<T>(turn: IssueTurn, endpoint: string, act: () => Promise<T>): Promise<T | Step> {
  const { jira } = turn;
  const notYet = await admitted(turn, jira, endpoint);
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
    await act();
    return { end: 'done' };
  } catch (error) {
    if (!(error instanceof JiraFailure)) throw error;
    const kind = classify(error.facts);
    if (kind === 'ambiguous') await onLost(fromJiraItself(error));
    if (isRefusedBeforeJira(error)) {
      await reportFailure(error, jira);
      return laterForThis(turn, jira, error);
    }
    const alone = await concernsThisAlone(error, jira);
    const passing = alone && MAY_PASS.includes(error.facts.status ?? 0);
    const tries = passing ? await turn.progress.stumbled(`${endpoint} ${issue.id}`) : null;
    if (alone && (tries === null || tries >= MOST_TRIES)) return { end: 'refused', failure: error };
    if (!alone && kind !== 'forbidden') await reportFailure(error, jira);
    const ms = error.facts.retryAfterMs ?? laterEachTime(tries ?? 1);
    return (await waitedTooLong(turn, jira, ms)) ?? { step: 'wait', ms, reason: error.message };
  }
}

/** 409: somebody else changed the issue at this moment. 500: a step of its workflow fails, say; nothing may ever mend that. */
const MAY_PASS: readonly number[] = [409, 500];
/** Over half a minute in all. */
const MOST_TRIES = 7;

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

/**
 * A comment, once: after a lost answer it is looked for by its mark before it is written again. A Data Center on an old MySQL
 * refuses characters of four bytes (see create/drop-rejected-fields.ts), so a refused comment is written once more without them.
 */
export async function commenting(
  turn: IssueTurn,
  issue: IssueRef,
  { body, audience }: Note,
  part: string,
): Promise<Written | Step> {
  const plain = inBasicPlane(body);
  if (plain === body || turn.jira.tracker.deployment !== 'datacenter')
    return commentingAsIs(turn, issue, { body, audience }, part);
  if (turn.jira.refusals.plainOnly()) return commentingAsIs(turn, issue, { body: plain, audience }, part);
  const written = await commentingAsIs(turn, issue, { body, audience }, part);
  if (isStep(written) || written.end === 'done' || written.failure.facts.status !== 400) return written;
  const again = await commentingAsIs(turn, issue, { body: plain, audience }, part);
  if (isStep(again) || again.end === 'refused') return again;
  turn.jira.refusals.plainTaken();
  return again;
}

/** Jira's own 404: there is no such issue for us, so the comment is asked for again, and the answer to that decides. */
function notOnOneThatIsGone(error: unknown): false {
  if (isJirasRefusal(error) && error.facts.status === 404) return false;
  throw error;
}

async function commentingAsIs(turn: IssueTurn, issue: IssueRef, note: Note, part: string): Promise<Written | Step> {
  const { jira, progress, eventId } = turn;
  // It is stored beside the text, by the same database.
  const mark = inBasicPlane(`${eventId} ${part} ${issue.id}`);
  const key = `${part} ${issue.id}`;
  const sent = await sentBefore(progress, key);
  if (sent?.done) return { end: 'done' };
  if (sent) {
    const seen = await reading(turn, 'comment', () => jira.tracker.hasComment(issue, mark).catch(notOnOneThatIsGone));
    if (isStep(seen)) return seen;
    if (seen) return done(progress, key, sent);
    const ms = stillUnderWayMs(sent, jira);
    if (ms > 0)
      return { step: 'wait', ms: Math.min(ms, 5000), reason: 'the answer to a comment was lost; looking for it' };
  }
  let now: Sent = { at: Date.now(), answered: false, done: false };
  let lost = false;
  const written = await writing(
    turn,
    'comment',
    issue,
    async () => {
      // It may have had to wait for its turn.
      now = { ...now, at: Date.now() };
      await progress.write(key, now);
      await jira.tracker.comment(issue, note.body, mark, note.audience);
    },
    async (answered) => {
      lost = true;
      await progress.write(key, { ...now, answered });
    },
  );
  if (isStep(written)) {
    // Whatever is no lost answer was surely not carried out, so nothing has to be looked for but what was before.
    if (!lost) await progress.write(key, sent);
    return written;
  }
  if (written.end === 'done') return done(progress, key, now);
  await progress.write(key, null);
  return written;
}

/** One that a worker with a clock ahead of ours has sent counts as sent now, once: else it would be waited for until that time. */
async function sentBefore(progress: Progress, key: string): Promise<Sent | null> {
  const sent = await progress.read(key);
  if (sent === null || sent.done || sent.at <= Date.now()) return sent;
  const counted = { ...sent, at: Date.now() };
  await progress.write(key, counted);
  return counted;
}

async function done(progress: Progress, key: string, sent: Sent): Promise<Written> {
  await progress.write(key, { ...sent, done: true });
  return { end: 'done' };
}

/** How long Jira may still carry the comment out. */
function stillUnderWayMs({ at, answered }: Sent, { patience }: IssueDeps): number {
  return answered ? 0 : at + patience.timeoutMs + patience.lateCommitMs - Date.now();
}
