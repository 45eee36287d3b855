/** Opens the issue of an event, at most once: what the ledger says decides, and a lost answer is looked into first. */
import { admitted, withoutChange } from './admission.ts';
import { createIssue } from './create-issue.ts';
import {
  checkForTwins,
  created,
  type Opening,
  repeated,
  settledBefore,
  waitedTooLong,
  waitForUpgrade,
} from './opening.ts';
import { afterLook, type Look, readLook } from './reconcile.ts';
import type { JiraSide, Step } from './step.ts';
import type { FoundIssue, IssueRef } from './tracker.ts';
import { LATER_MS } from './twins.ts';

export async function openIssue(opening: Opening, jira: JiraSide): Promise<Step> {
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
async function ended(opening: Opening, issue: IssueRef, opener: string, jira: JiraSide): Promise<Step> {
  const ours = opening.entry === opening.record || opener === opening.event.eventId;
  if (ours) return created(opening, issue, jira);
  await opening.entry.confirm(issue);
  return repeated(opening, issue);
}

async function mayHaveForgotten(opening: Opening, jira: JiraSide): Promise<boolean | Step> {
  const begun = begunAt(opening);
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
async function reconcile(
  opening: Opening,
  sent: { sentAt: number; answeredAt: number | null; opener: string; now: number },
  jira: JiraSide,
): Promise<Step> {
  const elapsedMs = sent.now - (sent.answeredAt ?? sent.sentAt);
  const seen = await look(opening, sent.now - sent.sentAt, elapsedMs, jira);
  if ('step' in seen) return seen;
  const next = afterLook({ ...seen, elapsedMs, answered: sent.answeredAt !== null }, jira.patience);
  if (next.next === 'confirm') {
    jira.onReconciled('found');
    if (next.twins.length > 0) await checkForTwins(opening, jira, [0]);
    return ended(opening, next.issue, sent.opener, jira);
  }
  if (next.next === 'wait') {
    // Search may never tell (an account that lost its rights): the outage's limit holds here too.
    return (
      (await waitedTooLong(opening, jira, next.ms)) ?? {
        step: 'wait',
        ms: next.ms,
        reason: 'the answer to the create was lost; looking for its issue',
      }
    );
  }
  jira.onReconciled('posted_again');
  await checkForTwins(opening, jira, LATER_MS);
  return createIssue(opening, jira);
}

/** The ledger may have forgotten this event, so Jira is asked before anything is created. */
async function lookFirst(opening: Opening, jira: JiraSide): Promise<Step> {
  const begun = begunAt(opening);
  const age = begun === null ? 86_400_000 : Date.now() - begun;
  const windowMs = Math.min(Math.max(age, 60_000), 86_400_000);
  const seen = await look(opening, windowMs, windowMs, jira);
  if ('step' in seen) return seen;
  const [issue, ...twins] = [...seen.found].sort((a, b) => Number(a.id) - Number(b.id));
  if (issue) {
    jira.onReconciled('found');
    if (twins.length > 0) await checkForTwins(opening, jira, [0]);
    return created(opening, issue, jira);
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

async function look(
  opening: Opening,
  windowMs: number,
  elapsedMs: number,
  jira: JiraSide,
): Promise<(Omit<Look, 'elapsedMs' | 'answered'> & { found: FoundIssue[] }) | Step> {
  const notYet = await admitted(opening, jira, 'search');
  if (notYet) return notYet;
  return withoutChange(opening, jira, async () => {
    const { label, older } = opening.marker;
    const seen = await jira.lookout.look(label, Math.ceil(windowMs / 60_000) + 2, older);
    if (!seen.recent) return { found: seen.marked, alive: true, complete: true, witness: false };
    return { alive: seen.alive, ...readLook(seen.recent, label, Date.now() - elapsedMs, jira.patience) };
  });
}
