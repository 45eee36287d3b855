import type { Answer } from '../../answer.ts';
import { bodyObject, type Call } from '../../call.ts';
import { failure, issueNotFound } from '../../errors.ts';
import { arrayOr, isObject, type Json, type JsonObject } from '../../json.ts';
import type { Issue } from '../../state/model.ts';
import { archivedWords } from '../archived.ts';
import { addCommentTo, readCommentUpdates } from '../comments/comments.ts';
import { visibleIssue } from '../visible.ts';
import { linkTypeBean, linkTypes } from './link-bean.ts';

export type NewLink = { typeId: string; inward?: Issue; outward?: Issue };

export function linkIssues(call: Call): Answer {
  const body = bodyObject(call);
  const link = readLink(call, body);
  if (link.inward === undefined || link.outward === undefined) throw issueNotFound();
  const comments = body.comment === undefined ? [] : readCommentUpdates(call, { comment: [{ add: body.comment }] }, {});
  for (const comment of comments) addCommentTo(call, link.inward, comment);
  addLink(call, link, link.inward);
  return { status: 201 };
}

export function listLinkTypes(call: Call): Answer {
  return { status: 200, body: { issueLinkTypes: linkTypes.map((type) => linkTypeBean(call, type)) } };
}

/** Links the ends; `self` stands for the end that was not named. A link that is there already is not doubled. */
export function addLink(call: Call, link: NewLink, self: Issue): void {
  const { state } = call;
  const inwardId = (link.inward ?? self).id;
  const outwardId = (link.outward ?? self).id;
  const isThere = [...state.links.values()].some(
    (known) => known.typeId === link.typeId && known.inwardId === inwardId && known.outwardId === outwardId,
  );
  if (isThere) return;
  const id = state.nextId();
  state.links.set(id, { id, typeId: link.typeId, inwardId, outwardId });
  state.commit(self);
}

export function readLinkUpdates(call: Call, update: JsonObject): NewLink[] {
  return arrayOr(update.issuelinks).map((operation) =>
    readLink(call, isObject(operation) && isObject(operation.add) ? operation.add : {}),
  );
}

function readLink(call: Call, body: JsonObject): NewLink {
  const wanted = isObject(body.type) ? body.type : {};
  const type = linkTypes.find((known) => known.id === wanted.id || known.name === wanted.name);
  if (type === undefined)
    throw failure(404, `No issue link type with name '${String(wanted.name ?? wanted.id ?? '')}' found.`);
  const inward = endOf(call, body.inwardIssue);
  const outward = endOf(call, body.outwardIssue);
  return {
    typeId: type.id,
    ...(inward === undefined ? {} : { inward }),
    ...(outward === undefined ? {} : { outward }),
  };
}

function endOf(call: Call, value: Json | undefined): Issue | undefined {
  if (!isObject(value)) return undefined;
  const issue = visibleIssue(call, String(value.key ?? value.id ?? ''));
  if (issue === undefined) throw issueNotFound();
  if (issue.archived === true) throw failure(403, archivedWords);
  return issue;
}
