/**
 * Pure: what Jira would say to a route. `bad` means that no issue can be made that way (the event goes to the fallback, or
 * fails); `warn` that the issue is made and lacks something.
 */
import type { Rules } from '@guance-jira/mapping';
import {
  FOR_CHARTS,
  NEEDED,
  type PlacedRoute,
  type PlaceFacts,
  type RouteFacts,
  USEFUL,
} from '@guance-jira/operations';
import { type Check, check } from '../command-line/check.ts';
import type { Words } from '../words/words.ts';
import { checkFields } from './check-fields.ts';
import { checkNamed, checkPeople } from './check-people.ts';
import { checkRecovery } from './recovery/check-recovery.ts';

/** The columns of the table, in its order. */
export const TOPICS = ['project', 'type', 'fields', 'priority', 'people', 'labels', 'recovery'] as const;
export type Topic = (typeof TOPICS)[number];

export function checkRoute(route: PlacedRoute, rules: Rules, facts: RouteFacts, words: Words): Check[] {
  const project = checkProject(route, facts.place, words);
  if (project.some(({ level }) => level === 'bad')) return project;
  const type = checkType(route, facts.place, words);
  if (type.some(({ level }) => level === 'bad')) return [...project, ...type];
  return [
    ...project,
    ...type,
    ...checkFields(route, rules, facts, words),
    ...checkPeople(route, rules, facts.place, words),
    ...checkNamed(route, rules, facts.place, words),
    ...checkRecovery(route, rules, facts, words),
  ];
}

function checkProject(
  { project, context }: PlacedRoute,
  { project: found, projectKeys, permissions }: PlaceFacts,
  words: Words,
): Check[] {
  const says = words.validate;
  if (found === null)
    return [check('project', 'project_missing', 'bad', says.projectMissing(project, nearest(project, projectKeys)))];
  if (permissions === null) return [check('project', 'rights_unknown', 'unknown', says.rightsUnknown(found.name))];
  const lacking = (rights: readonly string[]) => rights.filter((right) => !permissions[right]);
  const needed = lacking(NEEDED);
  if (needed.length > 0)
    return [check('project', 'rights_missing', 'bad', says.rightsMissing(project, needed.join(', ')))];
  const useful = lacking([...USEFUL, ...(context?.chart ? FOR_CHARTS : [])]);
  return [
    found.key === project
      ? check('project', 'project', 'ok', `${found.key} ${found.name}`)
      : check('project', 'project_key', 'warn', says.projectKey(project, found.key)),
    ...(useful.length === 0
      ? []
      : [check('project', 'rights_useful', 'warn', says.rightsUseful(project, useful.join(', ')))]),
  ];
}

function checkType({ issueType, project, fields }: PlacedRoute, { issueTypes }: PlaceFacts, words: Words): Check[] {
  const says = words.validate;
  if (issueTypes === null || issueTypes.length === 0)
    return [check('type', 'types_unknown', 'unknown', says.typesUnknown(project))];
  const found = issueTypes.find(({ name }) => name === issueType);
  const usable = issueTypes.filter(({ subtask }) => !subtask).map(({ name }) => name);
  const hasParent = fields.some(([id]) => id === 'parent');
  if (found?.subtask && !hasParent)
    return [check('type', 'type_subtask', 'bad', says.typeSubtask(issueType, usable.join(', ')))];
  if (found) return [check('type', 'type', 'ok', issueType)];
  return [check('type', 'type_missing', 'bad', says.typeMissing(issueType, project, usable.join(', ')))];
}

const SHOWN = 8;

/** Those that begin alike first, for a Jira with hundreds of projects. */
function nearest(wanted: string, keys: readonly string[] | null): string {
  const alike = (key: string) => [...key.toUpperCase()].findIndex((letter, at) => letter !== wanted.toUpperCase()[at]);
  const rank = (key: string) => (alike(key) === -1 ? -key.length : -alike(key));
  return [...(keys ?? [])]
    .sort((a, b) => rank(a) - rank(b))
    .slice(0, SHOWN)
    .join(', ');
}
