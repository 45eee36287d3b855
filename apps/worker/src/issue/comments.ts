/** A comment, written once. */

import type { IssueRef, Note } from '@guance-jira/jira';
import { isJirasRefusal } from '@guance-jira/jira';
import { inBasicPlane } from '@guance-jira/mapping';
import { isStep, type Step } from '../disposition.ts';
import { takeSlot } from '../throttle/take-slot.ts';
import type { Progress, Sent } from './checkpoints.ts';
import type { IssueDeps } from './deps.ts';
import type { IssueTurn, Written } from './issue-turn.ts';
import { reading, writing } from './requests.ts';

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
    const look = { since: sent.at, slot: () => takeSlot(jira, 'comment') };
    const seen = await reading(turn, 'comment', () =>
      jira.tracker.hasComment(issue, mark, look).catch(notOnOneThatIsGone),
    );
    if (isStep(seen)) return seen;
    if (seen) return done(progress, key, sent);
    const ms = stillUnderWayMs(sent, jira);
    if (ms > 0) {
      const again = Math.min(ms, 5000);
      // Time in which Jira could not be used: JIRA_RETRY_FOR would never be over else.
      await turn.record.waitingMs(again);
      return { step: 'wait', ms: again, reason: 'the answer to a comment was lost; looking for it' };
    }
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
function stillUnderWayMs({ at, answered }: Sent, { reconcileTimeouts }: IssueDeps): number {
  return answered ? 0 : at + reconcileTimeouts.timeoutMs + reconcileTimeouts.lateCommitMs - Date.now();
}
