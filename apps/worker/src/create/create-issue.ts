/** The POST itself, and what each answer to it means. Fields that Jira refuses are dropped and said so in the issue. */

import type { IssueRef } from '@guance-jira/jira';
import { classify, fromJiraItself, isRefusedBeforeJira, JiraFailure } from '@guance-jira/jira';
import { LATEST_POST_MS } from '@guance-jira/ledger';
import type { IssueDraft } from '@guance-jira/mapping';
import type { Step } from '../disposition.ts';
import { admitted, heldBack, laterEachTime, waitedTooLong, withoutChange } from '../throttle/acquire.ts';
import { concernsOnlyThis, reportFailure } from '../throttle/report-failure.ts';
import { takeSlot } from '../throttle/take-slot.ts';
import { addWatchers } from './add-watchers.ts';
import { learnHighestKey } from './by-keys/learn-highest-key.ts';
import { withFieldNames } from './by-schema/field-names.ts';
import { fitRequest, noteContradiction, textOf, withSchema } from './by-schema/fit-request.ts';
import { created, type Opening } from './creation.ts';
import type { CreateDeps } from './deps.ts';
import {
  lessRefused,
  missingIn,
  onFallback,
  type Request,
  refusedText,
  requestFor,
  written,
  writtenMarker,
} from './drop-rejected-fields.ts';
import { verifyAssignee } from './verify-assignee.ts';

export async function createIssue(opening: Opening, jira: CreateDeps): Promise<Step> {
  const { plan, marker, entry } = opening;
  let request = requestFor(plan.draft, jira.refusals);
  for (;;) {
    // Of the project that this request goes to, which on the fallback is another one.
    const unknown = await learnHighestKey(request.draft.project, opening, jira);
    if (unknown) return unknown;
    const notYet = await admitted(opening, jira);
    if (notYet) return notYet;
    const fitted = await fitRequest(request, opening, jira);
    if ('step' in fitted) return fitted;
    const hasAsked = fitted.hasAsked;
    request = fitted.request;
    const asked = written(request);
    const prepared = await withoutChange(opening, jira, () =>
      jira.tracker.prepare(asked, () => takeSlot(jira, 'user')),
    );
    if ('step' in prepared) return prepared;
    const missing = missingIn(prepared);
    if (missing.length > 0) {
      const why = `${MAKES_NONE} ${missing.join(', ')}`;
      const instead = onFallback(request, plan, jira.refusals, why);
      if (!instead) return { step: 'fail', reason: reasonOf(new Error(why), request) };
      request = instead;
      continue;
    }
    // Jira was asked for its fields or for somebody's account, and a pause may have begun meanwhile.
    const held = prepared === asked && !hasAsked ? null : await jira.circuit.rests('create');
    if (held !== null) return heldBack(opening, jira, held, 'create');
    const started = performance.now();
    if (!(await entry.markSent(request.draft.project))) {
      jira.onConflict('taken_over');
      return { step: 'wait', ms: 1000, reason: 'another attempt at this event is under way' };
    }
    if (performance.now() - started > LATEST_POST_MS) {
      await entry.unsend();
      continue;
    }
    try {
      const issue = await jira.tracker.create(prepared, writtenMarker(marker, request), request.without);
      jira.circuit.answeredByJira('create');
      return await madeOf(request, prepared, issue, opening, jira);
    } catch (error) {
      if (!(error instanceof JiraFailure)) throw error;
      const refused = await afterFailure(error, opening, jira);
      if (refused) return refused;
      const judged = await withSchema(error, request, opening, jira);
      if ('step' in judged) return judged;
      request = judged;
      await noteContradiction(error, request, jira);
      const less = lessRefused(error, request, plan, jira);
      if (!less) return { step: 'fail', reason: reasonOf(error, request) };
      request = less;
    }
  }
}

async function madeOf(
  request: Request,
  sent: IssueDraft,
  issue: IssueRef,
  opening: Opening,
  jira: CreateDeps,
): Promise<Step> {
  const { draft, without, plain, unfit = [], instead } = request;
  jira.refusals.taken(draft, without);
  if (plain === 'tried') jira.refusals.plainTaken();
  for (const field of [...without, ...unfit.map(({ field }) => field)]) jira.onRejectedField(draft.route, field);
  const step = await created(opening, issue, jira, draft.project);
  if (instead) jira.onFallback(instead.route);
  const dropped = [...without].map(
    (field) => `${refusedText(field, request)}: Jira refuses it here, so the issue went without`,
  );
  const warnings = [
    ...(instead ? [fallbackText(instead, draft)] : []),
    ...unfit.map((field) => `${textOf(field)}, so the issue went without`),
    ...dropped,
    ...(await verifyAssignee(sent, issue, jira)),
    ...(await addWatchers(sent, issue, jira)),
    ...((await jira.visibility?.afterCreate(issue)) ?? []),
  ];
  return warnings.length > 0 && step.step === 'done' ? { ...step, warnings } : step;
}

function fallbackText({ route, place, why }: NonNullable<Request['instead']>, draft: IssueDraft): string {
  return `fallback: Jira refuses ${place} of route ${route}, so the issue is in ${draft.project} / ${draft.issueType} (${why})`;
}

const MAKES_NONE = 'the route makes no issue without';

/** Jira's words alone would say that a field is required, which the rules do fill. */
function reasonOf(error: Error, { unfit = [], names, draft }: Request): string {
  const named = error instanceof JiraFailure ? Object.keys(error.facts.fields) : [];
  const isPlace = named.some((field) => field === 'project' || field === 'issuetype');
  return [
    withFieldNames(error.message, names),
    ...unfit.map((field) => `left out: ${textOf(field)}`),
    ...(isPlace ? [`it was asked for project ${draft.project}, type ${draft.issueType}`] : []),
  ].join('; ');
}

/** The step after a failed POST; null when Jira refused this very request and a lesser one may be tried. */
async function afterFailure(failure: JiraFailure, opening: Opening, jira: CreateDeps): Promise<Step | null> {
  const kind = classify(failure.facts);
  if (kind === 'ambiguous') {
    if (fromJiraItself(failure)) await opening.entry.noteAnswer(failure.message);
    else await opening.entry.noteEnd(failure.message);
    const alone = await reportFailure(failure, jira, opening);
    const ms = Math.max(alone ? (failure.facts.retryAfterMs ?? 0) : 0, 500);
    // From here on counts the time in which it is looked for (see ensure-issue.ts).
    await opening.record.waitingMs(ms);
    return { step: 'wait', ms, reason: failure.message };
  }
  await opening.entry.unsend();
  if (kind === 'rejected') return null;
  if (isRefusedBeforeJira(failure)) {
    const alone = await reportFailure(failure, jira, opening);
    return laterEachTime(opening, jira, failure, alone ? { blocked: 'create' } : {});
  }
  if (kind === 'forbidden' && (await concernsOnlyThis(failure, jira))) return null;
  if (kind !== 'forbidden') await reportFailure(failure, jira);
  const ms = 500;
  return (await waitedTooLong(opening, jira, ms)) ?? { step: 'wait', ms, reason: failure.message };
}
