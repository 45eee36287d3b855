/** The requests about one existing issue, in the two dialects. Ids are checked digits, so they may stand in a path. */
import { writeAdf, writeWiki } from '@guance-jira/mapping';
import {
  addComment,
  assignIssue,
  doTransition,
  editIssue,
  getAllStatuses,
  getComments,
  getIssue,
  getTransitions,
  linkIssues,
} from 'jira.js/cloud';
import type { RichText } from '../tracker.ts';
import { PROPERTY_KEY } from './fields.ts';
import type { Transport } from './transport.ts';

export interface IssueCalls {
  /** Status, resolution and priority, with its history and our property. */
  now(id: string): Promise<unknown>;
  /** `mark` stands in a property of the comment, where people do not see it. */
  comment(id: string, body: RichText, mark?: string): Promise<unknown>;
  /** The newest comments with their properties. */
  comments(id: string): Promise<unknown>;
  transitions(id: string): Promise<unknown>;
  /** Statuses by issue type. */
  statuses(projectKey: string): Promise<unknown>;
  transition(id: string, transitionId: string, resolution?: string | null): Promise<unknown>;
  setPriority(id: string, name: string): Promise<unknown>;
  /** `key` doubles `keepKey`. */
  linkDuplicate(key: string, keepKey: string): Promise<unknown>;
  relate(key: string, otherKey: string): Promise<unknown>;
  assignee(id: string): Promise<unknown>;
  assign(id: string, person: string): Promise<unknown>;
  /** With the authors of its comments and changes. */
  history(id: string): Promise<unknown>;
}

const NOW_FIELDS = ['status', 'resolution', 'resolutiondate', 'priority'];
/** So many comments are looked through for one of ours. People and others rarely write more within the minutes that a lost answer takes. */
const NEWEST_COMMENTS = 50;

const link = (type: string, inwardKey: string, outwardKey: string) => ({
  type: { name: type },
  inwardIssue: { key: inwardKey },
  outwardIssue: { key: outwardKey },
});
const markOf = (mark: string | undefined) =>
  mark === undefined ? {} : { properties: [{ key: PROPERTY_KEY, value: { mark } }] };
const resolutionOf = (name: string | null | undefined) =>
  name === null || name === undefined ? {} : { fields: { resolution: { name } } };

export function cloudCalls(transport: Transport): IssueCalls {
  const of = (id: string) => ({ issueIdOrKey: id });
  return {
    now: (id) =>
      getIssue(transport, { ...of(id), fields: NOW_FIELDS, properties: [PROPERTY_KEY], expand: 'changelog' }),
    comment: (id, body, mark) => {
      const adf = writeAdf(body);
      return addComment(transport, { ...of(id), body: { ...adf, content: [...adf.content] }, ...markOf(mark) });
    },
    comments: (id) =>
      getComments(transport, { ...of(id), orderBy: '-created', maxResults: NEWEST_COMMENTS, expand: 'properties' }),
    transitions: (id) => getTransitions(transport, { ...of(id), expand: 'transitions.fields' }),
    statuses: (projectKey) => getAllStatuses(transport, { projectIdOrKey: projectKey }),
    transition: (id, transitionId, resolution) =>
      doTransition(transport, { ...of(id), transition: { id: transitionId }, ...resolutionOf(resolution) }),
    setPriority: (id, name) => editIssue(transport, { ...of(id), fields: { priority: { name } } }),
    linkDuplicate: (key, keepKey) => linkIssues(transport, link('Duplicate', keepKey, key)),
    relate: (key, otherKey) => linkIssues(transport, link('Relates', key, otherKey)),
    assignee: (id) => getIssue(transport, { ...of(id), fields: ['assignee'] }),
    assign: (id, person) => assignIssue(transport, { ...of(id), accountId: person }),
    history: (id) => getIssue(transport, { ...of(id), fields: ['comment', 'status'], expand: 'changelog' }),
  };
}

export function dataCenterCalls({ sendRequest }: Transport): IssueCalls {
  const issue = (id: string) => `/rest/api/2/issue/${id}`;
  const post = (url: string, body: object) => sendRequest({ url, method: 'POST', body });
  return {
    now: (id) =>
      sendRequest({
        url: issue(id),
        searchParams: { fields: NOW_FIELDS.join(','), properties: PROPERTY_KEY, expand: 'changelog' },
      }),
    comment: (id, body, mark) => post(`${issue(id)}/comment`, { body: writeWiki(body), ...markOf(mark) }),
    comments: (id) =>
      sendRequest({
        url: `${issue(id)}/comment`,
        searchParams: { orderBy: '-created', maxResults: NEWEST_COMMENTS, expand: 'properties' },
      }),
    transitions: (id) =>
      sendRequest({ url: `${issue(id)}/transitions`, searchParams: { expand: 'transitions.fields' } }),
    statuses: (projectKey) => sendRequest({ url: `/rest/api/2/project/${projectKey}/statuses` }),
    transition: (id, transitionId, resolution) =>
      post(`${issue(id)}/transitions`, { transition: { id: transitionId }, ...resolutionOf(resolution) }),
    setPriority: (id, name) => sendRequest({ url: issue(id), method: 'PUT', body: { fields: { priority: { name } } } }),
    linkDuplicate: (key, keepKey) => post('/rest/api/2/issueLink', link('Duplicate', keepKey, key)),
    relate: (key, otherKey) => post('/rest/api/2/issueLink', link('Relates', key, otherKey)),
    assignee: (id) => sendRequest({ url: issue(id), searchParams: { fields: 'assignee' } }),
    assign: (id, person) => sendRequest({ url: `${issue(id)}/assignee`, method: 'PUT', body: { name: person } }),
    history: (id) => sendRequest({ url: issue(id), searchParams: { fields: 'comment,status', expand: 'changelog' } }),
  };
}
