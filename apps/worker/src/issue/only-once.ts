/** A change of an issue that may not be made twice, and that can be looked for: a comment by its mark, a file by its name. */

import type { IssueRef } from '@guance-jira/jira';
import { isJirasRefusal } from '@guance-jira/jira';
import { isStep, type Step } from '../disposition.ts';
import type { Progress, Sent } from './checkpoints.ts';
import type { IssueDeps } from './deps.ts';
import type { IssueTurn, Written } from './issue-turn.ts';
import { reading, writing } from './requests.ts';

export interface Once {
  /** Its name among the changes of this event. */
  key: string;
  endpoint: string;
  what: keyof typeof LOOKING_FOR;
  /** Whether it is there; `since` in milliseconds: when it was sent first. */
  seen: (since: number) => Promise<boolean>;
  /** Before it is sent, and not where it is there already. A Step comes back where it cannot go. */
  prepare?: () => Promise<Step | null>;
  send: () => Promise<void>;
}

/** Whole sentences, as people look for them in the guide. */
const LOOKING_FOR = {
  'a comment': 'the answer to a comment was lost; looking for it',
  'an attachment': 'the answer to an attachment was lost; looking for it',
} as const;

/** After a lost answer it is looked for before it is sent again. */
export async function onlyOnce(turn: IssueTurn, issue: IssueRef, once: Once): Promise<Written | Step> {
  const { jira, progress } = turn;
  const { key, endpoint, what } = once;
  const sent = await sentBefore(progress, key);
  if (sent?.done) return { end: 'done' };
  if (sent) {
    const seen = await reading(turn, endpoint, () => once.seen(sent.at).catch(notOnOneThatIsGone));
    if (isStep(seen)) return seen;
    if (seen) return done(progress, key, sent);
    const ms = stillUnderWayMs(sent, jira, await progress.clock());
    if (ms > 0) {
      const again = Math.min(ms, 5000);
      // Time in which Jira could not be used: JIRA_RETRY_FOR would never be over else.
      await turn.record.waitingMs(again);
      return { step: 'wait', ms: again, reason: LOOKING_FOR[what] };
    }
  }
  const notYet = await once.prepare?.();
  if (notYet) return notYet;
  let now: Sent = { at: 0, answered: false, done: false };
  let noted = false;
  let lost = false;
  const written = await writing(
    turn,
    endpoint,
    issue,
    async () => {
      // It may have had to wait for its turn.
      now = { ...now, at: await progress.clock() };
      await progress.sending(key, now, sent);
      noted = true;
      await once.send();
    },
    async (answered) => {
      lost = true;
      await progress.write(key, { ...now, answered });
    },
  );
  if (isStep(written)) {
    // Whatever is no lost answer was surely not carried out, so nothing has to be looked for but what was before.
    if (noted && !lost) await progress.notSent(key, now, sent);
    return written;
  }
  if (written.end === 'done') return done(progress, key, now);
  await progress.write(key, null);
  return written;
}

/** Jira's own 404: there is no such issue for us, so the comment is asked for again, and the answer to that decides. */
function notOnOneThatIsGone(error: unknown): false {
  if (isJirasRefusal(error) && error.facts.status === 404) return false;
  throw error;
}

/** One that was sent before the clock was set back counts as sent now, once: else it would be waited for until that time. */
async function sentBefore(progress: Progress, key: string): Promise<Sent | null> {
  const sent = await progress.read(key);
  if (sent === null || sent.done) return sent;
  const now = await progress.clock();
  if (sent.at <= now) return sent;
  const counted = { ...sent, at: now };
  await progress.write(key, counted);
  return counted;
}

async function done(progress: Progress, key: string, sent: Sent): Promise<Written> {
  await progress.write(key, { ...sent, done: true });
  return { end: 'done' };
}

/** How long Jira may still carry it out. */
function stillUnderWayMs({ at, answered }: Sent, { reconcileTimeouts }: IssueDeps, now: number): number {
  return answered ? 0 : at + reconcileTimeouts.timeoutMs + reconcileTimeouts.lateCommitMs - now;
}
