/**
 * What is done for a storm beside its events, by one worker at a time: the list goes into comments of its issue, at most one
 * every few seconds, and the issue is closed when all that it lists has recovered.
 */

import type { IssueRef } from '@guance-jira/jira';
import { DONE_PLAN, recoveryPlan } from '@guance-jira/jira';
import type { StormAbout, StormWindow } from '@guance-jira/ledger';
import { type LedgerEntry, openEntry } from '@guance-jira/ledger';
import {
  audienceIn,
  closingOf,
  issueRouteNamed,
  languageOf,
  type Rules,
  type StormLook,
  statusSentence,
  stormOver,
} from '@guance-jira/mapping';
import type { Keys, RedisClient } from '@guance-jira/queue';
import { errorFields, type Log } from '@guance-jira/service';
import type { CreateDeps } from '../create/deps.ts';
import { isStep, type Step } from '../disposition.ts';
import { progressOf } from '../issue/checkpoints.ts';
import { closedByThis } from '../issue/closed-meanwhile.ts';
import { commenting } from '../issue/comments.ts';
import type { IssueTurn } from '../issue/issue-turn.ts';
import { reading } from '../issue/requests.ts';
import { moveIssue } from '../issue/transition.ts';
import { growingMs } from './after-refusal.ts';
import type { Hold } from './hold.ts';
import { LEASE_MS, leased } from './lease.ts';
import { publishList } from './publish-list.ts';
import { sharedClock } from './shared-clock.ts';
import { MAX_AHEAD_MS, type StormStore } from './store.ts';

export interface StormSweep {
  /** Does what is due by this clock, that of Redis if none is given; rejects only when Redis does. */
  run(clock?: () => number): Promise<void>;
}

export interface StormSweepDeps {
  redis: RedisClient;
  keys: Keys;
  rules: () => Rules;
  jira: CreateDeps;
  storms: StormStore;
  wake: (eventId: string) => Promise<void>;
  log: Log;
}

const BETWEEN_COMMENTS_MS = 5000;
/** How soon a failed look is repeated. */
const LOOK_AGAIN_MS = 30_000;
const BLOCKED_MS = { least: LOOK_AGAIN_MS, most: MAX_AHEAD_MS / 2 };
/** Windows with nothing to do leave quickly, so that many of them do not hold up the others. */
const MAX_WINDOWS = 200;
/** A window without an issue is looked at ever more rarely; the event that opens it says so. */
const UNOPENED_MS = { least: 1000, most: MAX_AHEAD_MS / 2 };

export function createStormSweep(deps: StormSweepDeps): StormSweep {
  const { redis, storms, keys, log } = deps;
  return {
    run: async (given) => {
      const clock = given ?? (await sharedClock(redis, keys));
      for (let count = 0; count < MAX_WINDOWS; count += 1) {
        // One at a time: whoever dies leaves the others to those who live.
        const { windows, unreadable, until } = await storms.due(clock(), LEASE_MS);
        for (const { length } of unreadable)
          log.warn('unreadable entry dropped', { key: keys.stormsOpen, characters: length });
        for (const window of windows)
          await leased(window, until, { storms, clock }, (hold) =>
            tend(window, clock, deps, hold).catch((error: unknown) => {
              log.warn('storm check failed', { route: window.route, ...errorFields(error) });
              return clock() + LOOK_AGAIN_MS;
            }),
          );
        if (windows.length === 0 && unreadable.length === 0) break;
      }
    },
  };
}

/** When the window is to be looked at again; null: when something happens to it, or never. */
async function tend(
  window: StormWindow,
  clock: () => number,
  deps: StormSweepDeps,
  hold: Pick<Hold, 'stands'>,
): Promise<number | null> {
  const { storms, jira, redis, rules, wake, log } = deps;
  const about = await storms.about(window);
  const remains = await storms.remains(window, isOver(window, about, rules(), clock()));
  if (remains === 'rest') return null;
  if (remains === 'wait') return clock() + BETWEEN_COMMENTS_MS;
  const entry = openEntry(redis, storms.recordKey(window), { route: window.route, eventId: '' }, jira.ledger);
  const [stage, site, id, key] = await redis.hmget(entry.key, 'state', 'site', 'issueId', 'issueKey');
  // Its issue is opened by its events. An id of another Jira means nothing here.
  if (stage !== 'confirmed' || site !== jira.tracker.site || !id || !key)
    return remains === 'over' ? storms.end(window) : clock() + unopenedMs(window, clock());
  const issue = { id, key };
  const turn = turnOf(entry, deps, hold);
  const look = await lookOf(window, about, deps);
  if (remains === 'list') {
    const audience = audienceIn(rules(), window.route);
    const ms = await publishList({ window, issue, turn, look, audience, storms, wake, log });
    return clock() + ms;
  }
  const notYet = await over(issue, window, turn, look, deps);
  if (notYet === null) return (await hold.stands()) ? storms.end(window) : null;
  // What is refused to this request alone may be so for ever.
  const alone = notYet.step === 'wait' && notYet.alone !== undefined;
  return clock() + (alone ? growingMs(await storms.count(window, 'waits'), BLOCKED_MS) : LOOK_AGAIN_MS);
}

/** One that begins or ends later than it can by our clock was begun by another clock; its time counts as over. */
function isOver({ start }: StormWindow, about: StormAbout | null, { storm }: Rules, now: number): boolean {
  const lengthMs = about?.windowMs ?? storm?.windowMs ?? 0;
  return now >= start + lengthMs || now < start - MAX_AHEAD_MS;
}

function unopenedMs({ start }: StormWindow, now: number): number {
  return Math.min(Math.max((now - start) / 10, UNOPENED_MS.least), UNOPENED_MS.most);
}

/** Null when nothing is left to do. Faults that got issues of their own after all are not spoken of. */
async function over(
  ref: IssueRef,
  window: StormWindow,
  turn: IssueTurn,
  look: StormLook,
  { jira, storms, rules, log }: StormSweepDeps,
): Promise<Step | null> {
  const issue = await reading(turn, 'get', () => jira.tracker.read(ref));
  if (isStep(issue)) return issue;
  // Gone, or closed by a person.
  if (issue === null || (issue.status.category === 'done' && !(await closedByThis(turn, issue)))) return null;
  const movedFrom = await turn.progress.movedFrom(issue.id);
  const route = issueRouteNamed(window.route, rules());
  const { total, given } = await storms.counts(window);
  const listed = total - given;
  const audience = audienceIn(rules(), window.route);
  const own = { body: stormOver(listed, '', look), audience, part: 'over' };
  const status =
    issue.status.category === 'done'
      ? ({ end: 'moved', from: movedFrom ?? '', to: issue.status.name, leftOut: [] } as const)
      : await moveIssue(
          turn,
          issue,
          route === null ? DONE_PLAN : recoveryPlan(route, closingOf(route, null, rules().people), own),
        );
  if (isStep(status)) return status;
  if (listed > 0) {
    const written = await commenting(
      turn,
      ref,
      { ...own, body: stormOver(listed, statusSentence(status, look), look) },
      'over',
    );
    if (isStep(written)) return written;
  }
  const { leftOut = [] } = status;
  log.info('storm over', {
    ...{ issueKey: issue.key, listed, status: status.end },
    ...(leftOut.length === 0 ? {} : { leftOut }),
  });
  return null;
}

/** A storm has no event whose patience could end. */
function turnOf(entry: LedgerEntry, { redis, jira }: StormSweepDeps, hold: Pick<Hold, 'stands'>): IssueTurn {
  const record = { ...entry, waitingMs: async () => 0 };
  return { record, eventId: entry.key, jira, progress: progressOf(redis, entry.key, jira.ledger, hold) };
}

/** Under `language: auto` all comments speak as the first listed event does, which is how the issue began. */
async function lookOf(window: StormWindow, about: StormAbout | null, deps: StormSweepDeps): Promise<StormLook> {
  const route = issueRouteNamed(window.route, deps.rules());
  const [first] = await deps.storms.read(window, 0, 1);
  const language = first?.language ?? languageOf(route?.language ?? 'auto', null);
  const timezone = route?.timezone ?? about?.timezone ?? 'Asia/Shanghai';
  return { language, timezone, route: window.route };
}
