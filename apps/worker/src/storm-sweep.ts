/**
 * What is done for a storm beside its events, by one worker at a time: the list goes into comments of its issue, at most one
 * every few seconds, and the issue is closed when all that it lists has recovered.
 */
import {
  type IssueRoute,
  type Level,
  type ListedFault,
  levels,
  type Rules,
  type StormLook,
  statusSentence,
  stormList,
  stormOver,
} from '@guance-jira/mapping';
import type { Keys, RedisClient } from '@guance-jira/queue';
import type { Log } from '@guance-jira/service';
import { issueRouteNamed } from './fault-routes.ts';
import { commenting, type IssueTurn, reading } from './issue-turn.ts';
import { type LedgerEntry, openEntry } from './ledger.ts';
import { moveIssue } from './move-issue.ts';
import { progressOf } from './progress.ts';
import { wayOf } from './recover-fault.ts';
import { isStep, type JiraSide } from './step.ts';
import type { StormEntry, StormStore, StormWindow } from './storm-store.ts';
import type { IssueRef } from './tracker.ts';

export interface StormSweep {
  /** Does what is due; rejects only when Redis does. */
  run(now: number): Promise<void>;
}

export interface StormSweepDeps {
  redis: RedisClient;
  keys: Keys;
  rules: () => Rules;
  jira: JiraSide;
  storms: StormStore;
  wake: (eventId: string) => Promise<void>;
  log: Log;
}

/** As many as fit into one comment, see stormList. */
const MOST_LISTED = 100;
/** Each comment is a mail to everybody who watches the issue. A full one could not have told more by waiting. */
const BETWEEN_COMMENTS_MS = 5000;
const AFTER_A_FULL_ONE_MS = 1000;
/** How often a storm whose faults go on is looked at. */
const LOOK_AGAIN_MS = 30_000;
/** Another worker takes over one that has died on the way. */
const LEASE_MS = 120_000;

export function createStormSweep(deps: StormSweepDeps): StormSweep {
  return {
    run: async (now) => {
      for (const window of await deps.storms.due(now, LEASE_MS)) {
        const again = await tend(window, now, deps);
        await deps.storms.dueAgain(window, again);
      }
    },
  };
}

/** When to look again; null when nothing is left to do. */
async function tend(window: StormWindow, now: number, deps: StormSweepDeps): Promise<number | null> {
  const { storms, jira, redis } = deps;
  const entry = openEntry(redis, storms.recordKey(window), { route: window.route, eventId: '' }, jira.ledger);
  const [stage, id, key] = await redis.hmget(entry.key, 'state', 'issueId', 'issueKey');
  // Its issue is opened by its events.
  if (stage !== 'confirmed' || !id || !key) return now + 500;
  const turn = turnOf(entry, deps);
  const told = await storms.told(window);
  const { entries, total } = await storms.read(window, told, MOST_LISTED);
  const route = issueRouteNamed(window.route, deps.rules());
  const look = lookOf(route, window.route, (await storms.read(window, 0, 1)).entries[0]);
  if (entries.length > 0) return list({ id, key }, window, turn, { told, entries, total, look }, now, deps);
  const rules = deps.rules();
  const windowEnds = window.start + (rules.storm?.windowMs ?? 0);
  if (now < windowEnds) return Math.min(windowEnds, now + BETWEEN_COMMENTS_MS);
  if (total === 0 || (await storms.standing(window)) > 0) return now + LOOK_AGAIN_MS;
  return over({ id, key }, turn, route, look, total, now, deps);
}

async function list(
  issue: IssueRef,
  window: StormWindow,
  turn: IssueTurn,
  { told, entries: next, total, look }: { told: number; entries: StormEntry[]; total: number; look: StormLook },
  now: number,
  { storms, wake, log }: StormSweepDeps,
): Promise<number> {
  const entries = next.slice(0, await storms.telling(window, told, next.length));
  const body = stormList(entries.map(faultOf), total, look, window.start);
  // Named by its beginning: after a lost answer the same entries are looked for, and no more than these are told then.
  const written = await commenting(turn, issue, body, `listed from ${told}`);
  if (isStep(written)) return now + (written.step === 'wait' || written.step === 'pause' ? written.ms : LOOK_AGAIN_MS);
  if (written.end === 'refused') {
    log.warn('the list of a storm is refused', { issueKey: issue.key, reason: written.failure.message });
    if (written.failure.facts.status === 404) await turn.record.forget(issue);
    return now + LOOK_AGAIN_MS;
  }
  await storms.setTold(window, told + entries.length);
  for (const { eventId } of entries) await wake(eventId);
  return now + (entries.length < MOST_LISTED ? BETWEEN_COMMENTS_MS : AFTER_A_FULL_ONE_MS);
}

async function over(
  ref: IssueRef,
  turn: IssueTurn,
  route: IssueRoute | null,
  look: StormLook,
  total: number,
  now: number,
  { jira, log }: StormSweepDeps,
): Promise<number | null> {
  const issue = await reading(turn, 'get', () => jira.tracker.read(ref));
  if (isStep(issue)) return now + LOOK_AGAIN_MS;
  // Gone, or closed by a person.
  const movedFrom = issue && (await turn.progress.movedFrom(issue.id));
  if (issue === null || (issue.status.category === 'done' && movedFrom === null)) return null;
  const status =
    issue.status.category === 'done'
      ? ({ end: 'moved', from: movedFrom ?? '', to: issue.status.name } as const)
      : route === null
        ? ({ end: 'as_it_is' } as const)
        : await moveIssue(turn, issue, wayOf(route));
  if (isStep(status)) return now + LOOK_AGAIN_MS;
  const written = await commenting(turn, ref, stormOver(total, statusSentence(status, look), look), 'over');
  if (isStep(written)) return now + LOOK_AGAIN_MS;
  log.info('storm over', { issueKey: issue.key, listed: total, status: status.end });
  return null;
}

/** A storm has no event whose patience could end. */
function turnOf(entry: LedgerEntry, { redis, jira }: StormSweepDeps): IssueTurn {
  const record = { ...entry, waitingMs: async () => 0 };
  return { record, eventId: entry.key, jira, progress: progressOf(redis, entry.key) };
}

/** Under `language: auto` all comments speak as the first listed event does, which is how the issue began. */
function lookOf(route: IssueRoute | null, name: string, first: StormEntry | undefined): StormLook {
  const language = first?.language ?? (route?.language === 'en' ? 'en' : 'zh');
  return { language, timezone: route?.timezone ?? 'Asia/Shanghai', route: name };
}

function faultOf({ at, level, title, object }: StormEntry): ListedFault {
  return { at, level: levels.find((known): known is Level => known === level) ?? null, title, object };
}
