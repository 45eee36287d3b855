import type { Answer } from '../../answer.ts';
import { bodyObject, type Call } from '../../call.ts';
import { failure, fieldFailure } from '../../errors.ts';
import { arrayOr, isObject, type Json, type JsonObject } from '../../json.ts';
import type { Comment, Issue, RichText } from '../../state/model.ts';
import { readRichText } from '../../validate/text.ts';
import { changeIssue } from '../change.ts';
import { authorOf, issueOf, writableIssue } from '../of-call.ts';
import { readProperties } from '../properties.ts';
import { commentBean, commentPage, readableComments } from './comment-bean.ts';
import { readVisibility, type Visibility } from './visibility.ts';

const commentLimit = 5000;

export type NewComment = { body: RichText; properties: { key: string; value: Json }[]; visibility?: Visibility };
type Refused = { field: 'comment' | 'commentLevel'; error: string };

export function postComment(call: Call): Answer {
  const issue = writableIssue(call);
  const body = bodyObject(call);
  const comment = readComment(call, body);
  if ('error' in comment) throw fieldFailure({ [comment.field]: comment.error });
  if (issue.comments.length >= commentLimit) {
    throw failure(413, `The maximum number of comments (${commentLimit}) has been reached for this issue.`);
  }
  let added: Comment | undefined;
  changeIssue(call.state, issue, authorOf(call), () => {
    added = addCommentTo(call, issue, comment);
  });
  if (added === undefined) throw new Error('comment was not added');
  const bean = commentBean(call, issue, added);
  return { status: 201, body: bean, headers: { Location: String(bean.self) } };
}

export function getComments(call: Call): Answer {
  const issue = issueOf(call);
  const startAt = Math.max(0, Number(call.query.get('startAt') ?? 0) || 0);
  const maxResults = Number(call.query.get('maxResults') ?? (call.state.isCloud ? 100 : 1048576)) || 0;
  const newestFirst = (call.query.get('orderBy') ?? '').startsWith('-created');
  const readable = readableComments(call, issue);
  const comments = newestFirst ? readable.toReversed() : readable;
  return { status: 200, body: commentPage(call, issue, comments, startAt, maxResults) };
}

export function getComment(call: Call): Answer {
  const issue = issueOf(call);
  const comment = readableComments(call, issue).find((known) => known.id === call.params.id);
  if (comment === undefined) throw failure(404, `Can not find a comment for the id: ${call.params.id}.`);
  return { status: 200, body: commentBean(call, issue, comment) };
}

/** Adds without committing. */
export function addCommentTo(call: Call, issue: Issue, comment: NewComment): Comment {
  const now = call.state.now();
  const kept = { id: call.state.nextId(), author: authorOf(call), created: now, updated: now, ...comment };
  issue.comments.push(kept);
  return kept;
}

/** The comments in an `update: { comment: [{ add }] }`. */
export function readCommentUpdates(call: Call, update: JsonObject, errors: Record<string, string>): NewComment[] {
  const comments: NewComment[] = [];
  for (const operation of arrayOr(update.comment)) {
    const added = isObject(operation) && isObject(operation.add) ? operation.add : {};
    const comment = readComment(call, added);
    if ('error' in comment) errors[comment.field] = comment.error;
    else comments.push(comment);
  }
  return comments;
}

function readComment(call: Call, body: JsonObject): NewComment | Refused {
  if (body.body === undefined || body.body === null || body.body === '')
    return { field: 'comment', error: 'Comment body can not be empty!' };
  const text = readRichText(call, body.body, '32767');
  if ('error' in text) return { field: 'comment', error: text.error };
  const visibility = readVisibility(call, body.visibility);
  if (visibility !== undefined && 'error' in visibility) return { field: 'commentLevel', error: visibility.error };
  const properties = readProperties(body.properties);
  return { body: text.value, properties, ...(visibility === undefined ? {} : { visibility }) };
}
