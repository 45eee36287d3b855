/** Pure: the people and groups whom a route names by fixed texts, besides its assignee. */
import { fieldsFor, GROUP_KINDS, USER_KINDS, writeField } from '@guance-jira/jira';
import type { IssueRoute, Rules } from '@guance-jira/mapping';
import type { FieldOnScreen } from '@guance-jira/operations';
import { constantsOf } from './constants-of.ts';
import { shownField } from './shown.ts';

export interface Named {
  /** Of the rules: a field as they name it, or `watchers`. */
  readonly by: string;
  readonly name: string;
  /** No issue is made without it. */
  readonly required: boolean;
}

export function peopleIn(
  route: IssueRoute,
  { people }: Pick<Rules, 'people'>,
  screen: readonly FieldOnScreen[] | null,
) {
  const inFields = ofKinds(USER_KINDS, route, people, screen);
  const watching = route.watchers.flatMap(({ source }): Named[] => {
    const name = source.trim();
    if (name === '' || /\{[{%]/.test(name)) return [];
    return [{ by: 'watchers', name: Object.hasOwn(people, name) ? (people[name] ?? name) : name, required: false }];
  });
  return [...inFields, ...watching];
}

export function groupsIn(route: IssueRoute, screen: readonly FieldOnScreen[] | null): Named[] {
  const { visibility } = route.audience;
  const audience =
    visibility?.type === 'group' ? [{ by: 'comments.visibility', name: visibility.value, required: false }] : [];
  return [...ofKinds(GROUP_KINDS, route, {}, screen), ...audience];
}

function ofKinds(
  kinds: readonly FieldOnScreen['kind'][],
  route: IssueRoute,
  people: Rules['people'],
  screen: readonly FieldOnScreen[] | null,
): Named[] {
  const writing = { dialect: 'cloud', timezone: route.timezone, people, link: null } as const;
  return route.fields.flatMap(([key, value]) => {
    const [field, another] = fieldsFor(key, { fields: screen ?? [] });
    if (field === undefined || another !== undefined || !kinds.includes(field.kind)) return [];
    const required = route.required.includes(key) || (field.required && !field.hasDefault);
    return constantsOf(value).flatMap((constant) => {
      const written = writeField({ ...field, allowed: null }, constant, writing);
      return 'value' in written ? [written.value].flat().flatMap((one) => namesOf(one, field, required)) : [];
    });
  });
}

function namesOf(value: unknown, field: FieldOnScreen, required: boolean): Named[] {
  const { accountId, name } = Object(value) as { accountId?: unknown; name?: unknown };
  const said = accountId ?? name;
  return typeof said === 'string' && said !== '' ? [{ by: shownField(field), name: said, required }] : [];
}
