/**
 * A storm, as an event meets it: beyond the limit it opens no issue of its own but waits until the storm's one issue lists it.
 * Off unless the rules say so.
 */
import {
  type AlertEvent,
  type IssueRoute,
  languageOf,
  listedFaultOf,
  type Plan,
  type Storm,
  stormDraft,
} from '@guance-jira/mapping';
import { jobIdFor, type Keys, type RedisClient } from '@guance-jira/queue';
import { openEntry } from './ledger.ts';
import { markerOf } from './marker.ts';
import { openIssue } from './open-issue.ts';
import { isStep, type JiraSide, type OfEvent, type Step } from './step.ts';
import { entryOf, type StormStore, type StormWindow } from './storm-store.ts';
import type { IssueRef } from './tracker.ts';

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
  jira: JiraSide;
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

/** Null: it may open an issue of its own. A Step: the storm's issue does not list it yet. */
export async function listedInStorm(ask: StormAsk): Promise<Listed | Step | null> {
  const { storm, event, route, storms } = ask;
  if (storm === null) return null;
  const level = event.level;
  const verdict = await storms.admit({
    storm,
    route: route.name,
    receivedAt: event.receivedAt,
    subject: ask.subject,
    severe: level !== null && storm.keep.includes(level),
    entryKey: ask.entryKey,
    entry: entryOf(
      stormNameOf(event, ask.jobId),
      ask.faultKey,
      listedFaultOf(event, event.eventTime ?? event.receivedAt),
      languageOf(route.language, event.language),
    ),
  });
  if (verdict.verdict === 'own') return null;
  const issue = await openStorm(ask, storm, verdict.window);
  if (isStep(issue)) return issue;
  if ((await storms.told(verdict.window)) > verdict.index) return { window: verdict.window, issue };
  return { step: 'wait', ms: POLL_MS, reason: `to be listed in ${issue.key}, the issue of an alert storm` };
}

/** The id of the event, or its job's where another workspace has that id. */
export function stormNameOf({ eventId }: AlertEvent, jobId: string): string {
  return jobId === jobIdFor(eventId) ? eventId : jobId;
}

/** Woken when it is listed; looking again by itself is only the safety net. */
const POLL_MS = 15_000;

/** The one issue of the window, by whichever event comes first: its record and marker hang on route and window alone. */
async function openStorm(ask: StormAsk, storm: Storm, window: StormWindow): Promise<IssueRef | Step> {
  const { event, plan, route, jira, redis, record } = ask;
  const from = { route: route.name, eventId: event.eventId };
  const entry = openEntry(redis, ask.storms.recordKey(window), from, jira.ledger);
  const claimed = await entry.claim();
  if (claimed.found === 'confirmed') return { id: claimed.issueId, key: claimed.issueKey };
  const subject = `storm ${window.route} ${window.start}`;
  const language = languageOf(route.language, event.language);
  const draft = (one: typeof plan.draft) =>
    stormDraft(one, storm, window.start, { language, timezone: route.timezone, route: route.name });
  const ofStorm: Open = { ...plan, draft: draft(plan.draft), fallback: plan.fallback && draft(plan.fallback) };
  let opened: IssueRef | null = null;
  const ending = async (issue: IssueRef): Promise<Step> => {
    opened = issue;
    return { step: 'wait', ms: 0, reason: 'the issue of the storm stands' };
  };
  const step = await openIssue(
    { event, plan: ofStorm, marker: markerOf(subject, event.eventId, subject), entry, record, ending },
    jira,
  );
  return opened ?? step;
}
