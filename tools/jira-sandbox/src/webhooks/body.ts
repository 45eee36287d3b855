import type { Call } from '../call.ts';
import { changelogItems, issueBean } from '../issues/bean.ts';
import { commentBean } from '../issues/comments/comment-bean.ts';
import type { JsonObject } from '../json.ts';
import { userBean } from '../meta/beans.ts';
import type { Happening } from '../state/model.ts';

type State = Call['state'];

/** The body of Jira's webhook. Whatever the dialect, the issue is in the form of API version 2. */
export function webhookBody(state: State, happening: Happening, baseUrl: string): JsonObject {
  const { event, issue, by, entry, comment } = happening;
  const call = callBy(state, by, baseUrl);
  return {
    timestamp: state.now(),
    webhookEvent: event,
    issue_event_type_name: typeName(happening),
    user: userBean(call, by),
    issue: issueBean(call, issue, { fields: undefined, properties: [], changelog: false }),
    ...(entry === undefined ? {} : { changelog: { id: entry.id, items: changelogItems(call, issue, entry) } }),
    ...(comment === undefined ? {} : { comment: commentBean(call, issue, comment) }),
  };
}

/** That of `comment_created`, which tells of the issue only which it is. */
export function commentBody(state: State, happening: Happening, baseUrl: string): JsonObject | undefined {
  const { issue, by, comment } = happening;
  if (comment === undefined) return undefined;
  const call = callBy(state, by, baseUrl);
  const shown = issueBean(call, issue, {
    fields: ['summary', 'issuetype', 'project', 'assignee', 'priority', 'status'],
    properties: [],
    changelog: false,
  });
  return {
    timestamp: state.now(),
    webhookEvent: 'comment_created',
    comment: commentBean(call, issue, comment),
    issue: shown,
  };
}

function typeName({ event, entry, comment }: Happening): string {
  if (event !== 'jira:issue_updated') return event.slice('jira:'.length);
  const fields = entry?.changes.map(({ field }) => field) ?? [];
  if (fields.includes('status')) return 'issue_generic';
  if (fields.includes('assignee')) return 'issue_assigned';
  return fields.length === 0 && comment !== undefined ? 'issue_commented' : 'issue_updated';
}

function callBy(state: State, login: string, baseUrl: string): Call {
  const account = state.accounts.get(login);
  const nothing = { params: {}, query: new URLSearchParams(), body: undefined, files: [], headers: {}, made: {} };
  return { state, account, apiVersion: '2', baseUrl, ...nothing };
}
