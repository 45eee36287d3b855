/** A comment, written once. */

import type { IssueRef, Note } from '@guance-jira/jira';
import { inBasicPlane } from '@guance-jira/mapping';
import { isStep, type Step } from '../disposition.ts';
import { takeSlot } from '../throttle/take-slot.ts';
import type { IssueDeps } from './deps.ts';
import type { IssueTurn, Written } from './issue-turn.ts';
import { onlyOnce } from './only-once.ts';

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

function commentingAsIs(turn: IssueTurn, issue: IssueRef, note: Note, part: string): Promise<Written | Step> {
  const { jira, eventId } = turn;
  // It is stored beside the text, by the same database.
  const mark = inBasicPlane(`${eventId} ${part} ${issue.id}`);
  return onlyOnce(turn, issue, {
    ...{ key: `${part} ${issue.id}`, endpoint: 'comment', what: 'a comment' },
    seen: (since) => seenComment(jira, issue, mark, since),
    send: () => jira.tracker.comment(issue, note.body, mark, note.audience),
  });
}

/** Whether a comment with this mark is there. @param since when it was sent first, in milliseconds */
export function seenComment(jira: IssueDeps, issue: IssueRef, mark: string, since: number): Promise<boolean> {
  return jira.tracker.hasComment(issue, mark, { since, slot: () => takeSlot(jira, 'comment') });
}
