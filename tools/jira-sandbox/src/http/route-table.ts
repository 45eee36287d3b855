import { listBoards, listSprints } from '../agile/boards.ts';
import type { Handler } from '../call.ts';
import type { RouteKind } from '../faults/rule.ts';
import { addAttachments } from '../issues/attachments.ts';
import { bulkFetchIssues } from '../issues/bulk-fetch.ts';
import { getComment, getComments, postComment } from '../issues/comments/comments.ts';
import { createIssue } from '../issues/create.ts';
import { assignIssue, deleteIssue, editIssue } from '../issues/edit.ts';
import { linkIssues, listLinkTypes } from '../issues/links/links.ts';
import { deleteProperty, getProperty, listProperties, putProperty } from '../issues/properties.ts';
import { getIssue } from '../issues/read.ts';
import { doTransition, getTransitions } from '../issues/transitions/transitions.ts';
import { addWatcher, getWatchers, removeWatcher } from '../issues/watchers.ts';
import { listRoles, pickGroups } from '../meta/audiences.ts';
import { createMetaFields, createMetaTypes, editMeta, listFields } from '../meta/create-meta.ts';
import {
  assignableUsers,
  getProject,
  listPriorities,
  listProjectStatuses,
  listProjects,
  listResolutions,
  myPermissions,
  myself,
  searchPriorities,
  searchProjects,
  searchResolutions,
  searchUsers,
  serverInfo,
} from '../meta/handlers.ts';
import type { Dialect } from '../options.ts';
import { searchJqlGet, searchJqlPost, searchRemoved } from '../search/cloud.ts';
import { searchGet, searchPost } from '../search/data-center.ts';

export type Route = {
  id: string;
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below `/rest/api/<version>`. */
  path: string;
  dialect: Dialect | 'both';
  kind: RouteKind;
  access: 'public' | 'login' | 'anonymous';
  handler: Handler;
};

type Row = [
  method: Route['method'],
  path: string,
  kind: RouteKind,
  handler: Handler,
  more?: { dialect?: Dialect; access?: Route['access'] },
];

const issue = '/issue/:issueIdOrKey';
const cloud = { dialect: 'cloud', access: 'anonymous' } as const;
const dataCenter = { dialect: 'datacenter', access: 'anonymous' } as const;

/** Everything the sandbox answers. On Cloud under versions 3 and 2, on Data Center under 2 and `latest`. */
export const routes: Route[] = rows([
  ['GET', '/serverInfo', 'meta', serverInfo, { access: 'public' }],
  ['GET', '/myself', 'myself', myself],
  ['GET', '/mypermissions', 'meta', myPermissions],
  ['GET', '/priority', 'meta', listPriorities],
  ['GET', '/resolution', 'meta', listResolutions],
  ['GET', '/priority/search', 'meta', searchPriorities, { dialect: 'cloud' }],
  ['GET', '/resolution/search', 'meta', searchResolutions, { dialect: 'cloud' }],
  ['GET', '/field', 'meta', listFields],
  ['GET', '/project/search', 'meta', searchProjects, { dialect: 'cloud' }],
  ['GET', '/project', 'meta', listProjects, { dialect: 'datacenter' }],
  ['GET', '/project/:projectIdOrKey', 'meta', getProject],
  ['GET', '/project/:projectIdOrKey/statuses', 'meta', listProjectStatuses],
  ['GET', '/project/:projectIdOrKey/role', 'meta', listRoles],
  ['GET', '/groups/picker', 'meta', pickGroups],
  ['GET', '/user/assignable/search', 'meta', assignableUsers],
  ['GET', '/user/search', 'meta', searchUsers],
  ['GET', '/issue/createmeta/:projectIdOrKey/issuetypes', 'meta', createMetaTypes],
  ['GET', '/issue/createmeta/:projectIdOrKey/issuetypes/:issueTypeId', 'meta', createMetaFields],
  ['GET', '/search/jql', 'search', searchJqlGet, cloud],
  ['POST', '/search/jql', 'search', searchJqlPost, cloud],
  ['GET', '/search', 'search', searchRemoved, cloud],
  ['POST', '/search', 'search', searchRemoved, cloud],
  ['GET', '/search', 'search', searchGet, dataCenter],
  ['POST', '/search', 'search', searchPost, dataCenter],
  ['POST', '/issue', 'create', createIssue],
  ['POST', '/issue/bulkfetch', 'get', bulkFetchIssues, cloud],
  ['GET', issue, 'get', getIssue],
  ['PUT', issue, 'edit', editIssue],
  ['DELETE', issue, 'delete', deleteIssue],
  ['PUT', `${issue}/assignee`, 'assign', assignIssue],
  ['GET', `${issue}/editmeta`, 'meta', editMeta],
  ['GET', `${issue}/watchers`, 'watch', getWatchers],
  ['POST', `${issue}/watchers`, 'watch', addWatcher],
  ['DELETE', `${issue}/watchers`, 'watch', removeWatcher],
  ['GET', `${issue}/comment`, 'comment', getComments],
  ['POST', `${issue}/comment`, 'comment', postComment],
  ['GET', `${issue}/comment/:id`, 'comment', getComment],
  ['POST', `${issue}/attachments`, 'attachment', addAttachments],
  ['GET', `${issue}/transitions`, 'transition', getTransitions],
  ['POST', `${issue}/transitions`, 'transition', doTransition],
  ['GET', `${issue}/properties`, 'property', listProperties],
  ['GET', `${issue}/properties/:propertyKey`, 'property', getProperty],
  ['PUT', `${issue}/properties/:propertyKey`, 'property', putProperty],
  ['DELETE', `${issue}/properties/:propertyKey`, 'property', deleteProperty],
  ['POST', '/issueLink', 'link', linkIssues],
  ['GET', '/issueLinkType', 'link', listLinkTypes],
]);

/** Below `/rest/agile/1.0`, of Jira Software: enough to find a sprint by its name. */
export const agileRoutes: Route[] = rows([
  ['GET', '/board', 'meta', listBoards],
  ['GET', '/board/:boardId/sprint', 'meta', listSprints],
]);

export function routesOf(dialect: Dialect): Route[] {
  return routes.filter((route) => route.dialect === 'both' || route.dialect === dialect);
}

function rows(table: Row[]): Route[] {
  return table.map(([method, path, kind, handler, { dialect, access } = {}]) => {
    const forWhom: Route['dialect'] = dialect ?? 'both';
    const id = `${method} ${path} (${forWhom})`;
    return { id, method, path, dialect: forWhom, kind, access: access ?? 'login', handler };
  });
}
