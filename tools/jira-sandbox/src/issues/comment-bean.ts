import { type Call, restUrl } from '../call.ts';
import type { JsonObject } from '../json.ts';
import { userBean } from '../meta/beans.ts';
import type { Comment, Issue } from '../state/model.ts';
import { jiraTime } from '../time.ts';
import { richTextFor } from './rich-text.ts';

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
    ...(call.state.isCloud ? { jsdPublic: true } : {}),
    ...(expand.includes('properties') ? { properties: comment.properties } : {}),
  };
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
