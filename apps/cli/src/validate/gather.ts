/** Asks Jira what the checks need to know: everything once, however many routes lead to the same place. */
import type { Rules } from '@guance-jira/mapping';
import type { JiraReader } from '@guance-jira/operations';
import {
  FOR_CHARTS,
  NEEDED,
  type PlacedRoute,
  type PlaceFacts,
  type RouteFacts,
  type SeenIssue,
  type SiteFacts,
  USEFUL,
} from '@guance-jira/operations';
import { peopleOf } from './check-people.ts';
import { groupsIn, peopleIn } from './named-in.ts';

/** One question after the other: a check has time, and a Jira at work has not. */
export function gatherFacts(jira: JiraReader, rules: Rules): (route: PlacedRoute) => Promise<RouteFacts> {
  const once = remembering();
  const site = () =>
    once('site', async (): Promise<SiteFacts> => {
      const priorities = await jira.priorities();
      const resolutions = await jira.resolutions();
      return { priorities, resolutions, fieldNames: await jira.fieldNames() };
    });
  return async (route) => {
    const { project, issueType } = route;
    const { accounts } = peopleOf(route, rules);
    const place = await placeFacts(jira, project, issueType, accounts, once);
    return { site: await site(), place: { ...place, ...(await namedFacts(jira, route, rules, place, once)) } };
  };
}

/** What the route names beside what its place needs; nothing is asked where nothing is named. */
async function namedFacts(jira: JiraReader, route: PlacedRoute, rules: Rules, place: PlaceFacts, once: Once) {
  const { project, screen } = place;
  if (project === null) return {};
  const known = new Map<string, boolean | null>();
  for (const { name } of peopleIn(route, rules, screen))
    known.set(name, await once(`known ${name}`, () => jira.isKnown(name)));
  const groups = new Map<string, boolean | null>();
  for (const { name } of groupsIn(route, screen))
    groups.set(name, await once(`group ${name}`, () => jira.isGroup(name)));
  const isForRole = route.audience.visibility?.type === 'role';
  const roles = isForRole ? await once(`roles ${project.key}`, () => jira.roles(project.key)) : null;
  return { known, groups, roles };
}

async function placeFacts(
  jira: JiraReader,
  key: string,
  issueType: string,
  accounts: readonly string[],
  once: Once,
): Promise<PlaceFacts> {
  const nothing = {
    ...{ known: new Map(), groups: new Map(), roles: null },
    projectKeys: null,
    permissions: null,
    issueTypes: null,
    screen: null,
    assignable: new Map(),
    statuses: null,
    seen: [],
  };
  const project = await once(`project ${key}`, () => jira.project(key));
  if (project === null) return { ...nothing, project, projectKeys: await once('projects', () => jira.projectKeys()) };
  const permissions = await once(`rights ${key}`, () => jira.permissions(key, [...NEEDED, ...USEFUL, ...FOR_CHARTS]));
  const issueTypes = await once(`types ${key}`, () => jira.issueTypes(key));
  const assignable = new Map<string, boolean | null>();
  for (const account of accounts)
    assignable.set(account, await once(`person ${key} ${account}`, () => jira.isAssignable(key, account)));
  const type = issueTypes?.find(({ name }) => name === issueType);
  if (type === undefined) return { ...nothing, project, permissions, issueTypes, assignable };
  const screen = await once(`screen ${key} ${type.id}`, () => jira.screen(key, type.id));
  const seen = await once(`seen ${key} ${type.id}`, () => issuesSeen(jira, key, issueType));
  const statuses = (await once(`statuses ${key}`, () => jira.statuses(key)))?.get(type.id) ?? null;
  return { ...nothing, project, permissions, issueTypes, assignable, screen, statuses, seen };
}

/** More open statuses than a workflow has; of one that is not looked at, nothing would be proven. */
const MAX_SEEN = 30;

async function issuesSeen(jira: JiraReader, project: string, issueType: string): Promise<SeenIssue[]> {
  const seen: SeenIssue[] = [];
  for (const { id, key, status } of (await jira.openIssues(project, issueType)).slice(0, MAX_SEEN)) {
    const transitions = await jira.transitions(id);
    if (transitions !== null) seen.push({ key, status, transitions });
  }
  return seen;
}

type Once = <T>(key: string, ask: () => Promise<T>) => Promise<T>;

function remembering(): Once {
  const known = new Map<string, Promise<unknown>>();
  return <T>(key: string, ask: () => Promise<T>) => {
    const answer = known.get(key) ?? ask();
    known.set(key, answer);
    return answer as Promise<T>;
  };
}
