import type { Answer } from '../answer.ts';
import { bodyObject, type Call } from '../call.ts';
import { failure, fieldFailure } from '../errors.ts';
import { isRequired, issueTypeOf, screenOf } from '../fields/screens.ts';
import { type JsonObject, objectOr, without } from '../json.ts';
import type { Issue } from '../state/model.ts';
import { readIssueType, readProject } from '../validate/choices.ts';
import { checkFields, missingFields } from '../validate/fields.ts';
import { readPerson } from '../validate/people.ts';
import { checkUpdate } from '../validate/update.ts';
import { issueBean } from './bean.ts';
import { changeIssue } from './change.ts';
import { addCommentTo, readCommentUpdates } from './comments/comments.ts';
import { addLink, readLinkUpdates } from './links/links.ts';
import { authorOf, projectOf, writableIssue } from './of-call.ts';
import { readProperties } from './properties.ts';

/** A `transition` in the body is ignored, as Jira does. */
export function editIssue(call: Call): Answer {
  const issue = writableIssue(call);
  const project = projectOf(call, issue);
  if (call.query.get('notifyUsers') === 'false' && call.account?.admin !== true) {
    throw failure(400, 'To discard the user notification either admin or project admin permissions are required.');
  }
  const body = bodyObject(call);
  const fields = objectOr(body.fields);
  const update = objectOr(body.update);
  const errors: Record<string, string> = {};
  checkFixed(call, issue, fields, errors);
  const type = issueTypeOf(project, issue.issueTypeId);
  const screen = screenOf(project, type, 'edit');
  const checked = checkFields(call, project, without(fields, ['project', 'issuetype']), screen);
  const updates = checkUpdate(call, project, update, fields, screen);
  const sent = screen.flatMap((id) => (id in fields ? (project.fields.get(id) ?? []) : []));
  const missing = missingFields(
    sent.filter((field) => field.id !== 'summary' && isRequired(field, type)),
    fields,
    () => true,
  );
  Object.assign(errors, missing, checked.errors, updates.errors);
  const comments = readCommentUpdates(call, update, errors);
  if (Object.keys(errors).length > 0) throw fieldFailure(errors);
  const properties = readProperties(body.properties);
  const links = readLinkUpdates(call, update);

  changeIssue(call.state, issue, authorOf(call), () => {
    for (const apply of [...checked.applies, ...updates.applies]) apply(issue);
    for (const { key, value } of properties) issue.properties[key] = value;
    for (const comment of comments) addCommentTo(call, issue, comment);
  });
  for (const link of links) addLink(call, link, issue);
  if (call.query.get('returnIssue') !== 'true' || !call.state.isCloud) return { status: 204 };
  return { status: 200, body: issueBean(call, issue, { fields: undefined, properties: [], changelog: false }) };
}

export function deleteIssue(call: Call): Answer {
  call.state.remove(writableIssue(call), authorOf(call));
  return { status: 204 };
}

export function assignIssue(call: Call): Answer {
  const issue = writableIssue(call);
  const person = readPerson(call, projectOf(call, issue), call.body ?? null, 'assignee');
  if ('error' in person) throw fieldFailure({ assignee: person.error });
  changeIssue(call.state, issue, authorOf(call), () => {
    issue.assignee = person.value;
  });
  return { status: 204 };
}

/** Project and type may be repeated in an edit but not changed by it. */
function checkFixed(call: Call, issue: Issue, fields: JsonObject, errors: Record<string, string>): void {
  if (fields.project !== undefined) {
    const project = readProject(call, fields.project);
    if ('error' in project) errors.project = project.error;
    else if (project.value.key !== issue.projectKey) {
      errors.project = "Field 'project' cannot be set. It is not on the appropriate screen, or unknown.";
    }
  }
  if (fields.issuetype === undefined) return;
  const type = readIssueType(call, projectOf(call, issue), fields.issuetype);
  if ('error' in type) errors.issuetype = type.error;
}
