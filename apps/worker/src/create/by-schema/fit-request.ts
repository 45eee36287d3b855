/** A request with its fields as Jira's schema has them. What does not fit costs its field alone, and the issue says so. */

import { type CreateSchema, type FieldKind, type JiraFailure, type UnfitField, USER_KINDS } from '@guance-jira/jira';
import { type IssueDraft, isSecurity, noteFor, ownFields } from '@guance-jira/mapping';
import type { Step } from '../../disposition.ts';
import { optionalFields } from '../../issue/rejected-fields.ts';
import { withoutChange } from '../../throttle/acquire.ts';
import type { OfEvent } from '../../throttle/deps.ts';
import { NotAdmitted } from '../../throttle/take-slot.ts';
import type { CreateDeps } from '../deps.ts';
import { type Request, requestFor } from '../drop-rejected-fields.ts';
import { fieldNamesIn } from './field-names.ts';

export interface FittedRequest {
  request: Request;
  /** Jira may have been asked, so that a pause may have begun meanwhile. */
  hasAsked: boolean;
}

/** Longer than it takes to look into Redis. */
const ASKED_MS = 100;

/** The very same request where its draft was fitted before, or sets no fields. */
export async function fitRequest(request: Request, opening: OfEvent, jira: CreateDeps): Promise<FittedRequest | Step> {
  const { draft } = request;
  if (request.schema !== undefined || Object.keys(draft.fields).length === 0) return { request, hasAsked: false };
  const started = performance.now();
  const schema = await orHeldBack(opening, jira, () => jira.schemas.of(draft));
  if (schema === null) return { request: withoutNames(request, jira), hasAsked: true };
  if ('step' in schema) return schema;
  const fitted = await fitBy(schema, request, opening, jira);
  if ('step' in fitted) return fitted;
  return { request: fitted, hasAsked: performance.now() - started > ASKED_MS };
}

async function fitBy(
  schema: CreateSchema,
  request: Request,
  opening: OfEvent,
  jira: CreateDeps,
): Promise<Request | Step> {
  const { draft } = request;
  const fit = (by: CreateSchema) => withoutChange(opening, jira, () => jira.tracker.fit(draft, by));
  const first = await fit(schema);
  if ('step' in first) return first;
  const reasons = first.unfit.filter(({ mayBeNew }) => mayBeNew).map(textOf);
  const newer =
    reasons.length === 0 ? null : await orHeldBack(opening, jira, () => jira.schemas.renewed(draft, reasons));
  if (newer !== null && 'step' in newer) return newer;
  const fitted = newer === null ? first : await fit(newer);
  if ('step' in fitted) return fitted;
  const by = newer ?? schema;
  return { ...fittedTo(fitted.draft, fitted.unfit, request, jira), schema: by, names: fieldNamesIn(draft, by) };
}

/** Jira takes ids alone, and only it could say whose name that is. */
function withoutNames(request: Request, jira: CreateDeps): Request {
  const { draft } = request;
  const names = Object.keys(draft.fields).filter((key) => !ID.test(key) && !isSecurity(key));
  const entries = Object.entries(draft.fields).map(
    ([key, value]) => [isSecurity(key) ? 'security' : key, value] as const,
  );
  const fields = Object.fromEntries(entries.filter(([key]) => ID.test(key)));
  const wikiFields = Object.fromEntries(Object.entries(draft.wikiFields ?? {}).filter(([key]) => ID.test(key)));
  if (Object.keys(fields).join() === Object.keys(draft.fields).join()) return { ...request, schema: null };
  const required = draft.required?.map((key) => (isSecurity(key) ? 'security' : key));
  const unfit = names.map((field) => ({ field, reason: NAME_UNKNOWN, mayBeNew: false }));
  const fitted = { ...draft, fields, wikiFields, ...(required === undefined ? {} : { required }) };
  return { ...fittedTo(fitted, unfit, request, jira), schema: null };
}

const ID = /^[a-z][\w.-]*$/;
const NAME_UNKNOWN = 'is a name, and Jira does not tell this account its fields; write the id';

/** The request for a draft that goes without these, and says so. */
function fittedTo(
  draft: IssueDraft,
  unfit: readonly UnfitField[],
  { notes, instead }: Request,
  { refusals }: CreateDeps,
): Request {
  const { language, route } = draft;
  const said = [...new Set(unfit.map(({ field }) => field))].map((value) =>
    noteFor(language, 'field', { value, route }),
  );
  return { ...requestFor(draft, refusals, [...notes, ...said]), unfit, ...(instead ? { instead } : {}) };
}

/** For the log. */
export function textOf({ field, reason }: UnfitField): string {
  return `${field}: ${reason}`;
}

/** A refusal is judged by the schema, also where nothing had to be fitted: a field on the screen is refused for its value. */
export async function withSchema(
  failure: JiraFailure,
  request: Request,
  opening: OfEvent,
  jira: CreateDeps,
): Promise<Request | Step> {
  const { schema, draft } = request;
  if (schema !== undefined || failure.facts.status !== 400) return request;
  const optional = optionalFields(draft);
  if (!Object.keys(failure.facts.fields).some((id) => optional.has(id))) return request;
  const found = await orHeldBack(opening, jira, () => jira.schemas.of(draft));
  if (found !== null && 'step' in found) return found;
  return { ...request, schema: found };
}

/** Tells the memory that Jira has refused what the schema allows. People are no part of it: who may be chosen is not told. */
export async function noteContradiction(failure: JiraFailure, request: Request, jira: CreateDeps): Promise<void> {
  const { schema, draft } = request;
  if (!schema || failure.facts.status !== 400) return;
  const named = schema.fields.filter(({ id }) => Object.hasOwn(failure.facts.fields, id));
  const against = named.filter(
    ({ id, kind, required }) =>
      (Object.hasOwn(draft.fields, id) && !PEOPLE.includes(kind)) ||
      (!required && !Object.hasOwn(draft.fields, id) && !OURS.includes(id)),
  );
  if (against.length > 0) await jira.schemas.contradicted(draft);
}

const PEOPLE: readonly FieldKind[] = [...USER_KINDS, 'any'];
const OURS = Object.keys(ownFields);

/** While requests rest the event waits; one kind of request that rests alone holds no event up. */
function orHeldBack(
  opening: OfEvent,
  jira: CreateDeps,
  ask: () => Promise<CreateSchema | null>,
): Promise<CreateSchema | null | Step> {
  return withoutChange(opening, jira, () =>
    ask().catch((error: unknown) => {
      if (error instanceof NotAdmitted && error.admission.scope === 'endpoint') return null;
      throw error;
    }),
  );
}
