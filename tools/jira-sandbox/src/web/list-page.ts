import { type Html, html } from '@guance-jira/sandbox-pages';
import type { Issue } from '../state/model.ts';
import { layout } from './layout.ts';
import type { Shown } from './parts.ts';
import { labels, person, priority, shortTime } from './parts.ts';

const shownAtMost = 200;

/** All issues, newest first; `projectKey` narrows it down. */
export function listPage(state: Shown, projectKey: string | undefined): Html {
  const issues = [...state.issues.values()]
    .filter((issue) => projectKey === undefined || issue.projectKey === projectKey)
    .sort((a, b) => Number(b.id) - Number(a.id));
  const base = state.contextPath;
  const filters = [...state.projects.values()].map(
    ({ key, name }) => html`<a href="${base}/?project=${key}">${key} · ${name}</a>`,
  );
  const content = html`
<h1 class="title">Issues <span class="meta">${issues.length}</span></h1>
<p class="filters"><a href="${base}/">All</a>${filters}</p>
${issues.length === 0 ? html`<p class="empty">No issues yet. Send an alert to the webhook and it appears here.</p>` : table(state, issues)}`;
  return layout({ title: 'Issues - Jira sandbox', base, refreshSeconds: 5, content });
}

function table(state: Shown, issues: Issue[]): Html {
  const rows = issues.slice(0, shownAtMost).map((issue) => row(state, issue));
  const more = issues.length > shownAtMost ? html`<p class="meta">The newest ${shownAtMost} are shown.</p>` : '';
  const names = ['Key', 'Type', 'Summary', 'Priority', 'Status', 'Assignee', 'Labels', 'Created'];
  return html`<table class="issues"><thead><tr>${names.map((name) => html`<th>${name}</th>`)}</tr></thead>
<tbody>${rows}</tbody></table>${more}`;
}

function row(state: Shown, issue: Issue): Html {
  const project = state.projects.get(issue.projectKey);
  const type = project?.issueTypes.find(({ id }) => id === issue.issueTypeId)?.name ?? '';
  const link = `${state.contextPath}/browse/${issue.key}`;
  return html`<tr>
<td class="nowrap"><a href="${link}">${issue.key}</a></td>
<td class="nowrap">${type}</td>
<td class="summary"><a href="${link}">${issue.summary}</a></td>
<td class="nowrap">${priority(project, issue)}</td>
<td class="nowrap"><span class="lozenge ${state.statuses.of(issue.status).category}">${state.statuses.of(issue.status).name[state.settings.language]}</span></td>
<td class="nowrap">${person(state, issue.assignee)}</td>
<td>${labels(issue)}</td>
<td class="nowrap">${shortTime(state, issue.created)}</td>
</tr>
`;
}
