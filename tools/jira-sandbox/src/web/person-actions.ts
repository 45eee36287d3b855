import { type Html, html, type Part } from '@guance-jira/sandbox-pages';
import { z } from 'zod';
import { editAsPerson, type PersonEdit } from '../control/person.ts';
import { issueTypeOf } from '../fields/screens.ts';
import type { Issue } from '../state/model.ts';
import type { Status } from '../workflow/statuses.ts';
import type { Workflow } from '../workflow/workflow.ts';
import { person, type Shown } from './parts.ts';

type Action = { name: string; label: string; edit: PersonEdit };

const Form = z.object({ action: z.string(), assignee: z.string().optional(), comment: z.string().optional() });

/** What a person can press in the state in which the issue is. Past every screen, as people's edits are here. */
function actionsOf(state: Pick<Shown, 'projects' | 'statuses'>, issue: Issue): Action[] {
  const project = state.projects.get(issue.projectKey);
  if (project === undefined || issue.archived === true) return [];
  const workflow = issueTypeOf(project, issue.issueTypeId).workflow ?? project.workflow;
  const { category } = state.statuses.of(issue.status);
  if (category === 'done') return [{ name: 'reopen', label: 'Reopen', edit: { status: workflow.start.key } }];
  const doing = workflow.statuses.find((status) => status.category === 'indeterminate');
  const start = { name: 'start', label: 'Start progress', edit: { status: doing?.key } };
  return [
    ...(category === 'new' && doing !== undefined ? [start] : []),
    { name: 'done', label: 'Done', edit: { status: doneOf(workflow, undefined).key, resolution: 'Done' } },
    { name: 'wont-do', label: "Won't Do", edit: { status: doneOf(workflow, '10001').key, resolution: "Won't Do" } },
  ];
}

/** Where a transition leads that sets this resolution; else the first that is done. */
function doneOf(workflow: Workflow, resolutionId: string | undefined): Status {
  const ways = [...workflow.from.values()].flat().filter(({ to }) => to.category === 'done');
  const way = ways.find((one) => one.resolutionId === resolutionId) ?? ways[0];
  return way?.to ?? workflow.statuses.find(({ category }) => category === 'done') ?? workflow.start;
}

/** A form for each, so that Enter in one does not press what is first in another. */
export function actionsPart(state: Shown, issue: Issue): Html {
  const form = (label: string, content: Part) =>
    html`<form method="post" action="${state.contextPath}/browse/${issue.key}" aria-label="${label}">${content}</form>`;
  const people = [...state.accounts.keys()].map((login) =>
    login === issue.assignee
      ? html`<option value="${login}" selected>${person(state, login)}</option>`
      : html`<option value="${login}">${person(state, login)}</option>`,
  );
  const buttons = actionsOf(state, issue).map(
    ({ name, label }) => html`<button name="action" value="${name}">${label}</button> `,
  );
  return html`<div class="actions">${form('Status', buttons)}
${form('Assignee', html`<select name="assignee" aria-label="Assignee"><option value="">Unassigned</option>${people}</select> <button name="action" value="assign">Assign</button>`)}
${form('Comment', html`<input name="comment" aria-label="Comment" maxlength="1000"> <button name="action" value="comment">Comment</button>`)}</div>`;
}

/** Does what was pressed, as the person that the control API takes by default. Throws an Error that names what is unknown. */
export function press(state: Parameters<typeof editAsPerson>[0], issue: Issue, body: unknown): void {
  const { action, assignee, comment } = Form.parse(body);
  if (action === 'assign') editAsPerson(state, issue, { assignee: assignee === '' ? null : assignee });
  else if (action === 'comment' && comment !== '') editAsPerson(state, issue, { comment });
  // Not there where the page was older than the issue.
  const found = actionsOf(state, issue).find(({ name }) => name === action);
  if (found !== undefined) editAsPerson(state, issue, found.edit);
}
