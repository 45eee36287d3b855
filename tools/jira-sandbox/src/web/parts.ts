import { type Html, html } from '@guance-jira/sandbox-pages';
import type { Issue, Project, RichText } from '../state/model.ts';
import type { SandboxState } from '../state/state.ts';
import { jiraTime } from '../time.ts';
import { renderAdf } from './render-adf.ts';
import { renderWiki } from './render-wiki.ts';

/** What the pages show of the sandbox. They change nothing. */
export type Shown = Pick<
  SandboxState,
  | 'contextPath'
  | 'settings'
  | 'statuses'
  | 'site'
  | 'accounts'
  | 'projects'
  | 'issues'
  | 'links'
  | 'findIssue'
  | 'childrenOf'
>;

export function rich(text: RichText): Html {
  return html`<div class="rich">${text.form === 'adf' ? renderAdf(text.doc) : renderWiki(text.text)}</div>`;
}

export function labels(issue: Issue): Html[] {
  return issue.labels.map((label) => html`<span class="label" title="${label}">${label}</span>`);
}

export function priority(project: Project | undefined, issue: Issue): Html | string {
  const position = project?.priorities.findIndex(({ id }) => id === issue.priorityId) ?? -1;
  if (position === -1) return '—';
  return html`<span class="priority p${position + 1}">${project?.priorities[position]?.name}</span>`;
}

export function person(state: Shown, login: string | null): string {
  if (login === null) return 'Unassigned';
  return state.accounts.get(login)?.displayName ?? login;
}

/** In the zone of the first account, as one person would see it. */
export function shortTime(state: Shown, at: number): string {
  const zone = [...state.accounts.values()][0]?.timeZone ?? 'Etc/UTC';
  return jiraTime(at, zone).slice(0, 19).replace('T', ' ');
}
