import type { Call } from '../call.ts';
import { jqlFailure } from '../errors.ts';
import { visibleIssue } from '../issues/visible.ts';
import { findResolution } from '../workflow/resolutions.ts';
import { categories } from '../workflow/statuses.ts';
import type { IndexedIssue } from './issue-index.ts';
import type { Value } from './parse.ts';

export type JqlField = {
  name: string;
  operators: string[];
  /** What the value stands for, in the form that `of` yields. */
  resolve: (call: Call, value: Value) => string;
  of: (issue: IndexedIssue) => string[];
};

const equality = ['=', '!=', 'in', 'not in'];
const nullable = [...equality, 'is', 'is not'];

const fields: Record<string, JqlField> = {
  project: { name: 'project', operators: equality, resolve: resolveProject, of: (issue) => [issue.projectKey] },
  labels: { name: 'labels', operators: nullable, resolve: (_call, value) => value.text, of: (issue) => issue.labels },
  creator: { name: 'creator', operators: nullable, resolve: resolveUser, of: (issue) => [issue.creator] },
  reporter: { name: 'reporter', operators: nullable, resolve: resolveUser, of: (issue) => [issue.reporter] },
  assignee: { name: 'assignee', operators: nullable, resolve: resolveUser, of: (issue) => orNone(issue.assignee) },
  resolution: {
    name: 'resolution',
    operators: nullable,
    resolve: resolveResolution,
    of: (issue) => orNone(issue.resolutionId),
  },
  statuscategory: {
    name: 'statusCategory',
    operators: equality,
    resolve: resolveCategory,
    of: (issue) => [issue.category],
  },
  status: { name: 'status', operators: equality, resolve: resolveStatus, of: (issue) => [issue.status] },
  issuetype: { name: 'issuetype', operators: equality, resolve: resolveIssueType, of: (issue) => [issue.issueTypeId] },
  key: { name: 'issueKey', operators: equality, resolve: resolveKey, of: (issue) => [issue.id] },
  id: { name: 'id', operators: equality, resolve: resolveKey, of: (issue) => [issue.id] },
};
const aliases: Record<string, string> = { issuekey: 'key', issue: 'key', type: 'issuetype', label: 'labels' };

const dateFields: Record<string, (issue: IndexedIssue) => number | null> = {
  created: (issue) => issue.created,
  updated: (issue) => issue.updated,
  resolved: (issue) => issue.resolved,
  resolutiondate: (issue) => issue.resolved,
};

export function dateField(name: string): ((issue: IndexedIssue) => number | null) | undefined {
  const lower = name.toLowerCase();
  return Object.hasOwn(dateFields, lower) ? dateFields[lower] : undefined;
}

export function jqlField(name: string): JqlField {
  const lower = name.toLowerCase();
  const known = (Object.hasOwn(aliases, lower) ? aliases[lower] : undefined) ?? lower;
  const field = Object.hasOwn(fields, known) ? fields[known] : undefined;
  if (field === undefined) {
    throw jqlFailure(`Field '${name}' does not exist or you do not have permission to view it.`);
  }
  return field;
}

function resolveProject(call: Call, value: Value): string {
  const wanted = value.text.toLowerCase();
  const found = [...call.state.projects.values()].find(
    ({ id, key, name }) => id === wanted || key.toLowerCase() === wanted || name.toLowerCase() === wanted,
  );
  // An anonymous caller may see no project, and is told that there is none.
  return found !== undefined && call.account !== undefined ? found.key : unknown('project', value);
}

function resolveUser(call: Call, value: Value): string {
  if (value.isFunction) {
    if (value.text.toLowerCase() !== 'currentuser') throw jqlFailure(`Unable to find JQL function '${value.text}()'.`);
    return call.account?.login ?? '';
  }
  const found = [...call.state.accounts.values()].find((account) =>
    [account.accountId, account.login, account.email].includes(value.text),
  );
  return found?.login ?? unknown('user', value);
}

function resolveResolution(_call: Call, value: Value): string {
  return findResolution(value.text)?.id ?? unknown('resolution', value);
}

function resolveStatus(call: Call, value: Value): string {
  return call.state.statuses.find(value.text)?.key ?? unknown('status', value);
}

function resolveCategory(_call: Call, value: Value): string {
  const wanted = value.text.toLowerCase();
  const found = Object.entries(categories).find(([key, { id, name }]) =>
    [key, String(id), name.en.toLowerCase(), name.zh].includes(wanted),
  );
  return found?.[0] ?? unknown('statusCategory', value);
}

function resolveIssueType(call: Call, value: Value): string {
  const types = [...call.state.projects.values()].flatMap((project) => project.issueTypes);
  return types.find((type) => type.name === value.text || type.id === value.text)?.id ?? unknown('issuetype', value);
}

function resolveKey(call: Call, value: Value): string {
  const issue = visibleIssue(call, value.text);
  if (issue !== undefined) return issue.id;
  throw jqlFailure(
    /^\d+$/.test(value.text)
      ? `A value with ID '${value.text}' does not exist for the field 'id'.`
      : `An issue with key '${value.text}' does not exist for field 'key'.`,
  );
}

function unknown(field: string, value: Value): never {
  throw jqlFailure(`The value '${value.text}' does not exist for the field '${field}'.`);
}

function orNone(value: string | null): string[] {
  return value === null ? [] : [value];
}
