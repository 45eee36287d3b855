/** The POST itself, and what each answer to it means. Fields that Jira refuses are dropped and said so in the issue. */

import { type IssueDraft, noteFor, withNotes } from '@guance-jira/mapping';
import { admitted, withoutChange } from './admission.ts';
import { JiraFailure } from './jira/failure.ts';
import { created, type Opening, waitedTooLong } from './opening.ts';
import { LATEST_POST_MS } from './reconcile.ts';
import { reportFailure } from './report-failure.ts';
import { classify } from './retry.ts';
import type { JiraSide, Step } from './step.ts';

const REQUIRED = new Set(['project', 'issuetype', 'summary']);

export async function createIssue(opening: Opening, jira: JiraSide): Promise<Step> {
  const { plan, marker, entry } = opening;
  let draft = plan.draft;
  let without = new Set<string>();
  for (;;) {
    const notYet = await admitted(opening, jira);
    if (notYet) return notYet;
    const asked = draft;
    const prepared = await withoutChange(opening, jira, () => jira.tracker.prepare(asked));
    if ('step' in prepared) return prepared;
    draft = prepared;
    const started = performance.now();
    if (!(await entry.markSent()))
      return { step: 'wait', ms: 1000, reason: 'another attempt at this event is under way' };
    if (performance.now() - started > LATEST_POST_MS) {
      await entry.unsend();
      continue;
    }
    try {
      const issue = await jira.tracker.create(draft, marker, without);
      return await created(opening, issue, jira);
    } catch (error) {
      if (!(error instanceof JiraFailure)) throw error;
      const refused = await afterFailure(error, opening, jira);
      if (refused) return refused;
      const less = lessRefused(error, draft, without, opening);
      if (!less) return { step: 'fail', reason: error.message };
      ({ draft, without } = less);
    }
  }
}

/** The step after a failed POST; null when Jira refused this very request and a lesser one may be tried. */
async function afterFailure(failure: JiraFailure, opening: Opening, jira: JiraSide): Promise<Step | null> {
  const kind = classify(failure.facts);
  if (kind === 'ambiguous') {
    if (fromJiraItself(failure)) await opening.entry.noteAnswer();
    await reportFailure(failure, jira);
    return { step: 'wait', ms: 500, reason: failure.message };
  }
  await opening.entry.unsend();
  if (kind === 'rejected') return null;
  if (kind === 'forbidden' && (await worksElsewhere(jira))) return null;
  if (kind === 'forbidden') {
    jira.onTrouble(kind, failure);
    await jira.pace.unauthorized();
  } else await reportFailure(failure, jira);
  return (await waitedTooLong(opening, jira)) ?? { step: 'wait', ms: 500, reason: failure.message };
}

/**
 * Whether Jira has surely finished with the request. What stands before it writes 502 and 504 when Jira did not answer in time,
 * and 503 or 520 when a connection broke: Jira may still be at work then. 500 is Jira's own.
 */
function fromJiraItself(failure: JiraFailure): boolean {
  const { status } = failure.facts;
  return status !== null && (status < 400 || status === 500);
}

async function worksElsewhere(jira: JiraSide): Promise<boolean> {
  try {
    await jira.tracker.whoAmI();
    return true;
  } catch {
    return false;
  }
}

/**
 * A request that Jira may accept: without the optional fields it named, else on the fallback route; null when there is none.
 * Told by field id, never by text, since texts come in the account's language.
 */
function lessRefused(failure: JiraFailure, draft: IssueDraft, without: ReadonlySet<string>, { plan }: Opening) {
  const named = Object.keys(failure.facts.fields);
  const optional = named.filter((field) => !REQUIRED.has(field) && !without.has(field));
  if (failure.facts.status === 400 && optional.length > 0 && optional.length === named.length) {
    const notes = optional.map((field) => note(field, draft));
    return { draft: withNotes(draft, notes), without: new Set([...without, ...optional]) };
  }
  const { fallback } = plan;
  if (fallback === null || draft.route === fallback.route || named.includes('summary')) return null;
  const value = `${draft.project} / ${draft.issueType}`;
  return {
    draft: withNotes(fallback, [noteFor(draft.language, 'fallback', { value, route: plan.route })]),
    without: new Set<string>(),
  };
}

function note(field: string, draft: IssueDraft): string {
  const { language, route } = draft;
  if (field === 'assignee' && draft.assignee.kind === 'person')
    return noteFor(language, 'assignee', { value: draft.assignee.id, route });
  if (field === 'priority') return noteFor(language, 'priority', { value: draft.priority ?? '', route });
  if (field === 'labels') return noteFor(language, 'labels', { value: draft.labels.join(', '), route });
  return noteFor(language, 'field', { value: field, route });
}
