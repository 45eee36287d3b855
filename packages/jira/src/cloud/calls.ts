/** The requests about one existing issue, as Cloud takes them. */
import { writeAdf } from '@guance-jira/mapping';
import { besides } from '../comment-extras.ts';
import { PROPERTY_KEY } from '../fields.ts';
import { type IssueCalls, link, NEWEST_COMMENTS, NOW_FIELDS } from '../issue-calls.ts';
import { alongOf, CLOUD } from '../screen-fields.ts';
import type { Transport } from '../transport/transport.ts';
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
} from './endpoints.ts';

export function cloudCalls(transport: Transport): IssueCalls {
  const of = (id: string) => ({ issueIdOrKey: id });
  return {
    now: (id) =>
      getIssue(transport, { ...of(id), fields: NOW_FIELDS, properties: [PROPERTY_KEY], expand: 'changelog' }),
    comment: (id, body, audience, mark) => {
      const adf = writeAdf(body);
      return addComment(transport, {
        ...of(id),
        body: { ...adf, content: [...adf.content] },
        ...besides(audience, mark),
      });
    },
    comments: (id, startAt) =>
      getComments(transport, {
        ...of(id),
        orderBy: '-created',
        startAt,
        maxResults: NEWEST_COMMENTS,
        expand: 'properties',
      }),
    // jira.js would read the file by a form of its own.
    attach: (id, file) =>
      transport.sendRequest({ url: `/rest/api/3/issue/${id}/attachments`, method: 'POST', body: file }),
    attachments: (id) => getIssue(transport, { ...of(id), fields: ['attachment'] }),
    transitions: (id) => getTransitions(transport, { ...of(id), expand: 'transitions.fields' }),
    statuses: (projectKey) => getAllStatuses(transport, { projectIdOrKey: projectKey }),
    transition: (id, transitionId, along) =>
      doTransition(transport, { ...of(id), transition: { id: transitionId }, ...alongOf(along, CLOUD) }),
    setPriority: (id, name) => editIssue(transport, { ...of(id), fields: { priority: { name } } }),
    setFields: (id, fields) => editIssue(transport, { ...of(id), fields: { ...fields } }),
    linkDuplicate: (key, keepKey) => linkIssues(transport, link('Duplicate', keepKey, key)),
    relate: (key, otherKey) => linkIssues(transport, link('Relates', key, otherKey)),
    assignee: (id) => getIssue(transport, { ...of(id), fields: ['assignee'] }),
    assign: (id, person) => assignIssue(transport, { ...of(id), accountId: person }),
    // jira.js takes no plain text as a body.
    watch: (id, person) =>
      transport.sendRequest({ url: `/rest/api/3/issue/${id}/watchers`, method: 'POST', body: person }),
    history: (id) => getIssue(transport, { ...of(id), fields: ['comment', 'status'], expand: 'changelog' }),
  };
}
