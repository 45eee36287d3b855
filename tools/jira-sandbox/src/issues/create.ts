import { loginRequired } from '../auth.ts';
import { type Answer, bodyObject, type Call, restUrl } from '../call.ts';
import { fieldFailure, JiraError } from '../errors.ts';
import { type JsonObject, objectOr } from '../json.ts';
import type { Issue, NamedId, Project } from '../state/model.ts';
import { readIssueType, readProject } from '../validate/choices.ts';
import { checkFields } from '../validate/fields.ts';
import { checkUpdate } from '../validate/update.ts';
import { addCommentTo, readCommentUpdates } from './comments.ts';
import { addLink, readLinkUpdates } from './links.ts';
import { readProperties } from './properties.ts';

export function createIssue(call: Call): Answer {
  if (call.account === undefined) throw new JiraError(loginRequired(call.state, call.baseUrl));
  const body = bodyObject(call);
  const fields = objectOr(body.fields);
  const update = objectOr(body.update);
  const { project, issueType } = whereTo(call, fields);
  const checked = checkFields(call, project, without(fields, ['project', 'issuetype']), project.screenFields);
  const updates = checkUpdate(call, project, update, fields, project.screenFields);
  const errors = { ...checked.errors, ...updates.errors };
  if (fields.summary === undefined) errors.summary = 'You must specify a summary of the issue.';
  if (!project.allowUnassigned && fields.assignee === undefined) errors.assignee = 'Issues must be assigned.';
  for (const field of project.customFields) {
    if (field.required && !(field.id in fields)) errors[field.id] = `${field.name} is required.`;
  }
  const comments = readCommentUpdates(call, update, errors);
  if (Object.keys(errors).length > 0) throw fieldFailure(errors);
  const properties = readProperties(body.properties);
  const links = readLinkUpdates(call, update);

  if (call.made.skipKeys !== undefined) call.state.skipKeys(project.key, call.made.skipKeys);
  const issue = newIssue(call, project, issueType, call.account.login);
  for (const apply of [...checked.applies, ...updates.applies]) apply(issue);
  for (const { key, value } of properties) issue.properties[key] = value;
  for (const comment of comments) addCommentTo(call, issue, comment);
  call.state.commit(issue);
  letStraggle(call, issue);
  for (const link of links) addLink(call, link, issue);
  return { status: 201, body: { id: issue.id, key: issue.key, self: restUrl(call, `/issue/${issue.id}`) } };
}

/** Search learns of it later than of younger ones, where the settings or the fault of this request want that. */
function letStraggle({ state, made }: Call, issue: Issue): void {
  const { stragglers } = state.settings;
  const straggles = stragglers !== null && state.random() < stragglers.probability;
  const forMs = made.unseenForMs ?? (straggles ? stragglers.forMs : 0);
  if (forMs > 0) state.index.hide(issue.id, forMs);
}

/** Without a project nothing else can be judged, so its error comes alone. */
function whereTo(call: Call, fields: JsonObject): { project: Project; issueType: NamedId } {
  const project = readProject(call, fields.project);
  if ('error' in project) throw fieldFailure({ project: project.error });
  const issueType = readIssueType(call, project.value, fields.issuetype);
  if (!('error' in issueType)) return { project: project.value, issueType: issueType.value };
  const rest = checkFields(call, project.value, without(fields, ['project', 'issuetype']), project.value.screenFields);
  throw fieldFailure({ issuetype: issueType.error, ...rest.errors });
}

function newIssue(call: Call, project: Project, issueType: NamedId, login: string): Issue {
  const { state } = call;
  const now = state.now();
  const middle = project.priorities[Math.floor(project.priorities.length / 2)];
  return {
    id: state.nextId(),
    key: call.made.key ?? state.nextKey(project.key),
    formerKeys: [],
    visibleTo: call.made.visibleTo ?? project.newIssuesVisibleTo ?? undefined,
    projectKey: project.key,
    issueTypeId: issueType.id,
    summary: '',
    description: null,
    priorityId: middle?.id ?? null,
    labels: [],
    assignee: null,
    reporter: login,
    creator: login,
    status: 'new',
    statusChanged: now,
    resolutionId: null,
    resolved: null,
    created: now,
    updated: now,
    other: {},
    properties: {},
    comments: [],
    history: [],
  };
}

export function without(fields: JsonObject, names: string[]): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));
}
