import type { Answer } from '../answer.ts';
import { type Call, restUrl } from '../call.ts';
import { failure } from '../errors.ts';
import { allowedBeans } from '../fields/meta.ts';
import type { JsonObject } from '../json.ts';
import type { Account, Project } from '../state/model.ts';
import { jiraTime } from '../time.ts';
import { resolutions } from '../workflow/resolutions.ts';
import { issueTypeBean, myselfBean, priorityBean, projectBean, resolutionBean, statusBean, userBean } from './beans.ts';

export function serverInfo(call: Call): Answer {
  const { state, baseUrl } = call;
  const common = {
    baseUrl,
    serverTime: jiraTime(state.now(), 'Etc/UTC'),
    scmInfo: 'sandbox',
    serverTitle: 'Jira sandbox',
    buildDate: '2026-01-01T00:00:00.000+0000',
  };
  const cloud = {
    displayUrl: baseUrl,
    version: '1001.0.0-SNAPSHOT',
    versionNumbers: [1001, 0, 0],
    deploymentType: 'Cloud',
    buildNumber: 100_290,
    defaultLocale: { locale: state.settings.language === 'zh' ? 'zh_CN' : 'en_US' },
    serverTimeZone: 'Etc/UTC',
  };
  const dataCenter = {
    version: '10.3.0',
    versionNumbers: [10, 3, 0],
    deploymentType: 'DataCenter',
    buildNumber: 10_030_000,
  };
  return { status: 200, body: { ...common, ...(state.isCloud ? cloud : dataCenter) } };
}

export function myself(call: Call): Answer {
  return { status: 200, body: myselfBean(call, callerOf(call)) };
}

export function getProject(call: Call): Answer {
  const project = projectOfPath(call);
  const bean = projectBean(call, project);
  const issueTypes = project.issueTypes.map((type) => issueTypeBean(call, type));
  return {
    status: 200,
    body: { ...bean, lead: userBean(call, callerOf(call).login), issueTypes, ...namedParts(call, project) },
  };
}

function namedParts(call: Call, project: Project): JsonObject {
  const beans = (id: string) => allowedBeans(call, project, project.fields.get(id)) ?? [];
  return { components: beans('components'), versions: beans('versions') };
}

/** Data Center: all at once. */
export function listProjects(call: Call): Answer {
  return { status: 200, body: [...call.state.projects.values()].map((project) => projectBean(call, project)) };
}

/** Cloud: by pages. */
export function searchProjects(call: Call): Answer {
  return page(
    call,
    [...call.state.projects.values()].map((project) => projectBean(call, project)),
  );
}

/** By issue type, as each has a workflow. */
export function listProjectStatuses(call: Call): Answer {
  const project = projectOfPath(call);
  const body = project.issueTypes.map((type) => ({
    self: restUrl(call, `/issuetype/${type.id}`),
    id: type.id,
    name: type.name,
    subtask: type.subtask,
    statuses: (type.workflow ?? project.workflow).statuses.map(({ key }) => statusBean(call, key)),
  }));
  return { status: 200, body };
}

export function listPriorities(call: Call): Answer {
  return { status: 200, body: prioritiesOf(call) };
}

export function listResolutions(call: Call): Answer {
  return { status: 200, body: resolutionsOf(call) };
}

/** Cloud: by pages. */
export function searchPriorities(call: Call): Answer {
  return page(call, prioritiesOf(call));
}

/** Cloud: by pages. */
export function searchResolutions(call: Call): Answer {
  return page(call, resolutionsOf(call));
}

function prioritiesOf(call: Call): JsonObject[] {
  const all = new Map([...call.state.projects.values()].flatMap((project) => project.priorities).map((p) => [p.id, p]));
  return [...all.values()].map((priority) => priorityBean(call, priority));
}

function resolutionsOf(call: Call): JsonObject[] {
  return resolutions.map(({ id }) => resolutionBean(call, id));
}

function page(call: Call, all: JsonObject[]): Answer {
  const startAt = Number(call.query.get('startAt') ?? 0) || 0;
  const maxResults = Math.min(Number(call.query.get('maxResults') ?? 50) || 50, 100);
  const values = all.slice(startAt, startAt + maxResults);
  const isLast = startAt + maxResults >= all.length;
  return { status: 200, body: { startAt, maxResults, total: all.length, isLast, values } };
}

/** `project` and `query` (Cloud) or `username` (Data Center) narrow the list down. */
export function assignableUsers(call: Call): Answer {
  const projectKey = call.query.get('project');
  if (projectKey !== null && !findProject(call, projectKey)) {
    throw failure(404, `No project could be found with key '${projectKey}'.`);
  }
  return people(call, ({ assignable }) => assignable);
}

/** Everybody with an account, assignable or not. */
export function searchUsers(call: Call): Answer {
  return people(call, () => true);
}

function people(call: Call, isMeant: (account: Account) => boolean): Answer {
  const wanted = (call.query.get(call.state.isCloud ? 'query' : 'username') ?? '').toLowerCase();
  const accountId = call.query.get('accountId');
  const fits = (account: Account) =>
    isMeant(account) &&
    (accountId === null || account.accountId === accountId) &&
    [account.displayName, account.email, ...(call.state.isCloud ? [] : [account.login])].some((text) =>
      text
        .toLowerCase()
        .split(/[\s@.]+/)
        .concat(text.toLowerCase())
        .some((part) => part.startsWith(wanted)),
    );
  const startAt = Number(call.query.get('startAt') ?? 0) || 0;
  const maxResults = Number(call.query.get('maxResults') ?? 50) || 50;
  const found = [...call.state.accounts.values()].filter(fits).slice(startAt, startAt + maxResults);
  return { status: 200, body: found.map(({ login }) => userBean(call, login)) };
}

const grantable = [
  'BROWSE_PROJECTS',
  'CREATE_ISSUES',
  'EDIT_ISSUES',
  'ADD_COMMENTS',
  'TRANSITION_ISSUES',
  'ASSIGN_ISSUES',
  'LINK_ISSUES',
  'CREATE_ATTACHMENTS',
  'MODIFY_REPORTER',
  'DELETE_ISSUES',
];

export function myPermissions(call: Call): Answer {
  const projectKey = call.query.get('projectKey');
  const project = projectKey === null ? undefined : findProject(call, projectKey);
  if (projectKey !== null && project === undefined) {
    throw failure(404, `No project could be found with key '${projectKey}'.`);
  }
  const wanted = (call.query.get('permissions') ?? '').split(',').filter((key) => key !== '');
  if (call.state.isCloud && wanted.length === 0) throw failure(400, "The 'permissions' query parameter is required.");
  const unknown = wanted.filter((key) => !grantable.includes(key) && key !== 'ADMINISTER');
  if (unknown.length > 0) throw failure(400, `Unrecognized permission: ${unknown.join(', ')}`);
  const keys = wanted.length === 0 ? grantable : wanted;
  const admin = callerOf(call).admin;
  const entries = keys.map((key, n) => {
    const havePermission = key === 'ADMINISTER' ? admin : !project?.denied.includes(key);
    const name = key.toLowerCase().replaceAll('_', ' ');
    return [key, { id: String(n + 10), key, name, type: 'PROJECT', description: '', havePermission }];
  });
  return { status: 200, body: { permissions: Object.fromEntries(entries) } };
}

export function projectOfPath(call: Call): Project {
  const given = call.params.projectIdOrKey ?? '';
  const project = findProject(call, given);
  if (project === undefined) throw failure(404, `No project could be found with key '${given}'.`);
  return project;
}

function findProject(call: Call, idOrKey: string): Project | undefined {
  return [...call.state.projects.values()].find(({ id, key }) => id === idOrKey || key === idOrKey.toUpperCase());
}

function callerOf(call: Call): Account {
  if (call.account === undefined) throw new Error('this route needs a login');
  return call.account;
}
