/** The fields of a transition's screen, and how the rules' values for them go over the wire. */
import { asPlainText, writeAdf, writeWiki } from '@guance-jira/mapping';
import { besides } from './comment-extras.ts';
import { isObject } from './schema/choices.ts';
import { FieldMeta, fieldSchema } from './schema/read-schema.ts';
import { writeField } from './schema/write-field.ts';
import type { RichText } from './tracker/records/notes.ts';
import type { ScreenField, ScreenValue } from './tracker/records/screen.ts';
import type { Along } from './tracker/records/transitions.ts';

/** What differs between Cloud and Data Center. */
export interface Dialect {
  name: 'cloud' | 'datacenter';
  /** @param wiki the text with what acts as wiki markup escaped */
  document: (text: string, wiki: string) => unknown;
  comment: (body: RichText) => unknown;
}

export const CLOUD: Dialect = {
  name: 'cloud',
  document: (text) => writeAdf(asPlainText(text)),
  comment: (body) => writeAdf(body),
};
export const DATA_CENTER: Dialect = {
  name: 'datacenter',
  document: (_text, wiki) => wiki,
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
    const known = isObject(field) ? FieldMeta.safeParse({ name: id, ...field, fieldId: id }).data : undefined;
    if (known === undefined || OWN.has(id)) return [];
    const { name, kind, required, hasDefault, allowed } = fieldSchema(known);
    return [{ id, name, kind, allowed, required: required && !hasDefault }];
  });
}

/** Chosen by keys of their own. */
const OWN = new Set(['resolution', 'comment']);

/** Why nothing would be sent for this field; null where something is. */
export function whyUnfit({ field, value, items, timezone }: ScreenValue): string | null {
  if (field.kind === 'textarea' && typeof value === 'string') return null;
  const written = writtenBy({ field, value, items, timezone }, CLOUD);
  if ('unfit' in written) return written.unfit;
  return written.value === undefined ? (written.lost?.[0]?.unfit ?? 'gives nothing') : null;
}

/** By its kind, as in a new issue. Undefined: it fits in no way. */
function writtenValue(given: ScreenValue, dialect: Dialect): unknown {
  const { field, value, wiki } = given;
  if (field.kind === 'textarea' && typeof value === 'string') return dialect.document(value, wiki ?? value);
  const written = writtenBy(given, dialect);
  return 'unfit' in written ? undefined : written.value;
}

function writtenBy({ field, value, items, timezone = 'UTC' }: ScreenValue, { name }: Dialect) {
  // Names of duties have become accounts before.
  const how = { dialect: name, timezone, people: {}, link: null };
  return writeField({ ...field, hasDefault: false }, value, how, items);
}
