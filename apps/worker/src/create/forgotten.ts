/** What the ledger may have forgotten: whether the issue stands in Jira all the same. */

import { type FoundIssue, olderFirst } from '@guance-jira/jira';
import { begunOf, type Look, readLook } from '@guance-jira/ledger';
import { isStep, type Step } from '../disposition.ts';
import { admitted, waitedTooLong, withoutChange } from '../throttle/acquire.ts';
import { lookByKeys, stillAlive } from './by-keys/look-by-keys.ts';
import type { Opening } from './creation.ts';
import type { CreateDeps } from './deps.ts';

/** When another address of Jira was last sent a create for this record, where it was. */
export interface ElsewhereSent {
  sentAgoMs?: number | undefined;
}

/**
 * Whether it has its issue, of which the ledger knows nothing any more. Nothing is noted: whoever would not open one asks it, and
 * the one that does finds the issue again.
 * @param claimed whether the ledger says itself that it has forgotten this one
 */
export async function standsForgotten(
  opening: Opening,
  jira: CreateDeps,
  claimed: ElsewhereSent & { forgotten: boolean } = { forgotten: false },
): Promise<boolean | Step> {
  const forgotten = claimed.forgotten || (await mayHaveForgotten(opening, jira));
  if (forgotten !== true) return forgotten;
  const issues = await findForgotten(opening, jira, claimed.sentAgoMs);
  return isStep(issues) ? issues : issues.length > 0;
}

export async function mayHaveForgotten(opening: Opening, jira: CreateDeps): Promise<boolean | Step> {
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

/** The issues that carry its marker, the oldest first. A Step: that cannot be told yet. */
export async function findForgotten(
  opening: Opening,
  jira: CreateDeps,
  sentAgoMs: number | undefined,
): Promise<FoundIssue[] | Step> {
  const begun = begunAt(opening);
  const age = begun === null ? DAY_MS : Date.now() - begun;
  const windowMs = Math.min(Math.max(age, 60_000), MAX_LOOK_MS);
  const seen = await look(opening, windowMs, windowMs, jira, true);
  if ('step' in seen) return seen;
  if (seen.found.length > 0) return [...seen.found].sort(olderFirst);
  if (!seen.complete) {
    const reason = 'more issues were made since than a search can read; an empty look proves nothing';
    return (await waitedTooLong(opening, jira, UNREAD_AGAIN_MS)) ?? { step: 'wait', ms: UNREAD_AGAIN_MS, reason };
  }
  const ms = await emptyLookCountsInMs(jira, sentAgoMs);
  return ms <= 0 ? [] : lookInStore(opening, ms, sentAgoMs, jira);
}

/**
 * The index may lag, and what was under way when the ledger began may land still. The store is asked, as after a lost answer of a
 * create that was sent then, or when another address was sent it.
 * @param ms until an empty search counts alone
 */
async function lookInStore(
  opening: Opening,
  ms: number,
  sentAgoMs: number | undefined,
  jira: CreateDeps,
): Promise<FoundIssue[] | Step> {
  const { epoch } = await jira.memory.current();
  const above = await withoutChange(opening, jira, () => jira.settledKeys.of(epoch));
  if (isStep(above)) return above;
  const sentAt = -Math.min(await jira.memory.sinceEpochMs(), sentAgoMs ?? Number.POSITIVE_INFINITY);
  const judged = await lookByKeys(opening, { sentAt, answeredAt: null, endedAt: null, above, now: 0 }, jira);
  if (isStep(judged)) return judged;
  if (judged.verdict === 'found') return judged.issues;
  if (judged.verdict === 'not_there') return (await withoutChange(opening, jira, () => stillAlive(jira))) ?? [];
  return waitForIndex(judged.verdict === 'wait' ? Math.min(judged.ms, ms) : ms);
}

/** Not before what was under way when the ledger began has landed and the index had its time, nor since another address of Jira was sent something. */
export async function emptyLookCountsInMs(
  { memory, reconcileTimeouts }: CreateDeps,
  sentAgoMs = Number.POSITIVE_INFINITY,
): Promise<number> {
  return Math.max(await memory.emptyLookCountsInMs(), reconcileTimeouts.settleMs - sentAgoMs);
}

export function waitForIndex(ms: number): Step {
  const reason = 'the ledger is new here; waiting until a search shows what Jira has';
  return { step: 'wait', ms: Math.min(ms + 50, 10_000), reason };
}

const DAY_MS = 86_400_000;
/** What is older is looked for in this time only; labels are searched without any limit. */
const MAX_LOOK_MS = 90 * DAY_MS;
const UNREAD_AGAIN_MS = 60_000;

/** @param whole the issue can have been made at any time since, so that everything must be read */
export async function look(
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
    const seen = await jira.markerSearch.find(label, Math.ceil(windowMs / 60_000) + 2, older, whole);
    if (!seen.recent) return { found: seen.marked, alive: true, complete: true, watermark: false };
    const read = readLook(seen.recent, label, Date.now() - elapsedMs, jira.reconcileTimeouts);
    return { alive: seen.alive, ...read, complete: whole ? seen.recent.complete : read.complete };
  });
}
