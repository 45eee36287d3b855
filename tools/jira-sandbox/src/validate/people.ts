import type { Call } from '../call.ts';
import { isObject, type Json } from '../json.ts';
import type { Project } from '../state/model.ts';
import type { Read } from './text.ts';

/** An assignee or reporter: `{accountId}` or `{id}` on Cloud, `{name}` on Data Center; null means nobody. */
export function readPerson(
  call: Call,
  project: Project,
  value: Json,
  role: 'assignee' | 'reporter',
): Read<string | null> {
  if (value === null) return nobody(project, role);
  if (!isObject(value)) return { error: 'data was not an object' };
  return call.state.isCloud ? cloudPerson(call, project, value, role) : namedPerson(call, project, value, role);
}

function cloudPerson(
  call: Call,
  project: Project,
  value: { [key: string]: Json },
  role: 'assignee' | 'reporter',
): Read<string | null> {
  const given = 'accountId' in value ? value.accountId : value.id;
  if (given === null) return nobody(project, role);
  if (given === '-1') return { value: null };
  const account = [...call.state.accounts.values()].find((known) => known.accountId === given);
  if (account === undefined) return { error: `Account ID ${typeof given === 'string' ? given : ''} does not exist.` };
  if (role === 'assignee' && !account.assignable)
    return { error: `User '${account.accountId}' cannot be assigned issues.` };
  return { value: account.login };
}

function namedPerson(
  call: Call,
  project: Project,
  value: { [key: string]: Json },
  role: 'assignee' | 'reporter',
): Read<string | null> {
  const given = value.name;
  if (given === null || given === '') return nobody(project, role);
  if (typeof given !== 'string') return { error: "expected Object containing a 'name' property" };
  if (given === '-1') return { value: null };
  const account = call.state.accounts.get(given);
  if (account === undefined) return { error: `User '${given}' does not exist.` };
  if (role === 'assignee' && !account.assignable) return { error: `User '${given}' cannot be assigned issues.` };
  return { value: account.login };
}

function nobody(project: Project, role: 'assignee' | 'reporter'): Read<string | null> {
  if (role === 'reporter') return { error: 'Reporter is required.' };
  return project.allowUnassigned ? { value: null } : { error: 'Issues must be assigned.' };
}

/** A user field takes anybody who has an account, assignable or not. */
export function readUser(call: Call, value: Json): Read<Json> {
  if (!isObject(value)) return { error: 'data was not an object' };
  if (!call.state.isCloud) {
    if (typeof value.name !== 'string') return { error: "expected Object containing a 'name' property" };
    return call.state.accounts.has(value.name)
      ? { value: { name: value.name } }
      : { error: `User '${value.name}' was not found in the system.` };
  }
  const given = value.accountId ?? value.id;
  const known = [...call.state.accounts.values()].some(({ accountId }) => accountId === given);
  return known && typeof given === 'string'
    ? { value: { accountId: given } }
    : { error: `Account ID ${typeof given === 'string' ? given : ''} does not exist.` };
}

/** A group that somebody is in, or that a field of the project names. Of a bare text in the words of ankitpokhrel/jira-cli#601; of an unknown group from memory. */
export function readGroup({ state }: Call, project: Project, value: Json): Read<Json> {
  if (typeof value === 'string')
    return {
      error:
        'Can not instantiate value of type [simple type, class com.atlassian.jira.issue.fields.rest.json.beans.GroupJsonBean] from JSON String; no single-String constructor/factory method',
    };
  const name = isObject(value) ? value.name : undefined;
  if (typeof name !== 'string') return { error: "expected Object containing a 'name' property" };
  const named = [...project.fields.values()].flatMap(({ kind, options }) =>
    kind === 'group' || kind === 'multigroup' ? options.map((option) => option.value) : [],
  );
  const isThere = named.includes(name) || [...state.accounts.values()].some(({ groups }) => groups.includes(name));
  return isThere ? { value: { name } } : { error: `Group: ${name} does not exist.` };
}
