/** Pure: what an issue would lack of the fields without which Jira, or the route, makes none. */
import { type CreateSchema, type FieldSchema, fieldsFor, fitDraft, type UnfitField } from '@guance-jira/jira';
import { type IssueDraft, type IssueRoute, type OwnFieldId, sourcesOf } from '@guance-jira/mapping';

export interface Lack {
  readonly field: Pick<FieldSchema, 'id' | 'name' | 'kind' | 'allowed'>;
  /** What the rules have for it; null where they have nothing. */
  readonly expression: string | null;
  /** Why its value does not fit, in the words of the log; null: there is none. */
  readonly reason: string | null;
}

export interface Lacking {
  /** As it would be sent. */
  readonly draft: IssueDraft;
  readonly unfit: readonly UnfitField[];
  /** The fields without which there is no issue, and those of them that it would lack. */
  readonly needed: readonly Lack['field'][];
  readonly lacks: readonly Lack[];
}

/** Jira fills it with the account itself, whatever createmeta says. */
export const FILLED_BY_JIRA = ['reporter'];
/** What has a key of its own: whether an issue has it, and what the rules say for it. */
const OWN: Record<
  OwnFieldId,
  { isFilled: (draft: IssueDraft) => boolean; expression: (route: IssueRoute) => string | null }
> = {
  project: always('project'),
  issuetype: always('issueType'),
  summary: always('summary'),
  description: always('description'),
  labels: always('labels'),
  priority: {
    isFilled: ({ priority }) => priority !== null,
    expression: ({ priority }) => (priority === null ? null : 'priority'),
  },
  assignee: {
    isFilled: ({ assignee }) => assignee.kind === 'person',
    expression: ({ assignee }) => assignee?.source ?? null,
  },
};

/** Every issue of ours has it. */
function always(key: string) {
  return { isFilled: () => true, expression: () => key };
}

/** Whether a route sets it at all. */
export function setsOwn(route: IssueRoute): Record<OwnFieldId, boolean> {
  const entries = Object.entries(OWN).map(([id, { expression }]) => [id, expression(route) !== null]);
  return Object.fromEntries(entries) as Record<OwnFieldId, boolean>;
}

export function lackingIn(
  given: IssueDraft,
  route: IssueRoute,
  schema: CreateSchema,
  dialect: 'cloud' | 'datacenter',
): Lacking {
  const { draft, unfit } = fitDraft(given, schema, dialect);
  const { required = [], fields } = draft;
  const isFilled = (id: string) =>
    (fields[id] !== undefined && fields[id] !== null) || ownOf(id)?.isFilled(draft) === true;
  const needed = neededBy(schema, required);
  const lacking = needed.filter(({ id }) => !isFilled(id));
  const lacks = lacking.map((field): Lack => {
    const key = keyOf(field.id, route, schema);
    const reason = unfit.find((one) => one.field === key)?.reason ?? null;
    return { field, expression: expressionOf(field.id, key, route), reason };
  });
  return { draft, unfit, needed, lacks };
}

/** How the rules name this field under `fields`, if they do. */
export function keyOf(id: string, { fields }: IssueRoute, schema: Pick<CreateSchema, 'fields'>): string | null {
  return fields.find(([key]) => key === id || fieldsFor(key, schema)[0]?.id === id)?.[0] ?? null;
}

function neededBy({ fields }: CreateSchema, required: readonly string[]): Lack['field'][] {
  const byJira = fields.filter((field) => field.required && !field.hasDefault);
  const ours = byJira.filter(({ id }) => !FILLED_BY_JIRA.includes(id));
  const ids = required.filter((id) => !ours.some((field) => field.id === id));
  const known = (id: string) => fields.find((field) => field.id === id);
  return [...ours, ...ids.map((id) => known(id) ?? { id, name: id, kind: 'any' as const, allowed: null })];
}

function expressionOf(id: string, key: string | null, route: IssueRoute): string | null {
  const value = route.fields.find(([one]) => one === key)?.[1];
  return value === undefined ? (ownOf(id)?.expression(route) ?? null) : sourcesOf(value).join(' ');
}

function ownOf(id: string) {
  return Object.hasOwn(OWN, id) ? OWN[id as OwnFieldId] : undefined;
}
