import { z } from 'zod';
import { changeIssue } from '../issues/change.ts';
import type { Issue, RichText } from '../state/model.ts';
import type { SandboxState } from '../state/state.ts';
import { findResolution } from '../workflow/resolutions.ts';

/** What a person does to an issue by hand, past every screen and workflow. */
export const PersonEdit = z.strictObject({
  by: z.string().optional().describe('login; default: the last account'),
  summary: z.string().optional(),
  description: z.string().optional(),
  fields: z
    .record(z.string(), z.json().nullable())
    .optional()
    .describe('by id, as the issue keeps them; null empties one'),
  priority: z.string().optional(),
  labels: z.array(z.string()).optional(),
  assignee: z.string().nullable().optional().describe('login'),
  status: z.string().optional().describe('name, or new, indeterminate, done'),
  /** Left out: Done resolves it and any other status clears it. */
  resolution: z.string().nullable().optional(),
  comment: z.string().optional(),
  moveTo: z.string().optional().describe('project key; the id stays'),
  properties: z.record(z.string(), z.json().nullable()).optional().describe('null removes one'),
  visibleTo: z.array(z.string()).nullable().optional().describe('logins of its security level; null: no level'),
  archived: z.boolean().optional().describe('read-only, and out of every search'),
  delete: z.boolean().optional(),
});
export type PersonEdit = z.input<typeof PersonEdit>;

/** Throws an Error that names what is unknown; then nothing has been changed. */
export function editAsPerson(state: SandboxState, issue: Issue, input: PersonEdit): void {
  const edit = PersonEdit.parse(input);
  const by = edit.by ?? [...state.accounts.keys()].at(-1) ?? 'person';
  if (edit.delete === true) {
    state.remove(issue, by);
    return;
  }
  const project = state.projects.get(edit.moveTo ?? issue.projectKey);
  if (project === undefined) throw new Error(`no project ${edit.moveTo ?? issue.projectKey}`);
  const priority =
    edit.priority === undefined ? undefined : project.priorities.find(({ name }) => name === edit.priority);
  if (edit.priority !== undefined && priority === undefined) throw new Error(`no priority ${edit.priority}`);
  const status = edit.status === undefined ? undefined : state.statuses.find(edit.status);
  if (edit.status !== undefined && status === undefined) throw new Error(`no status ${edit.status}`);
  const resolution = typeof edit.resolution === 'string' ? findResolution(edit.resolution) : undefined;
  if (typeof edit.resolution === 'string' && resolution === undefined)
    throw new Error(`no resolution ${edit.resolution}`);

  changeIssue(state, issue, by, () => {
    if (edit.moveTo !== undefined && project.key !== issue.projectKey) move(state, issue, project.key);
    issue.summary = edit.summary ?? issue.summary;
    if (edit.description !== undefined) issue.description = textFrom(state, edit.description);
    Object.assign(issue.other, edit.fields);
    issue.priorityId = priority?.id ?? issue.priorityId;
    issue.labels = edit.labels ?? issue.labels;
    if (edit.assignee !== undefined) issue.assignee = edit.assignee;
    if (status !== undefined) {
      issue.status = status.key;
      issue.resolutionId = status.category === 'done' ? '10000' : null;
    }
    if (edit.resolution !== undefined) issue.resolutionId = resolution?.id ?? null;
    for (const [key, value] of Object.entries(edit.properties ?? {})) {
      if (value === null) delete issue.properties[key];
      else issue.properties[key] = value;
    }
    if (edit.archived !== undefined) issue.archived = edit.archived;
    if (edit.visibleTo !== undefined) issue.visibleTo = edit.visibleTo ?? undefined;
    if (edit.comment !== undefined) addComment(state, issue, by, edit.comment);
  });
}

function move(state: SandboxState, issue: Issue, projectKey: string): void {
  issue.formerKeys.push(issue.key);
  issue.key = state.nextKey(projectKey);
  issue.projectKey = projectKey;
}

function addComment(state: SandboxState, issue: Issue, author: string, text: string): void {
  const now = state.now();
  const body = textFrom(state, text);
  issue.comments.push({ id: state.nextId(), author, body, created: now, updated: now, properties: [] });
}

function textFrom(state: SandboxState, text: string): RichText {
  if (!state.isCloud) return { form: 'wiki', text };
  return {
    form: 'adf',
    doc: { type: 'doc', version: 1, content: [{ type: 'paragraph', content: [{ type: 'text', text }] }] },
  };
}
