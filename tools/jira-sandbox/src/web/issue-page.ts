import { type Html, html, type Part } from '@guance-jira/sandbox-pages';
import { isInternal } from '../issues/comments/comment-bean.ts';
import { linkTypes } from '../issues/links/link-bean.ts';
import type { Change, Comment, Issue } from '../state/model.ts';
import { resolutions } from '../workflow/resolutions.ts';
import { extraRows } from './extra-rows.ts';
import { layout } from './layout.ts';
import type { Shown } from './parts.ts';
import { labels, person, priority, rich, shortTime } from './parts.ts';
import { actionsPart } from './person-actions.ts';

/** One issue as a person sees it in Jira, with its history and its properties, which Jira itself does not show. */
export function issuePage(state: Shown, issue: Issue): Html {
  const base = state.contextPath;
  const project = state.projects.get(issue.projectKey);
  const description = issue.description === null ? html`<p class="empty">No description</p>` : rich(issue.description);
  const content = html`
<p class="crumbs"><a href="${base}/?project=${issue.projectKey}">${project?.name ?? issue.projectKey}</a> / ${issue.key}</p>
<h1 class="title">${issue.summary}</h1>
<div class="columns">
<div>
<h2 class="section">Description</h2>
${description}
${attachments(state, issue)}
<h2 class="section">Comments (${issue.comments.length})</h2>
${issue.comments.map((comment) => html`<article class="comment"><p class="meta"><strong>${person(state, comment.author)}</strong> ${shortTime(state, comment.created)}${readers(comment)}</p>${rich(comment.body)}</article>`)}
${issue.comments.length === 0 ? html`<p class="empty">No comments</p>` : ''}
<h2 class="section">History</h2>
${history(state, issue)}
<h2 class="section">Properties</h2>
${properties(issue)}
</div>
${details(state, issue)}
</div>`;
  return layout({ title: `${issue.key} ${issue.summary}`, base, refreshSeconds: 15, content });
}

function attachments({ contextPath }: Shown, { attachments = [] }: Issue): Part {
  if (attachments.length === 0) return '';
  const shown = attachments.map(({ id, filename, mimeType }) => {
    const address = `${contextPath}/secure/attachment/${id}/${encodeURIComponent(filename)}`;
    const picture = mimeType.startsWith('image/') ? html`<img src="${address}" alt="">` : '';
    return html`<figure class="attachment"><a href="${address}">${picture}</a><figcaption class="meta">${filename}</figcaption></figure>`;
  });
  return html`<h2 class="section">Attachments (${attachments.length})</h2>${shown}`;
}

/** Who may read a comment, where not everybody may. */
function readers(comment: Comment): string {
  if (isInternal(comment)) return ' · internal';
  return comment.visibility === undefined ? '' : ` · ${comment.visibility.type} ${comment.visibility.value}`;
}

function details(state: Shown, issue: Issue): Html {
  const { language } = state.settings;
  const project = state.projects.get(issue.projectKey);
  const resolution = resolutions.find(({ id }) => id === issue.resolutionId)?.name[language] ?? 'Unresolved';
  const rows: [string, Part][] = [
    ['Type', project?.issueTypes.find(({ id }) => id === issue.issueTypeId)?.name ?? ''],
    [
      'Status',
      html`<span class="lozenge ${state.statuses.of(issue.status).category}">${state.statuses.of(issue.status).name[language]}</span>`,
    ],
    ['Resolution', resolution],
    ['Priority', priority(project, issue)],
    ['Assignee', person(state, issue.assignee)],
    ['Reporter', person(state, issue.reporter)],
    ['Labels', issue.labels.length === 0 ? 'None' : labels(issue)],
    ...extraRows(state, issue),
    ...linkRows(state, issue),
    ['Created', shortTime(state, issue.created)],
    ['Updated', shortTime(state, issue.updated)],
    ...(issue.resolved === null ? [] : [['Resolved', shortTime(state, issue.resolved)] satisfies [string, Part]]),
  ];
  return html`<aside class="details"><h2 class="section">Actions</h2>${actionsPart(state, issue)}<h2 class="section">Details</h2><dl>${rows.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl></aside>`;
}

function linkRows(state: Shown, issue: Issue): [string, Part][] {
  return [...state.links.values()].flatMap((link): [string, Part][] => {
    if (link.inwardId !== issue.id && link.outwardId !== issue.id) return [];
    const isInward = link.inwardId === issue.id;
    const other = state.issues.get(isInward ? link.outwardId : link.inwardId);
    const type = linkTypes.find(({ id }) => id === link.typeId);
    if (other === undefined || type === undefined) return [];
    const name = isInward ? type.outward : type.inward;
    return [[name, html`<a href="${state.contextPath}/browse/${other.key}">${other.key}</a> ${other.summary}`]];
  });
}

function history(state: Shown, issue: Issue): Html {
  const entries = issue.history.map(
    (entry) =>
      html`<li><span class="meta"><strong>${person(state, entry.author)}</strong> ${shortTime(state, entry.at)}</span><br>${entry.changes.map((change) => html`<strong>${change.field}</strong>: ${shown(state, change, change.from)} → ${shown(state, change, change.to)}<br>`)}</li>`,
  );
  const created = html`<li><span class="meta"><strong>${person(state, issue.creator)}</strong> ${shortTime(state, issue.created)}</span><br>created the issue</li>`;
  return html`<ul class="history">${created}${entries}</ul>`;
}

/** Ids are kept in the history; people want the names. */
function shown(state: Shown, change: Change, value: string | null): string {
  if (value === null || value === '') return 'None';
  const { language } = state.settings;
  const priorities = [...state.projects.values()].flatMap((project) => project.priorities);
  switch (change.field) {
    case 'status':
      return state.statuses.of(value).name[language];
    case 'resolution':
      return resolutions.find(({ id }) => id === value)?.name[language] ?? value;
    case 'priority':
      return priorities.find(({ id }) => id === value)?.name ?? value;
    case 'assignee':
    case 'reporter':
      return person(state, value);
    default:
      return value.length > 200 ? `${value.slice(0, 200)}…` : value;
  }
}

function properties(issue: Issue): Html {
  const entries = Object.entries(issue.properties);
  if (entries.length === 0) return html`<p class="empty">No properties</p>`;
  return html`${entries.map(([key, value]) => html`<p class="meta">${key}</p><pre class="json">${JSON.stringify(value, null, 2)}</pre>`)}`;
}
