/** The fields of a transition's screen, and how the rules' values for them go over the wire. */
import { asPlainText, writeAdf, writeWiki } from '@guance-jira/mapping';
import { z } from 'zod';
import { besides } from './comment-extras.ts';
import type { RichText } from './tracker/records/notes.ts';
import type { FieldForm, ScreenField, ScreenValue } from './tracker/records/screen.ts';
import type { Along } from './tracker/records/transitions.ts';

/** What differs between Cloud and Data Center. */
export interface Dialect {
  /** @param wiki the text with what acts as wiki markup escaped */
  document: (text: string, wiki: string) => unknown;
  user: (account: string) => object;
  comment: (body: RichText) => unknown;
}

export const CLOUD: Dialect = {
  document: (text) => writeAdf(asPlainText(text)),
  user: (id) => ({ accountId: id }),
  comment: (body) => writeAdf(body),
};
export const DATA_CENTER: Dialect = {
  document: (_text, wiki) => wiki,
  user: (name) => ({ name }),
  comment: (body) => writeWiki(body),
};

/** `fields` and `update` of a transition. */
export function alongOf({ resolution, fields = [], comment }: Along, dialect: Dialect) {
  const written: [string, unknown][] = fields.flatMap((given): [string, unknown][] => {
    const value = writtenValue(given, dialect);
    return value === undefined ? [] : [[given.field.id, value]];
  });
  if (resolution !== undefined) written.push(['resolution', resolution === null ? null : { name: resolution }]);
  return {
    ...(written.length === 0 ? {} : { fields: Object.fromEntries(written) }),
    ...(comment === undefined
      ? {}
      : { update: { comment: [{ add: { body: dialect.comment(comment.body), ...besides(comment.audience) } }] } }),
  };
}

export function screenOf(fields: Readonly<Record<string, unknown>>): ScreenField[] {
  return Object.entries(fields).flatMap(([id, field]): ScreenField[] => {
    const known = Field.safeParse(field).data;
    if (known === undefined || OWN.has(id)) return [];
    const required = known.required === true && known.hasDefaultValue !== true;
    return [{ id, name: known.name ?? id, required, form: formOf(known.schema ?? {}) }];
  });
}

/** Chosen by keys of their own. */
const OWN = new Set(['resolution', 'comment']);
const Schema = z.object({
  type: z.string().optional(),
  items: z.string().optional(),
  custom: z.string().optional(),
  system: z.string().optional(),
});
const Field = z.object({
  name: z.string().optional(),
  required: z.boolean().optional(),
  hasDefaultValue: z.boolean().optional(),
  schema: Schema.optional(),
});

function formOf({ type, items, custom = '', system }: z.infer<typeof Schema>): FieldForm {
  if (type === 'array') return { listOf: ITEMS[items ?? ''] ?? 'as_it_is' };
  if (type === 'string') {
    if (custom.endsWith(':textarea') || system === 'environment' || system === 'description') return 'document';
    return custom.endsWith(':textfield') ? 'text' : 'as_it_is';
  }
  return type === 'number' ? 'number' : (ITEMS[type ?? ''] ?? 'as_it_is');
}

const ITEMS: Readonly<Record<string, 'option' | 'named' | 'user'>> = {
  option: 'option',
  user: 'user',
  group: 'named',
  priority: 'named',
  component: 'named',
  version: 'named',
};

/** A value that is no text has the form that Jira takes: whoever wrote it knows it. Undefined: it fits in no way. */
function writtenValue({ field: { form }, value, wiki }: ScreenValue, dialect: Dialect): unknown {
  if (typeof value !== 'string') return value;
  if (typeof form === 'object') {
    const { listOf } = form;
    const items = value.split(/[,，、]/).map((item) => item.trim());
    return items
      .filter((item) => item !== '')
      .map((item) => (listOf === 'as_it_is' ? item.replaceAll(/\s+/g, '-') : itemOf(item, listOf, dialect)));
  }
  if (form === 'number') return Number.isFinite(Number(value.trim() || 'none')) ? Number(value) : undefined;
  if (form === 'document') return dialect.document(value, wiki ?? value);
  if (form === 'text')
    return value
      .replaceAll(/\s+/g, ' ')
      .trim()
      .slice(0, MAX_CHARACTERS)
      .replace(/[\uD800-\uDBFF]$/, '');
  return form === 'as_it_is' ? value : itemOf(value.trim(), form, dialect);
}

function itemOf(text: string, form: 'option' | 'named' | 'user', { user }: Dialect): object {
  if (form === 'user') return user(text);
  return form === 'option' ? { value: text } : { name: text };
}

/** Of a text of one line. */
const MAX_CHARACTERS = 255;
