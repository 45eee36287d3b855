/** After a lost answer: reads the keys above the highest one known before the POST, and says what they tell. */

import type { StoredIssue } from '@guance-jira/jira';
import { isStep, type Step } from '../../disposition.ts';
import { goesOn } from '../../throttle/take-slot.ts';
import type { Opening } from '../creation.ts';
import type { CreateDeps } from '../deps.ts';
import { newestIn, REFUSED, reading } from './ask-project.ts';
import { keyParts } from './highest-keys.ts';
import { type Judgement, judgeRange, together } from './judge-range.ts';
import type { RangeRead } from './key-reader.ts';

/** What the ledger knows of the POST; times are those of Redis. */
export interface SentCreate {
  sentAt: number;
  answeredAt: number | null;
  endedAt: number | null;
  /** By project, the highest key known before; '' where none was. */
  above: Readonly<Record<string, string>>;
  now: number;
}

/** A key read serves all who ask within a quarter of the time that they have waited already. */
const SHARED_FOR = 0.25;
const MAX_SHARED_MS = 10_000;
/** Where a miss counts, more keys than usual must be missing before they count as the end: we may not see other people's issues. */
const SURE_END_RUN = 25;

export async function lookByKeys(opening: Opening, sent: SentCreate, jira: CreateDeps): Promise<Judgement | Step> {
  const projects = Object.entries(sent.above).map(([project, key]) => ({ project, above: keyParts(key) }));
  // Before any key was known, or written by an older version.
  if (projects.length === 0) return { verdict: 'unknown' };
  const judgements: Judgement[] = [];
  for (const { project, above } of projects) {
    const judged = above ? await lookIn(project, above, opening, sent, jira) : ({ verdict: 'unknown' } as const);
    if (isStep(judged)) return judged;
    judgements.push(judged);
  }
  return together(judgements);
}

/** What is not there by keys was asked with a login that works: a refused one can get an empty answer too. */
export async function stillAlive(jira: CreateDeps): Promise<null> {
  // Keys that another event has read took no slot of ours.
  await goesOn(jira, 'get');
  await jira.tracker.whoAmI();
  return null;
}

async function lookIn(
  project: string,
  above: { prefix: string; number: number },
  opening: Opening,
  sent: SentCreate,
  jira: CreateDeps,
): Promise<Judgement | Step> {
  const sinceEndMs = sinceEnd(sent, jira);
  const begunAfter = performance.now() - mayBeOld(sent.now - sent.sentAt, sinceEndMs, jira);
  const counts = sinceEndMs >= jira.reconcileTimeouts.lateCommitMs;
  const readUpTo = (reach: number) =>
    reading(opening, jira, async () =>
      jira.keyReader.read(
        {
          prefix: above.prefix,
          from: above.number,
          reach: Math.max(reach, await jira.highest.reach(project)),
          ...(counts ? { endRun: SURE_END_RUN } : {}),
        },
        begunAfter,
      ),
    );
  const read = await readUpTo(0);
  if (isStep(read)) return read;
  if (read === REFUSED) return { verdict: 'unknown' };
  const accounts = await jira.accounts.all();
  const { label, older } = opening.marker;
  const isMarked = (issue: StoredIssue) =>
    issue.markers.includes(label) ||
    (older !== undefined && issue.markers.includes(older.label) && older.isOurs(issue));
  const isOurs = ({ creator }: StoredIssue) => creator === null || accounts.has(creator);
  const lost = {
    sinceEndMs,
    endedAt: Date.now() - sinceEndMs,
    isIts: (issue: StoredIssue) => isMarked(issue) && isOurs(issue),
  };
  const seen = await wasSeen(project, read, opening, jira, isOurs);
  if (isStep(seen)) return seen;
  const judge = (range: RangeRead) => judgeRange(range, { ...lost, seen }, jira.reconcileTimeouts);
  const judged = judge(read);
  if (judged.verdict !== 'not_there') return judged;
  const higher = await higherThan(read, project, opening, jira);
  if (higher === null || isStep(higher)) return higher ?? judged;
  const further = await readUpTo(higher);
  if (isStep(further)) return further;
  return further === REFUSED ? { verdict: 'unknown' } : judge(further);
}

/** Above very many keys in a row that we may not see, a search may know of one. It is asked only before a second POST. */
async function higherThan(
  { found }: RangeRead,
  project: string,
  opening: Opening,
  jira: CreateDeps,
): Promise<number | null | Step> {
  const newest = await newestIn(project, false, opening, jira);
  if (isStep(newest)) return newest;
  const number = newest === REFUSED ? 0 : (keyParts(newest?.key)?.number ?? 0);
  return number > Math.max(0, ...found.keys()) ? number : null;
}

/** Milliseconds since the request ended: since its answer, or since we gave up waiting for one, at the latest after its time limit. */
function sinceEnd(sent: SentCreate, { reconcileTimeouts }: CreateDeps): number {
  return sent.now - (sent.answeredAt ?? sent.endedAt ?? sent.sentAt + reconcileTimeouts.timeoutMs);
}

/** How old a read may be: an empty one counts only when it began after the time from which it counts. */
function mayBeOld(elapsedMs: number, sinceEndMs: number, { reconcileTimeouts }: CreateDeps): number {
  const shared = Math.min(Math.max(elapsedMs, 0) * SHARED_FOR, MAX_SHARED_MS);
  const counts = [reconcileTimeouts.lateCommitMs + reconcileTimeouts.settleMs, reconcileTimeouts.lateCommitMs].find(
    (ms) => sinceEndMs >= ms,
  );
  return counts === undefined ? shared : Math.min(shared, sinceEndMs - counts);
}

async function wasSeen(
  project: string,
  { found, moved }: RangeRead,
  opening: Opening,
  jira: CreateDeps,
  isOurs: (issue: StoredIssue) => boolean,
): Promise<boolean | Step> {
  const own = [...found.values(), ...moved].some((issue) => issue.creator !== null && isOurs(issue));
  if (own) await jira.highest.seen(project);
  if (own || (await jira.highest.wasSeen(project))) return true;
  const newest = await newestIn(project, true, opening, jira);
  if (isStep(newest)) return newest;
  if (newest === REFUSED || newest === null) return false;
  await jira.highest.seen(project);
  return true;
}
