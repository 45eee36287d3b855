/** The fields of a transition's screen, and how the rules' values for them go over the wire: as those of a new issue do. */
import { writeAdf, writeWiki } from '@guance-jira/mapping';
import type { ScreenField, ScreenValue } from '../tracker/screen.ts';
import type { Along } from '../tracker/tracker.ts';
import { besides } from './comment-extras.ts';
import { isObject } from './schema/choices.ts';
import { FieldMeta, fieldSchema } from './schema/read-schema.ts';
import { writeField } from './schema/write-field.ts';
import type { Writing } from './schema/written.ts';

/** `fields` and `update` of a transition. */
export function alongOf({ resolution, fields = [], writing, comment }: Along, dialect: Writing['dialect']) {
  const how: Writing = { timezone: 'UTC', people: {}, ...writing, dialect, link: null };
  const written = fields.flatMap((given) => writtenField(given, how));
  if (resolution !== undefined) written.push(['resolution', resolution === null ? null : { name: resolution }]);
  const body = comment && (dialect === 'cloud' ? writeAdf(comment.body) : writeWiki(comment.body));
  return {
    ...(written.length === 0 ? {} : { fields: Object.fromEntries(written) }),
    ...(comment === undefined ? {} : { update: { comment: [{ add: { body, ...besides(comment.audience) } }] } }),
  };
}

export function screenOf(fields: Readonly<Record<string, unknown>>): ScreenField[] {
  return Object.entries(fields).flatMap(([id, field]): ScreenField[] => {
    const known = isObject(field) ? FieldMeta.safeParse({ name: id, ...field, fieldId: id }).data : undefined;
    return known === undefined || OWN.has(id) ? [] : [fieldSchema(known)];
  });
}

/** Chosen by keys of their own. */
const OWN = new Set(['resolution', 'comment']);

/** None where the value does not fit: Jira then says what it lacks. */
function writtenField({ field, value, wiki }: ScreenValue, how: Writing): [string, unknown][] {
  const isWiki = how.dialect === 'datacenter' && field.kind === 'textarea';
  const written = writeField(field, isWiki ? (wiki ?? value) : value, how);
  return 'unfit' in written || written.value === undefined ? [] : [[field.id, written.value]];
}
