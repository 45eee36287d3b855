import type { Answer } from '../answer.ts';
import { type Call, restUrl } from '../call.ts';
import { failure } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import { userBean } from '../meta/beans.ts';
import type { Attachment, Issue } from '../state/model.ts';
import { jiraTime } from '../time.ts';
import { changeIssue } from './change.ts';
import { authorOf, writableIssue } from './of-call.ts';

const MOST_FILES = 60;

/** Multipart, the parts' name `file`; statuses are those of Atlassian's documents, which differ in what is too large. */
export function addAttachments(call: Call): Answer {
  if (call.headers['x-atlassian-token'] !== 'no-check')
    return { status: 403, text: 'XSRF check failed', headers: { 'content-type': 'text/plain;charset=UTF-8' } };
  const issue = writableIssue(call);
  const { attachments } = call.state.settings;
  if (attachments === 'off') throw failure(call.state.isCloud ? 404 : 403, 'Attachments are disabled.');
  if (attachments === 'forbidden')
    throw failure(403, 'You do not have permission to create attachments for this issue.');
  const files = call.files.filter(({ field }) => field === 'file');
  if (files.length === 0) throw failure(400, 'There is no file in the request.');
  if (files.length > MOST_FILES || files.some(({ bytes }) => bytes.length > attachments.maxBytes)) {
    const words = 'The file exceeds its maximum permitted size.';
    throw failure(call.state.isCloud ? 413 : 404, words);
  }
  const added: Attachment[] = [];
  changeIssue(call.state, issue, authorOf(call), () => {
    for (const { filename, mimeType, bytes } of files) {
      const of = { id: call.state.nextId(), author: authorOf(call), created: call.state.now() };
      added.push({ ...of, filename, mimeType, size: bytes.length, content: bytes.toString('base64') });
    }
    issue.attachments = [...(issue.attachments ?? []), ...added];
  });
  return { status: 200, body: added.map((attachment) => attachmentBean(call, attachment)) };
}

export function attachmentBeans(call: Call, { attachments = [] }: Issue): JsonObject[] {
  return attachments.map((attachment) => attachmentBean(call, attachment));
}

function attachmentBean(call: Call, { id, author, created, filename, mimeType, size }: Attachment): JsonObject {
  return {
    self: restUrl(call, `/attachment/${id}`),
    ...{ id, filename, mimeType, size },
    author: userBean(call, author),
    created: jiraTime(created, call.account?.timeZone ?? 'Etc/UTC'),
    content: `${call.baseUrl}/secure/attachment/${id}/${encodeURIComponent(filename)}`,
  };
}
