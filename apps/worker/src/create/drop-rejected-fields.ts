/** What to ask of Jira when it refused a create. Less is asked, and the issue says what it goes without. */

import type { CreateSchema, JiraFailure, Marker, UnfitField } from '@guance-jira/jira';
import { type IssueDraft, inBasicPlane, mayTakeInstead, noteFor, withNotes } from '@guance-jira/mapping';
import type { IssueDeps } from '../issue/deps.ts';
import { optionalFields, type Refusals } from '../issue/rejected-fields.ts';
import { type FieldNames, withFieldNames } from './by-schema/field-names.ts';
import type { Opening } from './creation.ts';

/** One way to ask for the issue of an event. */
export interface Request {
  /** As the rules have it. */
  readonly draft: IssueDraft;
  /** What the issue has to say besides. */
  readonly notes: readonly string[];
  /** Ids of optional fields that Jira refuses. */
  readonly without: ReadonlySet<string>;
  /** Characters of four bytes are replaced: `known` as this Jira has lately refused them, `tried` as it may be their fault. */
  readonly plain: 'known' | 'tried' | null;
  /** By which the draft was written; null: Jira does not tell it, undefined: it was not asked. */
  readonly schema?: CreateSchema | null;
  /** For people who read of a field. */
  readonly names?: FieldNames;
  /** What the rules set and the schema does not take. */
  readonly unfit?: readonly UnfitField[];
  /** Of a request on the fallback route: what the event's own route asked for, and why it was not to be had. */
  readonly instead?: { readonly route: string; readonly place: string; readonly why: string };
}

/** The draft as a request, without what Jira has refused lately. */
export function requestFor(draft: IssueDraft, refusals: Refusals, notes: readonly string[] = []): Request {
  const plain = refusals.plainOnly() && isFancy(draft) ? 'known' : null;
  return { draft, notes, without: refusals.known(draft), plain };
}

/** The draft with its notes. */
export function written({ draft, notes, without, plain, names }: Request): IssueDraft {
  const dropped = [...without].sort().map((field) => note(field, draft, names));
  const replaced = plain ? [noteFor(draft.language, 'characters', { value: '\uFFFD', route: draft.route })] : [];
  const noted = withNotes(draft, [...notes, ...dropped, ...replaced]);
  // A person whom Jira refuses here need not be looked up.
  const asked: IssueDraft = without.has('assignee') ? { ...noted, assignee: { kind: 'project-default' } } : noted;
  return plain ? inBasicPlane(asked) : asked;
}

/** The marker in characters that this request may use. What we find it by, a hash, never changes. */
export function writtenMarker(marker: Marker, { plain }: Request): Marker {
  return plain ? inBasicPlane(marker) : marker;
}

/**
 * A request that Jira may accept: without the optional fields it named, else on the fallback route; null when there is none.
 * Told by field id, never by text, since texts come in the account's language. A field that was not sent is one that Jira
 * requires, so sending less would be in vain.
 */
export function lessRefused(
  failure: JiraFailure,
  request: Request,
  plan: Opening['plan'],
  { refusals, tracker }: Pick<IssueDeps, 'refusals' | 'tracker'>,
): Request | null {
  const { draft, without } = request;
  const named = Object.keys(failure.facts.fields);
  const optional = optionalFields(draft);
  const droppable = named.filter((field) => optional.has(field) && !without.has(field));
  if (failure.facts.status === 400) refusals.refused(draft, droppable, request.schema ?? null);
  if (failure.facts.status === 400 && droppable.length > 0 && droppable.length === named.length)
    return { ...request, without: new Set([...without, ...droppable]) };
  // An old MySQL under Data Center: a 400 that names nothing. A 500 would be no proof that nothing was made.
  const mayBePlain = failure.facts.status === 400 && named.length === 0 && tracker.deployment === 'datacenter';
  if (mayBePlain && request.plain === null && isFancy(draft)) return { ...request, plain: 'tried' };
  return named.includes('summary') ? null : onFallback(request, plan, refusals, failure.message);
}

/** The same event on the fallback route; null when there is none, or it may not take this one. */
export function onFallback(
  request: Request,
  { fallback, route }: Opening['plan'],
  refusals: Refusals,
  why: string,
): Request | null {
  const { draft } = request;
  if (fallback === null || draft.route === fallback.route || !mayTakeInstead(fallback, draft)) return null;
  const value = `${draft.project} / ${draft.issueType}`;
  const asked = requestFor(fallback, refusals, [noteFor(draft.language, 'fallback', { value, route })]);
  return { ...asked, instead: { route, place: value, why } };
}

/** What a draft lacks of the fields without which its route makes no issue; a key without a value (`security:`) is null. */
export function missingIn({ required = [], fields }: IssueDraft): string[] {
  return required.filter((id) => fields[id] === undefined || fields[id] === null);
}

/** A field as people know it, with the value that Jira refused: who, or what, they look for. */
export function refusedText(field: string, { draft, names }: Request): string {
  const { assignee, priority, labels, fields } = draft;
  const own: Record<string, unknown> = {
    assignee: assignee.kind === 'person' ? assignee.id : undefined,
    priority: priority ?? undefined,
    labels: labels.join(', '),
  };
  const value = Object.hasOwn(own, field) ? own[field] : JSON.stringify(fields[field])?.slice(0, SHOWN);
  return value === undefined ? withFieldNames(field, names) : `${withFieldNames(field, names)} ${value}`;
}

const SHOWN = 80;

function isFancy(draft: IssueDraft): boolean {
  return inBasicPlane(draft) !== draft;
}

function note(field: string, draft: IssueDraft, names: FieldNames | undefined): string {
  const { language, route } = draft;
  if (field === 'assignee' && draft.assignee.kind === 'person')
    return noteFor(language, 'assignee', { value: draft.assignee.id, route });
  if (field === 'priority' && draft.priority !== null)
    return noteFor(language, 'priority', { value: draft.priority, route });
  if (field === 'labels') return noteFor(language, 'labels', { value: draft.labels.join(', '), route });
  return noteFor(language, 'field', { value: withFieldNames(field, names), route });
}
