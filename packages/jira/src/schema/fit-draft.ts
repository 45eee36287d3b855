/** Pure: the draft with its fields by their ids and each value by its kind; what does not fit is left out, and told. */
import { type IssueDraft, isSecurity, ownFields } from '@guance-jira/mapping';
import type { CreateSchema, FieldSchema, UnfitField } from '../tracker/records/create-schema.ts';
import { fold } from './choices.ts';
import { writeSecurity } from './write-choices.ts';
import { writeField } from './write-field.ts';
import type { Writing, Written } from './written.ts';

export interface FittedDraft {
  draft: IssueDraft;
  unfit: readonly UnfitField[];
}

export function fitDraft(draft: IssueDraft, schema: CreateSchema, dialect: Writing['dialect']): FittedDraft {
  const { writing, wikiFields = {}, required: _, priorityIsStandard, ...rest } = draft;
  const { timezone = 'UTC', people = {}, lists = {} } = writing ?? {};
  const how: Writing = { dialect, timezone, people, link: draft.eventLink };
  const fields: Record<string, unknown> = {};
  const unfit: UnfitField[] = [];
  for (const [key, given] of Object.entries(draft.fields)) {
    const found = fieldsFor(key, schema);
    const [field] = found;
    // Text that is markup on Data Center, with what the alert brought into it escaped.
    const isWiki = dialect === 'datacenter' && field !== undefined && TEXTS.includes(field.kind);
    const value = isWiki ? (wikiFields[key] ?? given) : given;
    const own = field === undefined ? undefined : keyThatSets(field.id, setBy(draft));
    const written: Written =
      own !== undefined
        ? { unfit: `is set by the key "${own}" of the route`, mayBeNew: false }
        : field !== undefined && found.length === 1
          ? writeField(field, value, how, lists[key])
          : unknownField(key, value, found);
    const lost = 'unfit' in written ? [written] : (written.lost ?? []);
    unfit.push(...lost.map(({ unfit: reason, mayBeNew }) => ({ field: key, reason, mayBeNew })));
    if (!('unfit' in written) && written.value !== undefined) fields[field?.id ?? 'security'] = written.value;
  }
  const named = priorityIsStandard && 'priority' in fields ? { priority: null } : {};
  return { draft: { ...rest, ...named, fields, ...requiredIds(draft, fields, schema) }, unfit };
}

/** Of a field that the route sets anyway: by its name in some language it may stand under `fields`. */
export function keyThatSets(id: string, sets: { priority: boolean; assignee: boolean }): string | undefined {
  if (id === 'priority' || id === 'assignee') return sets[id] ? id : undefined;
  return Object.entries(ownFields).find(([own]) => own === id)?.[1].key;
}

function setBy({ priority, priorityIsStandard, assignee }: IssueDraft) {
  return { priority: priority !== null && !priorityIsStandard, assignee: assignee.kind !== 'project-default' };
}

/** By id; the security level also where only the schema knows its name. */
function requiredIds({ required = [] }: IssueDraft, fields: IssueDraft['fields'], schema: CreateSchema) {
  const ids = required.map((key) => fieldsFor(key, schema)[0]?.id ?? (isSecurity(key) ? 'security' : key));
  const all = [...new Set([...ids, ...('security' in fields ? ['security'] : [])])];
  return all.length === 0 ? {} : { required: all };
}

/** The field of this id, else those of this name: two may have the same. */
export function fieldsFor<T extends Pick<FieldSchema, 'id' | 'name'>>(
  key: string,
  { fields }: { readonly fields: readonly T[] },
): T[] {
  const byId = fields.find(({ id }) => id === key);
  if (byId !== undefined) return [byId];
  const exact = fields.filter(({ name }) => name === key);
  return exact.length > 0 ? exact : fields.filter(({ name }) => fold(name) === fold(key));
}

const TEXTS: readonly FieldSchema['kind'][] = ['text', 'textarea', 'any'];

function unknownField(key: string, value: unknown, found: readonly FieldSchema[]): Written {
  if (found.length > 1) {
    const ids = found.map(({ id }) => id).join(', ');
    return { unfit: `is the name of several fields (${ids}); write the id`, mayBeNew: false };
  }
  // An issue without its security level can be read by all of the project: Jira is to decide.
  if (isSecurity(key)) return writeSecurity(value, null);
  return { unfit: 'is no field of the create screen', mayBeNew: true };
}
