/**
 * A storm, as an event meets it: beyond the limit it opens no issue of its own but waits until the storm's one issue lists it.
 * Off unless the rules say so.
 */

import type { IssueRef } from '@guance-jira/jira';
import { markerOf } from '@guance-jira/jira';
import { entryOf, openEntry, ownerText, type StormWindow, type Verdict } from '@guance-jira/ledger';
import {
  type AlertEvent,
  type IssueRoute,
  isChosen,
  languageOf,
  listedFaultOf,
  type Plan,
  type Storm,
  stormDraft,
} from '@guance-jira/mapping';
import { jobIdFor, type Keys, type RedisClient } from '@guance-jira/queue';
import type { CreateDeps } from '../create/deps.ts';
import { openIssue } from '../create/ensure-issue.ts';
import { isStep, type Step } from '../disposition.ts';
import { waitedTooLong } from '../throttle/acquire.ts';
import type { OfEvent } from '../throttle/deps.ts';
import type { StormStore } from './store.ts';

type Open = Extract<Plan, { action: 'open' }>;

/** What an event brings that may have to be listed. */
export interface StormAsk extends OfEvent {
  event: AlertEvent;
  plan: Open;
  route: IssueRoute;
  storm: Storm | null;
  /** What is counted once: the fault, or the event. */
  subject: string;
  faultKey: string | null;
  /** Ledger record of the issue that it would get. */
  entryKey: string;
  /** No attempt was before this one, so that there is no verdict either. */
  fresh: boolean;
  /** Whether it has its issue although the ledger has forgotten it: then it is not listed as well. */
  stands: () => Promise<boolean | Step>;
  jira: CreateDeps;
  jobId: string;
  redis: RedisClient;
  keys: Keys;
  storms: StormStore;
}

/** The storm's issue and its window: a comment there lists the event. */
export interface Listed {
  window: StormWindow;
  issue: IssueRef;
}

/**
 * Null: it may open an issue of its own. A Step: the storm's issue does not list it yet. Whoever has a verdict keeps it, also when
 * the rules have no `storm` by now, or another.
 */
export async function listedInStorm(ask: StormAsk): Promise<Listed | Step | null> {
  const verdict = await verdictOn(ask);
  if (verdict === null || isStep(verdict)) return verdict;
  if (verdict.verdict === 'own') return null;
  const { window } = verdict;
  if (verdict.verdict === 'listed' && verdict.issue) return { window, issue: verdict.issue };
  const issue = await openStorm(ask, window);
  if (isStep(issue)) return issue;
  if (verdict.verdict === 'listed') return { window, issue };
  const tooLong = verdict.out ? await waitedTooLong(ask, ask.jira, POLL_MS) : null;
  const reason = `to be listed in ${issue.key}, the issue of an alert storm`;
  return tooLong ?? { step: 'wait', ms: POLL_MS, reason };
}

async function verdictOn(ask: StormAsk): Promise<Verdict | Step | null> {
  const { storm, event, route, plan, storms, record } = ask;
  const before = ask.fresh ? null : await storms.verdictOf(record.key, ask.entryKey);
  if (before !== null || storm === null) return before;
  const stands = await ask.stands();
  if (stands !== false) return stands === true ? null : stands;
  const { level, eventTime, receivedAt } = event;
  return storms.admit({
    storm,
    route: route.name,
    ...(isChosen(route.project) ? { project: plan.draft.project } : {}),
    timezone: route.timezone,
    receivedAt,
    subject: ask.subject,
    severe: level !== null && storm.keep.includes(level),
    entryKey: ask.entryKey,
    recordKey: record.key,
    entry: entryOf(
      stormNameOf(event, ask.jobId),
      ask.faultKey,
      listedFaultOf(event, eventTime ?? receivedAt),
      languageOf(route.language, event.language),
    ),
  });
}

/** The id of the event, or its job's where another workspace has that id. */
export function stormNameOf({ eventId }: AlertEvent, jobId: string): string {
  return jobId === jobIdFor(eventId) ? eventId : jobId;
}

/** Woken when it is listed; looking again by itself is only the safety net. */
const POLL_MS = 15_000;

/**
 * The one issue of the window, by whichever event comes first: its record and marker hang on the window alone, and its words on the
 * rules with which it began.
 */
async function openStorm(ask: StormAsk, window: StormWindow): Promise<IssueRef | Step> {
  const { event, plan, route, jira, redis, record, storms } = ask;
  const from = { route: window.route, eventId: event.eventId };
  const entry = openEntry(redis, storms.recordKey(window), from, jira.ledger);
  const claimed = await entry.claim();
  if (claimed.found === 'confirmed') return { id: claimed.issueId, key: claimed.issueKey };
  const subject = `storm ${ownerText(window)} ${window.start}`;
  const language = languageOf(route.language, event.language);
  const storm = (await storms.about(window)) ?? ask.storm ?? UNKNOWN;
  const draft = (one: typeof plan.draft) =>
    stormDraft(one, storm, window.start, { language, timezone: route.timezone, route: window.route });
  // Of one of its alerts, which says nothing of the others.
  const { context: _, ...others } = plan;
  const ofStorm: Open = { ...others, draft: draft(plan.draft), fallback: plan.fallback && draft(plan.fallback) };
  let opened: IssueRef | null = null;
  const ending = async (issue: IssueRef): Promise<Step> => {
    opened = issue;
    // Whoever keeps the list looks rarely while there is no issue.
    await storms.dueNow(window);
    return { step: 'wait', ms: 0, reason: 'the issue of the storm stands' };
  };
  const step = await openIssue(
    { event, plan: ofStorm, marker: markerOf(subject, event.eventId, subject), entry, record, ending },
    jira,
  );
  // Nobody looks at a window that was lost meanwhile.
  if (opened === null) await storms.keepRecord(window);
  return opened ?? step;
}

/** A window of a version that did not note its rules, which have no `storm` by now: the words of the documentation's example. */
const UNKNOWN: Storm = { limit: 30, windowMs: 600_000, keep: [], keepLimit: 20 };
