/** Pure: Jira speaks of ids, and people of names. */
import { type CreateSchema, fieldsFor } from '@guance-jira/jira';
import type { IssueDraft } from '@guance-jira/mapping';

/** Id → the name by which the rules have the field, of those that they do not have by their id. */
export type FieldNames = Readonly<Record<string, string>>;

export function fieldNamesIn({ fields, required = [] }: IssueDraft, schema: CreateSchema): FieldNames {
  const keys = [...Object.keys(fields), ...required];
  return Object.fromEntries(
    keys.flatMap((key) => {
      const [field] = fieldsFor(key, schema);
      return field === undefined || field.id === key || !CUSTOM.test(field.id) ? [] : [[field.id, key]];
    }),
  );
}

/** The text with the name before each id that has one. */
export function withFieldNames(text: string, names: FieldNames = {}): string {
  return text.replace(/\bcustomfield_\d+\b/g, (id) => {
    const name = Object.hasOwn(names, id) ? names[id] : undefined;
    return name === undefined ? id : `${name} (${id})`;
  });
}

const CUSTOM = /^customfield_\d+$/;
