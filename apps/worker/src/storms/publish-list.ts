/** One comment of a storm's list, and what becomes of it when Jira refuses it. */

import type { IssueRef } from '@guance-jira/jira';
import type { StormEntry, StormWindow } from '@guance-jira/ledger';
import { type Audience, type Level, type ListedFault, levels, type StormLook, stormList } from '@guance-jira/mapping';
import type { Log } from '@guance-jira/service';
import { isStep, type Step } from '../disposition.ts';
import { commenting } from '../issue/comments.ts';
import type { IssueTurn } from '../issue/issue-turn.ts';
import { afterRefusal, growingMs, MAY_PASS_TRIES } from './after-refusal.ts';
import { MAX_LISTED, type StormStore } from './store.ts';

export interface Publishing {
  window: StormWindow;
  /** Where the list stands. */
  issue: IssueRef;
  turn: IssueTurn;
  look: StormLook;
  audience: Audience;
  storms: StormStore;
  wake: (eventId: string) => Promise<void>;
  log: Log;
}

/** Each comment is a mail to everybody who watches the issue. A full one could not have told more by waiting. */
const BETWEEN_COMMENTS_MS = 5000;
const SOON_MS = 1000;
const LOOK_AGAIN_MS = 30_000;
const BLOCKED_MS = { least: SOON_MS, most: 60_000 };
/** As many at a time, so that no script holds Redis for long. */
const GIVEN_UP_AT_ONCE = 500;

/** Tells the next entries; when to go on. */
export async function publishList(publishing: Publishing): Promise<number> {
  const { window, issue, turn, look, audience, storms } = publishing;
  const { told, size, total } = await storms.counts(window);
  const most = Math.min(Math.max(size, 1), MAX_LISTED);
  const next = await storms.read(window, told, most);
  const entries = next.slice(0, await storms.telling(window, told, next.length));
  const stale = await storms.stale(window, told, entries.length);
  const readable = entries.filter((entry, at): entry is StormEntry => entry !== null && !stale[at]);
  if (readable.length > 0) {
    const body = stormList(readable.map(faultOf), total, look, window.start);
    // Named by its beginning: after a lost answer the same entries are looked for, and no more than these are told then.
    const written = await commenting(turn, issue, { body, audience }, `listed from ${told}`);
    const refusal = { told, count: entries.length };
    if (isStep(written)) return waitFor(written, refusal, publishing);
    const { end } = written;
    if (end === 'refused')
      return refused({ ...refusal, status: written.failure.facts.status, reason: written.failure.message }, publishing);
  }
  const left = stale.filter(Boolean).length;
  await storms.setTold(window, told + entries.length, issue, Math.min(most * 2, MAX_LISTED), left);
  for (const { eventId } of readable) await publishing.wake(eventId);
  return entries.length < total - told ? SOON_MS : BETWEEN_COMMENTS_MS;
}

interface Comment {
  /** Entries that are settled, and entries that it lists. */
  told: number;
  count: number;
}

/** Those who wait may lose patience meanwhile, as with any request that Jira does not answer; our own rests do not count. */
async function waitFor(step: Step, comment: Comment, publishing: Publishing): Promise<number> {
  const { window, storms } = publishing;
  if (step.step !== 'wait' && step.step !== 'pause') return LOOK_AGAIN_MS;
  const alone = step.step === 'wait' ? step.alone : undefined;
  if (alone === 'change') return blocked(step.reason, comment, publishing);
  await storms.setOut(window, !OUR_OWN.includes(step.reason));
  if (alone === 'look') return growingMs(await storms.count(window, 'waits'), BLOCKED_MS);
  // A pause may end before its time: a person resumes, and nobody wakes the list. To ask again costs no request.
  return Math.min(step.ms, BETWEEN_COMMENTS_MS);
}

/** Something before Jira refuses the comment while the account is well: words of one of them, or an edge that is ill for a while. */
async function blocked(reason: string, comment: Comment, publishing: Publishing): Promise<number> {
  const { window, storms } = publishing;
  // It ends by itself, so nobody has to lose patience.
  await storms.setOut(window, false);
  if ((await storms.count(window, 'tries')) >= MAY_PASS_TRIES)
    return refused({ ...comment, status: null, reason }, publishing);
  return growingMs(await storms.count(window, 'waits'), BLOCKED_MS);
}

/** Reasons of a pause, see throttle/acquire.ts. */
const OUR_OWN: readonly string[] = ['manual', 'rate'];

async function refused(
  { told, count, status, reason }: Comment & { status: number | null; reason: string },
  publishing: Publishing,
): Promise<number> {
  const { window, issue, turn, storms, log } = publishing;
  const aloneInARow = count === 1 ? await storms.count(window, 'refused') : 0;
  // Whoever waits first opens the next one; by then all before may have to be told there as well.
  const waiting = await storms.read(window, told, 1);
  const gone = status === 404 ? await storms.relist(window, issue) : 0;
  const next = afterRefusal({ status, entries: count, aloneInARow, gone });
  const facts = { issueKey: issue.key, entries: count, next, reason };
  if (next !== 'fewer') log.warn('the list of a storm is refused', facts);
  switch (next) {
    case 'fewer':
      await storms.tellFewer(window, told, Math.ceil(count / 2));
      return SOON_MS;
    case 'another_issue':
      await turn.record.forget(issue);
      // One of those who wait opens it.
      for (const entry of waiting) if (entry) await publishing.wake(entry.eventId);
      return LOOK_AGAIN_MS;
    case 'give_up_one':
      await giveUp(told, 1, false, publishing);
      return SOON_MS;
    case 'give_up_all':
      for (let from = told; await giveUp(from, GIVEN_UP_AT_ONCE, true, publishing); from += GIVEN_UP_AT_ONCE);
      return SOON_MS;
  }
}

/** False when there was nothing left to give up. */
async function giveUp(
  from: number,
  count: number,
  all: boolean,
  { window, storms, wake }: Publishing,
): Promise<boolean> {
  const eventIds = await storms.giveUp(window, from, count, all);
  for (const eventId of eventIds) await wake(eventId);
  return eventIds.length > 0;
}

function faultOf({ at, level, title, object }: StormEntry): ListedFault {
  return { at, level: levels.find((known): known is Level => known === level) ?? null, title, object };
}
