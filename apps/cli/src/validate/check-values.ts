/** Pure: the values that stand in the rules as they are, by the kind of their field; a template's value is known with the event. */

import { fieldsFor, writeField } from '@guance-jira/jira';
import type { IssueRoute } from '@guance-jira/mapping';
import type { FieldOnScreen } from '@guance-jira/operations';
import { type Check, check } from '../command-line/check.ts';
import type { Words } from '../words/words.ts';

type Value = IssueRoute['fields'][number][1];

export function checkValues(
  route: IssueRoute,
  screen: readonly FieldOnScreen[],
  people: Readonly<Record<string, string>>,
  words: Words,
): Check[] {
  const writing = { dialect: 'cloud', timezone: route.timezone, people, link: null } as const;
  return route.fields.flatMap(([key, value]) => {
    const [field, another] = fieldsFor(key, { fields: screen });
    const constant = constantOf(value);
    if (field === undefined || another !== undefined || constant === null || field.kind === 'any') return [];
    // The active sprints are not read here.
    if (field.kind === 'sprint' && field.choices === null) return [];
    const written = writeField({ ...field, allowed: field.choices }, constant.value, writing);
    const lost = 'unfit' in written ? [written] : (written.lost ?? []);
    const isRequired = route.required.includes(key) || (field.required && !field.hasDefault);
    const level = isRequired && 'unfit' in written ? 'bad' : 'warn';
    return lost.map(({ unfit, mayBeNew }) => {
      // The reason begins with the value, in quotation marks.
      const shown = /^"(?:[^"\\]|\\.)*"/.exec(unfit)?.[0] ?? '';
      const says = words.validate;
      return mayBeNew
        ? check(
            'fields',
            'value_unknown',
            level,
            says.valueUnknown(nameOf(field), shown.slice(1, -1), shortList(field)),
          )
        : check('fields', 'value_unfit', level, says.valueUnfit(nameOf(field), shown, field.kind));
    });
  });
}

function nameOf({ id, name }: FieldOnScreen): string {
  return `${name} (${id})`;
}

const SHOWN = 8;

function shortList({ allowed }: FieldOnScreen): string {
  const names = allowed ?? [];
  return names.length > SHOWN ? `${names.slice(0, SHOWN).join(', ')} …` : names.join(', ');
}

/** Null where an event decides. */
function constantOf(value: Value): { value: unknown } | null {
  if (value.kind === 'constant') return value;
  if (value.kind === 'text') {
    const { source } = value.template;
    return /\{[{%]/.test(source) ? null : { value: source };
  }
  const parts = value.kind === 'list' ? value.items.map(constantOf) : value.entries.map(([, item]) => constantOf(item));
  if (parts.includes(null)) return null;
  const values = parts.map((part) => part?.value);
  if (value.kind === 'list') return { value: values };
  return { value: Object.fromEntries(value.entries.map(([key], index) => [key, values[index]])) };
}
