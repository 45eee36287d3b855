import { type Call, restUrl } from '../../call.ts';
import { isObject, type JsonObject } from '../../json.ts';
import { userBean } from '../../meta/beans.ts';
import type { Comment, Issue } from '../../state/model.ts';
import { jiraTime } from '../../time.ts';
import { richTextFor } from '../rich-text.ts';
import { mayRead } from './visibility.ts';

export function commentBean(call: Call, issue: Issue, comment: Comment): JsonObject {
  const zone = call.account?.timeZone ?? 'Etc/UTC';
  const expand = (call.query.get('expand') ?? '').split(',');
  return {
    self: restUrl(call, `/issue/${issue.id}/comment/${comment.id}`),
    id: comment.id,
    author: userBean(call, comment.author),
    body: richTextFor(call.apiVersion, comment.body),
    updateAuthor: userBean(call, comment.author),
    created: jiraTime(comment.created, zone),
    updated: jiraTime(comment.updated, zone),
    ...(comment.visibility === undefined ? {} : { visibility: comment.visibility }),
    ...(call.state.isCloud ? { jsdPublic: !isInternal(comment) } : {}),
    ...(expand.includes('properties') ? { properties: comment.properties } : {}),
  };
}

/** The comments that the caller may read. */
export function readableComments({ account }: Call, issue: Issue): Comment[] {
  return issue.comments.filter(
    ({ visibility }) => visibility === undefined || (account !== undefined && mayRead(account, visibility)),
  );
}

/** Not for the customers of a JSM project: a property says so. */
export function isInternal({ properties }: Comment): boolean {
  return properties.some(({ key, value }) => key === 'sd.public.comment' && isObject(value) && value.internal === true);
}

export function commentPage(
  call: Call,
  issue: Issue,
  comments: Comment[],
  startAt: number,
  maxResults: number,
): JsonObject {
  return {
    ...(call.state.isCloud ? { self: restUrl(call, `/issue/${issue.id}/comment`) } : {}),
    startAt,
    maxResults,
    total: comments.length,
    comments: comments.slice(startAt, startAt + maxResults).map((comment) => commentBean(call, issue, comment)),
  };
}
