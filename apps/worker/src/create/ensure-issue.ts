/** Opens the issue of an event, at most once: what the ledger says decides, and a lost answer is looked into first. */

import type { IssueRef } from '@guance-jira/jira';
import { afterLook, nextLookMs, nextPostAfterMs } from '@guance-jira/ledger';
import { isStep, type Step } from '../disposition.ts';
import { heldBack, waitedTooLong, withoutChange } from '../throttle/acquire.ts';
import { addWatchers } from './add-watchers.ts';
import { lookByKeys, type SentCreate, stillAlive } from './by-keys/look-by-keys.ts';
import { createIssue } from './create-issue.ts';
import {
  checkForDuplicates,
  created,
  ignored,
  type Opening,
  repeated,
  settledBefore,
  waitForUpgrade,
} from './creation.ts';
import type { CreateDeps } from './deps.ts';
import { LATER_MS } from './duplicates.ts';
import { type ElsewhereSent, findForgotten, look, mayHaveForgotten } from './forgotten.ts';

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
      return forgotten === true ? lookFirst(opening, jira, claimed) : forgotten || makeIssue(opening, jira);
    }
  }
}

/** The issue stands. Under `group: fault` it is the work of the event that sent it; the others only belong to it. */
async function ended(opening: Opening, issue: IssueRef, opener: string, jira: CreateDeps): Promise<Step> {
  const ours = opening.entry === opening.record || opener === opening.event.eventId;
  if (ours) return watched(opening, issue, jira);
  await opening.entry.confirm(issue);
  return repeated(opening, issue);
}

type LostCreate = SentCreate & { opener: string; posts: number; said: string };

/** The answer to our POST was lost. Look for its issue, and post again only when it is surely not there. */
async function reconcile(opening: Opening, sent: LostCreate, jira: CreateDeps): Promise<Step> {
  const judged = await lookByKeys(opening, sent, jira);
  if (isStep(judged)) return judged;
  switch (judged.verdict) {
    case 'found':
      return found(opening, judged.issues, sent.opener, jira);
    case 'wait':
      return lookAgain(nextLookMs(sent.now - sent.sentAt, judged.ms), opening);
    case 'not_there':
      return (await withoutChange(opening, jira, () => stillAlive(jira))) ?? postAgain(opening, sent, jira);
    default:
      return searchFor(opening, sent, judged.verdict === 'gaps', jira);
  }
}

async function found(
  opening: Opening,
  [issue, ...duplicates]: readonly IssueRef[],
  opener: string,
  jira: CreateDeps,
): Promise<Step> {
  if (!issue) throw new Error('found means that there is one');
  jira.onReconciled('found');
  if (duplicates.length > 0) await checkForDuplicates(opening, jira, [0]);
  return ended(opening, issue, opener, jira);
}

/** It is not there. A single lost answer always has its second POST; JIRA_RETRY_FOR ends an event whose every create is answered so. */
async function postAgain(opening: Opening, sent: LostCreate, jira: CreateDeps): Promise<Step> {
  if (opening.plan.unlessMade) return makeIssue(opening, jira);
  const left = Math.max(nextPostAfterMs(sent.posts, jira.reconcileTimeouts) - (sent.now - sent.sentAt), 0);
  const ms = Math.min(left, LOOK_AT_LEAST_MS);
  if (sent.posts > 1) {
    const tooLong = await waitedTooLong(opening, jira, ms, sent.said);
    if (tooLong) return tooLong;
  }
  if (left > 0) return lookAgain(ms, opening);
  const held = await jira.circuit.rests('create');
  if (held) return heldBack(opening, jira, held, 'create');
  // How long Jira may take to answer counts as well.
  await opening.record.waitingMs(jira.reconcileTimeouts.timeoutMs);
  jira.onReconciled('posted_again');
  await checkForDuplicates(opening, jira, LATER_MS);
  return makeIssue(opening, jira);
}

/** It surely has none. */
async function makeIssue(opening: Opening, jira: CreateDeps): Promise<Step> {
  const { unlessMade } = opening.plan;
  return unlessMade ? ignored(unlessMade, opening.record) : createIssue(opening, jira);
}

const LOOK_AT_LEAST_MS = 60_000;

/** The time in which an answer is missing is time in which Jira could not be used. */
async function lookAgain(ms: number, { record }: Opening): Promise<Step> {
  await record.waitingMs(ms);
  return { step: 'wait', ms, reason: 'the answer to the create was lost; looking for its issue' };
}

/** @param byKeys it is not among the keys that could be read, so that an empty search counts at once */
async function searchFor(opening: Opening, sent: LostCreate, byKeys: boolean, jira: CreateDeps): Promise<Step> {
  const elapsedMs = sent.now - (sent.answeredAt ?? sent.sentAt);
  const seen = await look(opening, sent.now - sent.sentAt, elapsedMs, jira);
  if ('step' in seen) return seen;
  const next = afterLook({ ...seen, elapsedMs, answered: sent.answeredAt !== null }, jira.reconcileTimeouts);
  if (next.next === 'confirm') return found(opening, [next.issue, ...next.duplicates], sent.opener, jira);
  if (next.next === 'post' || (byKeys && seen.alive && seen.complete)) return postAgain(opening, sent, jira);
  // Search may never tell (an account that lost its rights): the outage's limit holds here too.
  return (await waitedTooLong(opening, jira, next.ms, sent.said)) ?? lookAgain(next.ms, opening);
}

/** The ledger may have forgotten this event, so Jira is asked before anything is created. */
async function lookFirst(opening: Opening, jira: CreateDeps, { sentAgoMs }: ElsewhereSent): Promise<Step> {
  const issues = await findForgotten(opening, jira, sentAgoMs);
  if (isStep(issues)) return issues;
  const [issue, ...duplicates] = issues;
  if (!issue) return makeIssue(opening, jira);
  jira.onReconciled('found');
  if (duplicates.length > 0) await checkForDuplicates(opening, jira, [0]);
  // It may be old, and what it was to be given besides was forgotten with it: it has that, or it is too late for it.
  const { context: _, ...plan } = opening.plan;
  return watched({ ...opening, plan }, issue, jira);
}

/** An issue of which nobody knows how far its worker had come. Jira counts nobody twice. */
async function watched(opening: Opening, issue: IssueRef, jira: CreateDeps): Promise<Step> {
  const step = await created(opening, issue, jira);
  if (step.step !== 'done') return step;
  const warnings = [...(step.warnings ?? []), ...(await addWatchers(opening.plan.draft, issue, jira))];
  return warnings.length > 0 ? { ...step, warnings } : step;
}
