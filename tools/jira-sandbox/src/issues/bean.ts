import { type Call, restUrl } from '../call.ts';
import { issueTypeOf } from '../fields/screens.ts';
import { shownValue } from '../fields/values.ts';
import type { Json, JsonObject } from '../json.ts';
import { issueTypeBean, priorityBean, projectBean, resolutionBean, statusBean, userBean } from '../meta/beans.ts';
import type { HistoryEntry, Issue, Project } from '../state/model.ts';
import { jiraTime } from '../time.ts';
import { attachmentBeans } from './attachments.ts';
import { commentPage, readableComments } from './comments/comment-bean.ts';
import { linkBeans } from './links/link-bean.ts';
import { projectOf } from './of-call.ts';
import { richTextFor } from './rich-text.ts';
import { maySee } from './visible.ts';
import { watchesBean } from './watchers.ts';

export type IssueView = { fields: string[] | undefined; properties: string[]; changelog: boolean };

/** The issue as GET and search show it. `fields` undefined: all. */
export function issueBean(call: Call, issue: Issue, view: IssueView): JsonObject {
  const bean: JsonObject = {
    expand: 'renderedFields,names,schema,operations,editmeta,changelog,versionedRepresentations',
    id: issue.id,
    self: restUrl(call, `/issue/${issue.id}`),
    key: issue.key,
  };
  if (view.changelog) bean.changelog = changelog(call, issue);
  if (view.properties.length > 0) bean.properties = chosenProperties(issue, view.properties);
  const fields = select(allFields(call, issue), view.fields);
  if (Object.keys(fields).length > 0) bean.fields = fields;
  return bean;
}

/** `*all`, `*navigable`, names, and `-name` to leave one out. */
function select(all: JsonObject, wanted: string[] | undefined): JsonObject {
  if (wanted === undefined || wanted.length === 0) return all;
  const left = wanted.filter((name) => name.startsWith('-')).map((name) => name.slice(1));
  const everything = wanted.length === left.length || wanted.some((name) => name === '*all' || name === '*navigable');
  const entries = Object.entries(all).filter(([name]) => (everything || wanted.includes(name)) && !left.includes(name));
  return Object.fromEntries(entries);
}

function allFields(call: Call, issue: Issue): JsonObject {
  const project = projectOf(call, issue);
  const zone = call.account?.timeZone ?? 'Etc/UTC';
  const type = issueTypeOf(project, issue.issueTypeId);
  const comments = readableComments(call, issue);
  const priority = project.priorities.find((known) => known.id === issue.priorityId);
  return {
    summary: issue.summary,
    issuetype: issueTypeBean(call, type),
    project: projectBean(call, project),
    description: richTextFor(call.apiVersion, issue.description),
    priority: priority === undefined ? null : priorityBean(call, priority),
    labels: [...issue.labels],
    assignee: issue.assignee === null ? null : userBean(call, issue.assignee),
    reporter: userBean(call, issue.reporter),
    creator: userBean(call, issue.creator),
    status: statusBean(call, issue.status),
    ...(call.state.isCloud ? { statuscategorychangedate: jiraTime(issue.statusChanged, zone) } : {}),
    resolution: issue.resolutionId === null ? null : resolutionBean(call, issue.resolutionId),
    resolutiondate: issue.resolved === null ? null : jiraTime(issue.resolved, zone),
    created: jiraTime(issue.created, zone),
    updated: jiraTime(issue.updated, zone),
    subtasks: subtasks(call, issue),
    ...parent(call, issue),
    attachment: attachmentBeans(call, issue),
    watches: watchesBean(call, issue),
    ...otherFields(call, project, issue),
    issuelinks: linkBeans(call, issue),
    comment: commentPage(call, issue, comments, 0, comments.length),
  };
}

/** Fields that are kept by their id; an issue shows every field of its project, empty or not. */
function otherFields(call: Call, project: Project, issue: Issue): JsonObject {
  const own = [...project.fields.values()].filter(({ id }) => id.startsWith('customfield_') || kept.includes(id));
  const shown = own.map((field): [string, Json] => [field.id, shownValue(call, project, field, issue.other[field.id])]);
  return { ...issue.other, ...Object.fromEntries(shown) };
}

const kept = ['components', 'fixVersions', 'versions', 'duedate', 'environment', 'security'];

function subtasks(call: Call, issue: Issue): JsonObject[] {
  return call.state.childrenOf(issue).flatMap((child) => relative(call, child));
}

function parent(call: Call, { parentId }: Issue): JsonObject {
  const found = parentId === undefined ? undefined : call.state.issues.get(parentId);
  return found === undefined ? {} : { parent: relative(call, found)[0] ?? null };
}

function relative(call: Call, other: Issue): JsonObject[] {
  if (!maySee(call, other)) return [];
  const { id, key, summary, status } = other;
  return [{ id, key, self: restUrl(call, `/issue/${id}`), fields: { summary, status: statusBean(call, status) } }];
}

function changelog(call: Call, issue: Issue): JsonObject {
  const zone = call.account?.timeZone ?? 'Etc/UTC';
  const histories = issue.history.map((entry) => ({
    id: entry.id,
    author: userBean(call, entry.author),
    created: jiraTime(entry.at, zone),
    items: changelogItems(call, issue, entry),
  }));
  return { startAt: 0, maxResults: histories.length, total: histories.length, histories };
}

export function changelogItems(call: Call, issue: Issue, { changes }: HistoryEntry): JsonObject[] {
  return changes.map(({ field, from, to }) => ({
    ...{ ...changedField(projectOf(call, issue), field), from, fromString: from, to, toString: to },
  }));
}

/** History calls a custom field by its name. */
function changedField(project: Project, id: string): JsonObject {
  const custom = id.startsWith('customfield_');
  const field = custom ? (project.fields.get(id)?.name ?? id) : id;
  return { field, fieldtype: custom ? 'custom' : 'jira', fieldId: id };
}

function chosenProperties(issue: Issue, wanted: string[]): JsonObject {
  const all = wanted.includes('*all');
  return Object.fromEntries(Object.entries(issue.properties).filter(([key]) => all || wanted.includes(key)));
}
