import type { Answer } from '../answer.ts';
import { bodyObject, type Call, restUrl } from '../call.ts';
import { fieldFailure, JiraError } from '../errors.ts';
import type { Field } from '../fields/field.ts';
import { isRequired, screenOf } from '../fields/screens.ts';
import { loginRequired } from '../http/auth.ts';
import { type JsonObject, objectOr, without } from '../json.ts';
import type { Issue, IssueType, Project } from '../state/model.ts';
import { readIssueType, readProject } from '../validate/choices.ts';
import { checkFields, missingFields } from '../validate/fields.ts';
import { readTyped } from '../validate/typed.ts';
import { checkUpdate } from '../validate/update.ts';
import { addCommentTo, readCommentUpdates } from './comments/comments.ts';
import { addLink, readLinkUpdates } from './links/links.ts';
import { readProperties } from './properties.ts';

/** What Jira fills itself where a create leaves it out. */
const FILLED = ['priority', 'reporter', 'assignee'];

export function createIssue(call: Call): Answer {
  if (call.account === undefined) throw new JiraError(loginRequired(call.state, call.baseUrl));
  const body = bodyObject(call);
  const fields = objectOr(body.fields);
  const update = objectOr(body.update);
  const { project, issueType } = whereTo(call, fields);
  const screen = screenOf(project, issueType, 'create');
  const checked = checkFields(call, project, without(fields, ['project', 'issuetype']), screen);
  const updates = checkUpdate(call, project, update, fields, screen);
  const required = screen.flatMap((id) => project.fields.get(id) ?? []).filter((field) => isRequired(field, issueType));
  const asked = required.filter(({ id }) => !['project', 'issuetype', 'summary', 'parent'].includes(id));
  const missing = missingFields(asked, fields, (id) => id in update || FILLED.includes(id));
  const errors = { ...missing, ...checked.errors, ...updates.errors };
  if (fields.summary === undefined) errors.summary = 'You must specify a summary of the issue.';
  if (!project.allowUnassigned && fields.assignee === undefined) errors.assignee = 'Issues must be assigned.';
  if (issueType.subtask && fields.parent === undefined)
    errors.issuetype = 'Issue type is a sub-task but parent issue key or id not specified.';
  const comments = readCommentUpdates(call, update, errors);
  if (Object.keys(errors).length > 0) throw fieldFailure(errors);
  const properties = readProperties(body.properties);
  const links = readLinkUpdates(call, update);

  if (call.made.skipKeys !== undefined) call.state.skipKeys(project.key, call.made.skipKeys);
  const issue = newIssue(call, project, issueType, call.account.login);
  for (const id of screen) preset(call, project, issue, project.fields.get(id));
  for (const apply of [...checked.applies, ...updates.applies]) apply(issue);
  for (const { key, value } of properties) issue.properties[key] = value;
  for (const comment of comments) addCommentTo(call, issue, comment);
  call.state.commit(issue);
  letStraggle(call, issue);
  for (const link of links) addLink(call, link, issue);
  call.state.onHappening({ event: 'jira:issue_created', issue, by: call.account.login });
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
function whereTo(call: Call, fields: JsonObject): { project: Project; issueType: IssueType } {
  const project = readProject(call, fields.project);
  if ('error' in project) throw fieldFailure({ project: project.error });
  const issueType = readIssueType(call, project.value, fields.issuetype);
  if (!('error' in issueType)) return { project: project.value, issueType: issueType.value };
  const screen = screenOf(project.value, { id: '', name: '', subtask: false }, 'create');
  const rest = checkFields(call, project.value, without(fields, ['project', 'issuetype']), screen);
  throw fieldFailure({ issuetype: issueType.error, ...rest.errors });
}

function newIssue(call: Call, project: Project, issueType: IssueType, login: string): Issue {
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
    status: (issueType.workflow ?? project.workflow).start.key,
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

/** The default value of a field that a create may leave out. A default security level may well hide the issue from its creator. */
function preset(call: Call, project: Project, issue: Issue, field: Field | undefined): void {
  if (field?.default === undefined) return;
  if (field.kind === 'textarea') {
    // Kept as the site file has it, text or document; it is shown in the form that is asked for.
    issue.other[field.id] = field.default;
    return;
  }
  const open = { ...field, options: field.options.map((option) => ({ ...option, members: undefined })) };
  const read = readTyped(call, project, open, field.default);
  if ('error' in read) throw new Error(`the default of ${field.id} does not fit: ${read.error}`);
  issue.other[field.id] = read.value;
}
