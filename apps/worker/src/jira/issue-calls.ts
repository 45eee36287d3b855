/** The requests about one existing issue, in the two dialects. Ids are checked digits, so they may stand in a path. */

import type { IssueDraft } from '@guance-jira/mapping';
import { type AdfDoc, writeAdf, writeWiki } from '@guance-jira/mapping';
import { addComment, assignIssue, doTransition, getIssue, getTransitions, linkIssues } from 'jira.js/cloud';
import type { Transport } from './transport.ts';

export interface IssueCalls {
  comment(id: string, body: IssueDraft['description']): Promise<unknown>;
  transitions(id: string): Promise<unknown>;
  transition(id: string, transitionId: string): Promise<unknown>;
  /** `id` doubles `keepKey`. */
  linkDuplicate(key: string, keepKey: string): Promise<unknown>;
  assignee(id: string): Promise<unknown>;
  assign(id: string, person: string): Promise<unknown>;
  /** With the authors of its comments and changes. */
  history(id: string): Promise<unknown>;
}

const duplicateLink = (key: string, keepKey: string) => ({
  type: { name: 'Duplicate' },
  inwardIssue: { key: keepKey },
  outwardIssue: { key },
});

export function cloudCalls(transport: Transport): IssueCalls {
  const comment = (id: string, body: AdfDoc) =>
    addComment(transport, { issueIdOrKey: id, body: { ...body, content: [...body.content] } });
  return {
    comment: (id, body) => comment(id, writeAdf(body)),
    transitions: (id) => getTransitions(transport, { issueIdOrKey: id }),
    transition: (id, transitionId) => doTransition(transport, { issueIdOrKey: id, transition: { id: transitionId } }),
    linkDuplicate: (key, keepKey) => linkIssues(transport, duplicateLink(key, keepKey)),
    assignee: (id) => getIssue(transport, { issueIdOrKey: id, fields: ['assignee'] }),
    assign: (id, person) => assignIssue(transport, { issueIdOrKey: id, accountId: person }),
    history: (id) => getIssue(transport, { issueIdOrKey: id, fields: ['comment', 'status'], expand: 'changelog' }),
  };
}

export function dataCenterCalls({ sendRequest }: Transport): IssueCalls {
  const issue = (id: string) => `/rest/api/2/issue/${id}`;
  return {
    comment: (id, body) =>
      sendRequest({ url: `${issue(id)}/comment`, method: 'POST', body: { body: writeWiki(body) } }),
    transitions: (id) => sendRequest({ url: `${issue(id)}/transitions` }),
    transition: (id, transitionId) =>
      sendRequest({ url: `${issue(id)}/transitions`, method: 'POST', body: { transition: { id: transitionId } } }),
    linkDuplicate: (key, keepKey) =>
      sendRequest({ url: '/rest/api/2/issueLink', method: 'POST', body: duplicateLink(key, keepKey) }),
    assignee: (id) => sendRequest({ url: issue(id), searchParams: { fields: 'assignee' } }),
    assign: (id, person) => sendRequest({ url: `${issue(id)}/assignee`, method: 'PUT', body: { name: person } }),
    history: (id) => sendRequest({ url: issue(id), searchParams: { fields: 'comment,status', expand: 'changelog' } }),
  };
}
