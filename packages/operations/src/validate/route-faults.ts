/** What of the rules Jira would surely refuse, with few questions: for a worker that starts. `validate` tells far more. */
import { possibleDrafts, type Rules } from '@guance-jira/mapping';
import type { JiraReader } from '../jira/reader.ts';
import { NEEDED, type PlacedRoute, placesOf } from './facts.ts';
import { lackingIn } from './lacking.ts';

export interface RouteFault {
  readonly route: string;
  readonly project: string;
  readonly issueType: string;
  /** `not_assignable` costs the issues their person, all others every issue of the route. */
  readonly fault: 'no_project' | 'no_right' | 'no_type' | 'lacks_fields' | 'not_assignable';
  /** The rights, types that there are, fields or people. */
  readonly names: readonly string[];
}

type Asked = Pick<JiraReader, 'deployment'> &
  Pick<JiraReader, 'project' | 'permissions' | 'issueTypes' | 'createSchema' | 'isAssignable'>;

/** So many places are asked about at most. */
const MAX_PLACES = 50;

/** One question after the other. @throws JiraFailure when Jira does not answer */
export async function routeFaults(jira: Asked, rules: Rules): Promise<RouteFault[]> {
  const routes = [...rules.routes, ...(rules.fallback === null ? [] : [rules.fallback])];
  const places = routes.flatMap((route) => (route.kind === 'issue' ? placesOf(route) : []));
  const faults: RouteFault[] = [];
  for (const route of places.slice(0, MAX_PLACES)) {
    const found = await faultOf(jira, route, rules);
    const { name, project, issueType } = route;
    if (found !== null) faults.push({ route: name, project, issueType, ...found });
  }
  return faults;
}

async function faultOf(
  jira: Asked,
  route: PlacedRoute,
  rules: Rules,
): Promise<Pick<RouteFault, 'fault' | 'names'> | null> {
  const { project, issueType } = route;
  if ((await jira.project(project)) === null) return { fault: 'no_project', names: [project] };
  const rights = await jira.permissions(project, NEEDED);
  const lacking = rights === null ? [] : NEEDED.filter((right) => !rights[right]);
  if (lacking.length > 0) return { fault: 'no_right', names: lacking };
  const types = await jira.issueTypes(project);
  if (types !== null && types.length > 0 && !types.some(({ name }) => name === issueType))
    return { fault: 'no_type', names: types.map(({ name }) => name) };
  const fields = await neverFilled(jira, route, rules);
  if (fields.length > 0) return { fault: 'lacks_fields', names: fields };
  const person = fixedPerson(route, rules);
  const assignable = person === null ? null : await jira.isAssignable(project, person);
  return person !== null && assignable === false ? { fault: 'not_assignable', names: [person] } : null;
}

/** Whatever the alert holds: a field that some fill is no matter for a start. */
async function neverFilled(jira: Asked, route: PlacedRoute, rules: Rules): Promise<string[]> {
  const schema = await jira.createSchema(route.project, route.issueType);
  if (schema === null) return [];
  const tried = possibleDrafts(route, rules).map(({ draft }) => lackingIn(draft, route, schema, jira.deployment).lacks);
  const [first = [], ...others] = tried;
  const always = first.filter(({ field }) => others.every((lacks) => lacks.some((one) => one.field.id === field.id)));
  return always.map(({ field: { id, name } }) => (name === id ? id : `${name} (${id})`));
}

/** Null where the project or the alert chooses. */
function fixedPerson({ assignee }: PlacedRoute, { people }: Rules): string | null {
  const source = assignee?.source.trim() ?? '';
  if (['', 'unassigned', 'project-default'].includes(source) || /\{[{%]/.test(source)) return null;
  return Object.hasOwn(people, source) ? (people[source] ?? null) : source;
}
