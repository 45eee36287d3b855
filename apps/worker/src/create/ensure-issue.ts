/** Opens the issue of an event, at most once: what the ledger says decides, and a lost answer is looked into first. */

import { begunOf } from '../ledger/begun.ts';
import { admitted, waitedTooLong, withoutChange } from '../throttle/acquire.ts';
import { goesOn } from '../throttle/take-slot.ts';
import { isStep, type Step } from '../tracker/disposition.ts';
import type { FoundIssue, IssueRef } from '../tracker/tracker.ts';
import { lookByKeys, type SentCreate } from './by-keys/look-by-keys.ts';
import { createIssue } from './create-issue.ts';
import { checkForTwins, created, type Opening, repeated, settledBefore, waitForUpgrade } from './creation.ts';
import type { CreateDeps } from './deps.ts';
import { LATER_MS } from './duplicates.ts';
import { afterLook, type Look, nextLookMs, readLook } from './reconcile.ts';

export async function openIssue(opening: Opening, jira: CreateDeps): Promise<Step> {
  const claimed = await opening.entry.claim();
  switch (claimed.found) {
    case 'newer':
      return waitForUpgrade();
    case 'busy':
      return {
        step: 'wait',
        ms: Math.min(claimed.ms, 300),
        reason: 'another event of this fault is opening its issue',
      };
    case 'settled':
      return settledBefore(claimed);
    case 'confirmed': {
      const issue = { id: claimed.issueId, key: claimed.issueKey };
      return ended(opening, issue, claimed.opener, jira);
    }
    case 'sent':
      return reconcile(opening, claimed, jira);
    case 'reserved': {
      const forgotten = claimed.forgotten || (await mayHaveForgotten(opening, jira));
      return forgotten === true ? lookFirst(opening, jira) : forgotten || createIssue(opening, jira);
    }
  }
}

/** The issue stands. Under `group: fault` it is the work of the event that sent it; the others only belong to it. */
async function ended(opening: Opening, issue: IssueRef, opener: string, jira: CreateDeps): Promise<Step> {
  const ours = opening.entry === opening.record || opener === opening.event.eventId;
  if (ours) return created(opening, issue, jira);
  await opening.entry.confirm(issue);
  return repeated(opening, issue);
}

async function mayHaveForgotten(opening: Opening, jira: CreateDeps): Promise<boolean | Step> {
  const begun = begunOf(opening.event, begunAt(opening));
  if (await jira.memory.mustAsk(begun)) {
    const notYet = await admitted(opening, jira, 'search');
    if (notYet) return notYet;
  }
  return withoutChange(opening, jira, () => jira.memory.mayHaveForgotten(begun));
}

/** Since when the issue can exist: under `group: fault` an earlier event of the fault may have opened it. */
function begunAt({ event, entry, record }: Opening): number | null {
  return entry === record ? event.eventTime : event.faultStart;
}

/** The answer to our POST was lost. Look for its issue, and post again only when it is surely not there. */
async function reconcile(opening: Opening, sent: SentCreate & { opener: string }, jira: CreateDeps): Promise<Step> {
  const judged = await lookByKeys(opening, sent, jira);
  if (isStep(judged)) return judged;
  switch (judged.verdict) {
    case 'found':
      return found(opening, judged.issues, sent.opener, jira);
    case 'wait':
      return lookAgain(nextLookMs(sent.now - sent.sentAt, judged.ms));
    case 'not_there':
      return (await withoutChange(opening, jira, () => stillAlive(jira))) ?? postAgain(opening, jira);
    default:
      return searchFor(opening, sent, judged.verdict === 'gaps', jira);
  }
}

/** What is not there by keys was asked with a log-in that works: a refused one can get an empty answer too. */
async function stillAlive(jira: CreateDeps): Promise<null> {
  // Keys that another event has read took no slot of ours.
  await goesOn(jira, 'get');
  await jira.tracker.whoAmI();
  return null;
}

async function found(
  opening: Opening,
  [issue, ...twins]: readonly IssueRef[],
  opener: string,
  jira: CreateDeps,
): Promise<Step> {
  if (!issue) throw new Error('found means that there is one');
  jira.onReconciled('found');
  if (twins.length > 0) await checkForTwins(opening, jira, [0]);
  return ended(opening, issue, opener, jira);
}

async function postAgain(opening: Opening, jira: CreateDeps): Promise<Step> {
  jira.onReconciled('posted_again');
  await checkForTwins(opening, jira, LATER_MS);
  return createIssue(opening, jira);
}

function lookAgain(ms: number): Step {
  return { step: 'wait', ms, reason: 'the answer to the create was lost; looking for its issue' };
}

/** @param byKeys it is not among the keys that could be read, so that an empty search counts at once */
async function searchFor(
  opening: Opening,
  sent: SentCreate & { opener: string },
  byKeys: boolean,
  jira: CreateDeps,
): Promise<Step> {
  const elapsedMs = sent.now - (sent.answeredAt ?? sent.sentAt);
  const seen = await look(opening, sent.now - sent.sentAt, elapsedMs, jira);
  if ('step' in seen) return seen;
  const next = afterLook({ ...seen, elapsedMs, answered: sent.answeredAt !== null }, jira.patience);
  if (next.next === 'confirm') return found(opening, [next.issue, ...next.twins], sent.opener, jira);
  if (next.next === 'post' || (byKeys && seen.alive && seen.complete)) return postAgain(opening, jira);
  // Search may never tell (an account that lost its rights): the outage's limit holds here too.
  return (await waitedTooLong(opening, jira, next.ms)) ?? lookAgain(next.ms);
}

/** The ledger may have forgotten this event, so Jira is asked before anything is created. */
async function lookFirst(opening: Opening, jira: CreateDeps): Promise<Step> {
  const begun = begunAt(opening);
  const age = begun === null ? DAY_MS : Date.now() - begun;
  const windowMs = Math.min(Math.max(age, 60_000), LONGEST_LOOK_MS);
  const seen = await look(opening, windowMs, windowMs, jira, true);
  if ('step' in seen) return seen;
  const [issue, ...twins] = [...seen.found].sort((a, b) => Number(a.id) - Number(b.id));
  if (issue) {
    jira.onReconciled('found');
    if (twins.length > 0) await checkForTwins(opening, jira, [0]);
    return created(opening, issue, jira);
  }
  if (!seen.complete) {
    const reason = 'more issues were made since than a search can read; an empty look proves nothing';
    return (await waitedTooLong(opening, jira, UNREAD_AGAIN_MS)) ?? { step: 'wait', ms: UNREAD_AGAIN_MS, reason };
  }
  const ms = await jira.memory.emptyLookCountsInMs();
  if (ms > 0)
    return {
      step: 'wait',
      ms: Math.min(ms + 50, 10_000),
      reason: 'the ledger is new; waiting until a search shows what Jira has',
    };
  return createIssue(opening, jira);
}

const DAY_MS = 86_400_000;
/** What is older is looked for in this time only; labels are searched without any limit. */
const LONGEST_LOOK_MS = 90 * DAY_MS;
const UNREAD_AGAIN_MS = 60_000;

/** @param whole the issue can have been made at any time since, so that everything must be read */
async function look(
  opening: Opening,
  windowMs: number,
  elapsedMs: number,
  jira: CreateDeps,
  whole = false,
): Promise<(Omit<Look, 'elapsedMs' | 'answered'> & { found: FoundIssue[] }) | Step> {
  const notYet = await admitted(opening, jira, 'search');
  if (notYet) return notYet;
  return withoutChange(opening, jira, async () => {
    const { label, older } = opening.marker;
    const seen = await jira.lookout.look(label, Math.ceil(windowMs / 60_000) + 2, older, whole);
    if (!seen.recent) return { found: seen.marked, alive: true, complete: true, witness: false };
    const read = readLook(seen.recent, label, Date.now() - elapsedMs, jira.patience);
    return { alive: seen.alive, ...read, complete: whole ? seen.recent.complete : read.complete };
  });
}
