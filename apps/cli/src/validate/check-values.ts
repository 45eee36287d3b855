/** Pure: the values that stand in the rules as they are, by the kind of their field; a template's value is known with the event. */

import { fieldsFor, pairsBelow, writeField } from '@guance-jira/jira';
import type { IssueRoute } from '@guance-jira/mapping';
import type { FieldOnScreen } from '@guance-jira/operations';
import { type Check, check } from '../command-line/check.ts';
import type { Words } from '../words/words.ts';
import { constantsOf } from './constants-of.ts';
import { shownField, shownNames } from './shown.ts';

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
    if (field === undefined || another !== undefined || field.kind === 'any') return [];
    const strange = strangeKeys(field, value);
    if (strange.length > 0)
      return [
        check('fields', 'value_object', 'bad', words.validate.valueObject(shownField(field), strange.join(', '))),
      ];
    // The active sprints are not read here.
    if (field.kind === 'sprint' && field.choices === null) return [];
    const lost = constantsOf(value).flatMap((constant) => {
      const written = writeField({ ...field, allowed: field.choices }, constant, writing);
      return 'unfit' in written
        ? [{ ...written, constant, isAll: true }]
        : (written.lost ?? []).map((one) => ({ ...one, constant, isAll: false }));
    });
    const isRequired = route.required.includes(key) || (field.required && !field.hasDefault);
    return lost.map(({ unfit, mayBeNew, constant, isAll }) => {
      const level = isRequired && isAll ? 'bad' : 'warn';
      // The reason begins with the value, in quotation marks.
      const shown = /^"(?:[^"\\]|\\.)*"/.exec(unfit)?.[0] ?? '';
      const says = words.validate;
      return mayBeNew
        ? check(
            'fields',
            'value_unknown',
            level,
            says.valueUnknown(
              shownField(field),
              shown.slice(1, -1),
              shownNames(offered(field, constant), words),
              level === 'bad',
            ),
          )
        : check('fields', 'value_unfit', level, says.valueUnfit(shownField(field), shown, field.kind, level === 'bad'));
    });
  });
}

/** Of a cascading field whose parent is right, what stands below it. */
function offered({ allowed, kind, choices }: FieldOnScreen, value: unknown): readonly string[] {
  const below = kind === 'cascade' && choices !== null ? pairsBelow(value, choices) : null;
  return below ?? allowed ?? [];
}

/** What may stand in a value that the rules give the form in which Jira takes it. */
const KEYS: Partial<Record<FieldOnScreen['kind'], readonly string[]>> = {
  option: ['id', 'value'],
  options: ['id', 'value'],
  cascade: ['id', 'value', 'child'],
  named: ['id', 'name'],
  nameds: ['id', 'name'],
  security: ['id', 'name'],
  user: ['accountId', 'name', 'key', 'id', 'emailAddress'],
  users: ['accountId', 'name', 'key', 'id', 'emailAddress'],
  group: ['name', 'groupId', 'id'],
  groups: ['name', 'groupId', 'id'],
};

/** Keys with which Jira would refuse every issue of the route. */
function strangeKeys(field: FieldOnScreen, value: Value): string[] {
  const known = KEYS[field.kind];
  if (known === undefined) return [];
  if (value.kind === 'list') return [...new Set(value.items.flatMap((item) => strangeKeys(field, item)))];
  if (value.kind !== 'object') return [];
  return value.entries.map(([key]) => key).filter((key) => !known.includes(key) && key !== 'self');
}
