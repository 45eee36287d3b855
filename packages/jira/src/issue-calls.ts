/** The requests about one existing issue, and how Data Center takes them. Ids are checked digits, so they may stand in a path. */
import { type Audience, writeWiki } from '@guance-jira/mapping';
import { z } from 'zod';
import { expected } from './adapter.ts';
import { besides } from './comment-extras.ts';
import { PROPERTY_KEY } from './fields.ts';
import { alongOf, DATA_CENTER } from './screen-fields.ts';
import type { RichText } from './tracker/records/notes.ts';
import type { Along } from './tracker/records/transitions.ts';
import type { Transport } from './transport/transport.ts';
import type { Upload } from './transport/upload.ts';

export interface IssueCalls {
  /** Status, resolution and priority, with its history and our property. */
  now(id: string): Promise<unknown>;
  /** `mark` stands in a property of the comment, where people do not see it. */
  comment(id: string, body: RichText, audience: Audience, mark?: string): Promise<unknown>;
  /** The newest comments with their properties, but for so many. */
  comments(id: string, startAt: number): Promise<unknown>;
  attach(id: string, file: Upload): Promise<unknown>;
  attachments(id: string): Promise<unknown>;
  transitions(id: string): Promise<unknown>;
  /** Statuses by issue type. */
  statuses(projectKey: string): Promise<unknown>;
  transition(id: string, transitionId: string, along: Along): Promise<unknown>;
  setPriority(id: string, name: string): Promise<unknown>;
  setFields(id: string, fields: Readonly<Record<string, unknown>>): Promise<unknown>;
  /** `key` doubles `keepKey`. */
  linkDuplicate(key: string, keepKey: string): Promise<unknown>;
  relate(key: string, otherKey: string): Promise<unknown>;
  assignee(id: string): Promise<unknown>;
  assign(id: string, person: string): Promise<unknown>;
  watch(id: string, person: string): Promise<unknown>;
  /** With the authors of its comments and changes. */
  history(id: string): Promise<unknown>;
}

/**
 * The changes that an outcome hangs on count only with the answer that Jira gives: the new comment, or nothing. A login page in JSON
 * that something before Jira sends with status 200 is no deed.
 */
export function judged(calls: IssueCalls): IssueCalls {
  return {
    ...calls,
    comment: async (...asked) => expected('comment', Made, await calls.comment(...asked)),
    attach: async (...asked) => expected('attachments', z.array(Made).min(1), await calls.attach(...asked)),
    transition: async (...asked) => expected('transitions', Nothing, await calls.transition(...asked)),
    setPriority: async (...asked) => expected('edit', Nothing, await calls.setPriority(...asked)),
    setFields: async (...asked) => expected('edit', Nothing, await calls.setFields(...asked)),
  };
}

const Made = z.object({ id: z.string() });
const Nothing = z.undefined();

export const NOW_FIELDS = ['issuetype', 'status', 'resolution', 'resolutiondate', 'priority'];
/** Of a page. People and others rarely write more within the minutes that a lost answer takes. */
export const NEWEST_COMMENTS = 50;

export const link = (type: string, inwardKey: string, outwardKey: string) => ({
  type: { name: type },
  inwardIssue: { key: inwardKey },
  outwardIssue: { key: outwardKey },
});

export function dataCenterCalls({ sendRequest }: Transport): IssueCalls {
  const issue = (id: string) => `/rest/api/2/issue/${id}`;
  const post = (url: string, body: object) => sendRequest({ url, method: 'POST', body });
  return {
    now: (id) =>
      sendRequest({
        url: issue(id),
        searchParams: { fields: NOW_FIELDS.join(','), properties: PROPERTY_KEY, expand: 'changelog' },
      }),
    comment: (id, body, audience, mark) =>
      post(`${issue(id)}/comment`, { body: writeWiki(body), ...besides(audience, mark) }),
    comments: (id, startAt) =>
      sendRequest({
        url: `${issue(id)}/comment`,
        searchParams: { orderBy: '-created', startAt, maxResults: NEWEST_COMMENTS, expand: 'properties' },
      }),
    attach: (id, file) => post(`${issue(id)}/attachments`, file),
    attachments: (id) => sendRequest({ url: issue(id), searchParams: { fields: 'attachment' } }),
    transitions: (id) =>
      sendRequest({ url: `${issue(id)}/transitions`, searchParams: { expand: 'transitions.fields' } }),
    statuses: (projectKey) => sendRequest({ url: `/rest/api/2/project/${projectKey}/statuses` }),
    transition: (id, transitionId, along) =>
      post(`${issue(id)}/transitions`, { transition: { id: transitionId }, ...alongOf(along, DATA_CENTER) }),
    setPriority: (id, name) => sendRequest({ url: issue(id), method: 'PUT', body: { fields: { priority: { name } } } }),
    setFields: (id, fields) => sendRequest({ url: issue(id), method: 'PUT', body: { fields } }),
    linkDuplicate: (key, keepKey) => post('/rest/api/2/issueLink', link('Duplicate', keepKey, key)),
    relate: (key, otherKey) => post('/rest/api/2/issueLink', link('Relates', key, otherKey)),
    assignee: (id) => sendRequest({ url: issue(id), searchParams: { fields: 'assignee' } }),
    assign: (id, person) => sendRequest({ url: `${issue(id)}/assignee`, method: 'PUT', body: { name: person } }),
    watch: (id, person) => sendRequest({ url: `${issue(id)}/watchers`, method: 'POST', body: person }),
    history: (id) => sendRequest({ url: issue(id), searchParams: { fields: 'comment,status', expand: 'changelog' } }),
  };
}
