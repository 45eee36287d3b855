/** Pure: can the people whom a route names get its issues? */
import type { IssueRoute, Rules } from '@guance-jira/mapping';
import type { PlacedRoute, PlaceFacts } from '@guance-jira/operations';
import { type Check, check } from '../command-line/check.ts';
import type { Words } from '../words/words.ts';
import { groupsIn, peopleIn } from './named-in.ts';

/** The accounts whom a route may give issues to; `sure` is false where a template chooses, and then it may be anyone of `people`. */
export function peopleOf(
  { assignee }: Pick<IssueRoute, 'assignee'>,
  { people }: Pick<Rules, 'people'>,
): { accounts: string[]; sure: boolean } {
  const source = assignee?.source.trim() ?? '';
  if (source === '' || source === 'unassigned' || source === 'project-default') return { accounts: [], sure: true };
  if (/\{[{%]/.test(source)) return { accounts: [...new Set(Object.values(people))], sure: false };
  const account = Object.hasOwn(people, source) ? people[source] : undefined;
  return { accounts: [account ?? source], sure: true };
}

/** Those whom fields, watchers and the audience of comments name by fixed texts. */
export function checkNamed(route: PlacedRoute, rules: Rules, place: PlaceFacts, words: Words): Check[] {
  const says = words.validate;
  const named = [
    ...peopleIn(route, rules, place.screen).map((one) => ({ ...one, isThere: place.known.get(one.name) ?? null })),
    ...groupsIn(route, place.screen).map((one) => ({ ...one, isThere: place.groups.get(one.name) ?? null })),
  ];
  const { visibility, internal } = route.audience;
  if (visibility?.type === 'role')
    named.push({
      by: 'comments.visibility',
      name: visibility.value,
      required: false,
      isThere: place.roles === null ? null : place.roles.includes(visibility.value),
    });
  const type = place.project?.projectTypeKey;
  return [
    ...named
      .filter(({ isThere }) => isThere === false)
      .map(({ by, name, required }) =>
        check('people', 'named_unknown', required ? 'bad' : 'warn', says.namedUnknown(by, name)),
      ),
    ...named
      .filter(({ isThere }) => isThere === null)
      .map(({ by, name }) => check('people', 'named_untold', 'unknown', says.namedUntold(by, name))),
    ...(internal && type !== undefined && type !== 'service_desk'
      ? [check('people', 'internal_open', 'warn', says.internalOpen(route.project))]
      : []),
  ];
}

export function checkPeople(route: PlacedRoute, rules: Rules, place: PlaceFacts, words: Words): Check[] {
  const says = words.validate;
  const { accounts, sure } = peopleOf(route, rules);
  if (sure && accounts.length === 0)
    return [check('people', 'assignee_default', 'ok', says.assigneeDefault(route.assignee?.source === 'unassigned'))];
  const unfit = accounts.filter((account) => place.assignable.get(account) === false);
  const unknown = accounts.filter((account) => (place.assignable.get(account) ?? null) === null);
  if (unfit.length > 0)
    return [check('people', 'not_assignable', 'warn', says.notAssignable(unfit.join(', '), route.project))];
  if (!sure) return [check('people', 'assignee_template', 'unknown', says.assigneeTemplate(accounts.length))];
  if (unknown.length > 0) return [check('people', 'people_unknown', 'unknown', says.peopleUnknown(unknown.join(', ')))];
  return [check('people', 'people', 'ok', accounts.join(', '))];
}
