import { createHash } from 'node:crypto';
import { AccountOptions, type Dialect, ProjectOptions, standardScreen } from '../options.ts';
import type { Account, NamedId, Project } from './model.ts';

export const defaultAccounts: AccountOptions[] = [
  {
    login: 'bot',
    displayName: 'Guance Bot',
    email: 'bot@example.com',
    password: 'sandbox-password',
    apiToken: 'sandbox-token',
    pats: ['sandbox-token'],
  },
  { login: 'pacher', displayName: 'Pacher Wang' },
  { login: 'lina', displayName: '李娜' },
];

export const defaultProjects: ProjectOptions[] = [
  { key: 'OPS', name: '运维' },
  { key: 'DBA', name: '数据库' },
];

export const priorities: NamedId[] = ['Highest', 'High', 'Medium', 'Low', 'Lowest'].map((name, n) => ({
  id: String(n + 1),
  name,
}));

export function accountFrom(input: AccountOptions, dialect: Dialect): Account {
  const options = AccountOptions.parse(input);
  const hash = createHash('sha256').update(options.login).digest('hex');
  return {
    ...options,
    displayName: options.displayName ?? options.login,
    email: options.email ?? `${options.login}@example.com`,
    accountId: options.accountId ?? (dialect === 'cloud' ? `712020:${hash.slice(0, 32)}` : options.login),
  };
}

/** `issueTypeId` hands out one id per name over all projects, as Jira's issue types are global. */
export function projectFrom(input: ProjectOptions, id: string, issueTypeId: (name: string) => string): Project {
  const options = ProjectOptions.parse(input);
  const screen = options.screenFields ?? [...standardScreen, ...options.customFields.map((field) => field.id)];
  return {
    id,
    key: options.key,
    name: options.name ?? options.key,
    issueTypes: options.issueTypes.map((name) => ({ id: issueTypeId(name), name })),
    priorities: options.priorities.map((name, n) => priorityNamed(name, n)),
    screenFields: screen,
    editScreenFields: options.editScreenFields ?? screen,
    customFields: options.customFields,
    workflow: options.workflow,
    resolution: options.resolution,
    allowUnassigned: options.allowUnassigned,
    denied: options.denied,
    newIssuesVisibleTo: options.newIssuesVisibleTo,
    mayNotBrowse: options.mayNotBrowse,
  };
}

function priorityNamed(name: string, position: number): NamedId {
  return priorities.find((known) => known.name === name) ?? { id: String(10_100 + position), name };
}
