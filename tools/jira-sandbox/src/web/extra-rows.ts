import { html, type Part } from '@guance-jira/sandbox-pages';
import type { Issue } from '../state/model.ts';
import { fieldValue } from './field-value.ts';
import type { Shown } from './parts.ts';
import { person } from './parts.ts';

/** What only some issues have: fields of their project, parent, sub-tasks, watchers, that it is archived. */
export function extraRows(state: Shown, issue: Issue): [string, Part][] {
  const fields = state.projects.get(issue.projectKey)?.fields;
  const own = Object.entries(issue.other).flatMap(([id, value]): [string, Part][] => {
    const shown = fieldValue(state, fields?.get(id), value);
    return shown === undefined ? [] : [[fields?.get(id)?.name ?? id, shown]];
  });
  const parent = issue.parentId === undefined ? undefined : state.issues.get(issue.parentId);
  const children = state.childrenOf(issue);
  const watchers = issue.watchers ?? [];
  return [
    ...own,
    ...(parent === undefined ? [] : [row('Parent', link(state, parent))]),
    ...(children.length === 0
      ? []
      : [
          row(
            'Sub-tasks',
            children.map((child) => html`${link(state, child)} `),
          ),
        ]),
    ...(watchers.length === 0 ? [] : [row('Watchers', watchers.map((login) => person(state, login)).join(', '))]),
    ...(issue.archived === true ? [row('Archived', 'yes: it can only be read')] : []),
  ];
}

function row(name: string, value: Part): [string, Part] {
  return [name, value];
}

function link(state: Shown, { key }: Issue): Part {
  return html`<a href="${state.contextPath}/browse/${key}">${key}</a>`;
}
