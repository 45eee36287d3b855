/**
 * Fields that follow a fault: written again when what its events say of them changes, and left alone where a person has changed them.
 * Nothing of a value is kept but a print of what was written last; whose hand was at a field, the history of the issue tells.
 */
import type { IssueNow } from '@guance-jira/jira';
import type { FaultState } from '@guance-jira/ledger';
import type { IssueDraft, IssueRoute } from '@guance-jira/mapping';
import { fitRequest, textOf } from '../../../create/by-schema/fit-request.ts';
import { isStep, type Step } from '../../../disposition.ts';
import { writing } from '../../../issue/requests.ts';
import { withoutChange } from '../../../throttle/acquire.ts';
import { takeSlot } from '../../../throttle/take-slot.ts';
import type { FaultTurn } from '../context.ts';
import { followedDraft, printOf } from './followed-values.ts';

/** Values that differ from those written last. */
export interface Following {
  print: string;
  /** Its fields are the followed ones alone, by id and by kind. */
  draft: IssueDraft;
  /** By id, what the history may call a field. */
  names: ReadonlyMap<string, readonly string[]>;
  warnings: readonly string[];
}

export interface Followed {
  kept: Pick<FaultState, 'followed'>;
  warnings: readonly string[];
}

export const NOT_FOLLOWED: Followed = { kept: {}, warnings: [] };

/** To be kept with an issue that was made by this event. */
export function followedFromStart(turn: FaultTurn, route: IssueRoute): Pick<FaultState, 'followed'> {
  return { followed: printOf(followedDraft(turn, route)) };
}

/** Null where nothing has changed, or the route follows nothing: no request is made for it then. */
export async function following(
  turn: FaultTurn,
  state: FaultState,
  route: IssueRoute,
): Promise<Following | null | Step> {
  if (route.follow.length === 0) return null;
  const own = followedDraft(turn, route);
  // The fields are those of the place where the issue was made, whatever this event would choose.
  const { project = own.project, issueType = own.issueType } = state.chosen ?? {};
  const draft = { ...own, project, issueType };
  const print = printOf(draft);
  if (print === state.followed || Object.keys(draft.fields).length === 0) return null;
  const fitted = await fitRequest({ draft, notes: [], without: new Set(), plain: null }, turn, turn.jira);
  if ('step' in fitted) return fitted;
  const { schema, unfit = [] } = fitted.request;
  const nameOf = new Map(schema?.fields.map(({ id, name }) => [id, name]));
  const ids = Object.keys(fitted.request.draft.fields);
  return {
    print,
    draft: fitted.request.draft,
    names: new Map(ids.map((id) => [id, [id, nameOf.get(id) ?? id]])),
    warnings: unfit.map((field) => `follow: ${textOf(field)}`),
  };
}

/** For the read before: of which fields it is asked whose hand was at them. */
export function askedOf(follow: Following | null): string[] {
  return follow === null ? [] : [...new Set([...follow.names.values()].flat())];
}

/** Writes what no person has changed. A field that Jira refuses costs itself alone. To be repeated after a wait. */
export async function writeFollowed(
  turn: FaultTurn,
  issue: IssueNow,
  { print, draft, names, warnings: before }: Following,
): Promise<Followed | Step> {
  const { jira } = turn;
  const theirs = new Set(issue.theirs);
  const isTheirs = (id: string) => (names.get(id) ?? []).some((name) => theirs.has(name));
  const without = new Set(Object.keys(draft.fields).filter(isTheirs));
  const warnings = [...before];
  const end = { kept: { followed: print }, warnings };
  const isLeft = () => Object.keys(draft.fields).some((field) => !without.has(field));
  if (!isLeft()) return end;
  const prepared = await withoutChange(turn, jira, () => jira.tracker.prepare(draft, () => takeSlot(jira, 'user')));
  if (isStep(prepared)) return prepared;
  while (isLeft()) {
    const written = await writing(turn, 'edit', issue, () => jira.tracker.setFields(issue, prepared, without));
    if (isStep(written)) return written;
    if (written.end === 'done') return end;
    const { message, facts } = written.failure;
    const named = Object.keys(facts.fields).filter(
      (field) => Object.hasOwn(draft.fields, field) && !without.has(field),
    );
    warnings.push(`follow: ${message}`);
    if (named.length === 0) return end;
    for (const field of named) without.add(field);
  }
  return end;
}
