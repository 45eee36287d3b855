import type { Call } from '../call.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Issue, Project } from '../state/model.ts';
import { readCustomField, readDate, readPriority } from './choices.ts';
import { readPerson } from './people.ts';
import { type Read, readLabel, readRichText, readSummary } from './text.ts';

export type Apply = (issue: Issue) => void;
export type FieldChecks = { errors: Record<string, string>; applies: Apply[] };

/** Checks every field that was sent, all of them, and says by field id what is wrong. */
export function checkFields(call: Call, project: Project, fields: JsonObject, screen: readonly string[]): FieldChecks {
  const checks: FieldChecks = { errors: {}, applies: [] };
  for (const [id, value] of Object.entries(fields)) {
    if (!screen.includes(id) || !settable(project, id)) {
      checks.errors[id] = `Field '${id}' cannot be set. It is not on the appropriate screen, or unknown.`;
      continue;
    }
    take(checks, id, readField(call, project, id, value));
  }
  return checks;
}

export function take(checks: FieldChecks, id: string, read: Read<Apply>): void {
  if ('error' in read) checks.errors[id] = read.error;
  else checks.applies.push(read.value);
}

function settable(project: Project, id: string): boolean {
  return id in readers || project.customFields.some((field) => field.id === id);
}

type Reader = (call: Call, project: Project, value: Json) => Read<Apply>;

const readers: Record<string, Reader> = {
  summary: (call, _project, value) =>
    applying(readSummary(call, value), (issue, summary) => {
      issue.summary = summary;
    }),
  description: (call, _project, value) =>
    value === null || (call.apiVersion === '2' && value === '')
      ? {
          value: (issue) => {
            issue.description = null;
          },
        }
      : applying(readRichText(call, value), (issue, text) => {
          issue.description = text;
        }),
  environment: (call, _project, value) =>
    value === null
      ? {
          value: (issue) => {
            issue.other.environment = null;
          },
        }
      : applying(readRichText(call, value), (issue, text) => {
          issue.other.environment = text.form === 'adf' ? text.doc : text.text;
        }),
  priority: (call, project, value) =>
    applying(readPriority(call, project, value), (issue, priority) => {
      issue.priorityId = priority;
    }),
  labels: (call, _project, value) =>
    applying(readLabels(call, value), (issue, labels) => {
      issue.labels = labels;
    }),
  assignee: (call, project, value) =>
    applying(readPerson(call, project, value, 'assignee'), (issue, login) => {
      if (!call.state.settings.dropAssignee) issue.assignee = login;
    }),
  reporter: (call, project, value) =>
    applying(readPerson(call, project, value, 'reporter'), (issue, login) => {
      if (login !== null) issue.reporter = login;
    }),
  duedate: (_call, _project, value) =>
    applying(readDate(value), (issue, date) => {
      issue.other.duedate = date;
    }),
};

function readField(call: Call, project: Project, id: string, value: Json): Read<Apply> {
  const reader = readers[id];
  if (reader !== undefined) return reader(call, project, value);
  const field = project.customFields.find((known) => known.id === id);
  if (field === undefined)
    return { error: `Field '${id}' cannot be set. It is not on the appropriate screen, or unknown.` };
  return applying(readCustomField(call, field, value), (issue, kept) => {
    issue.other[id] = kept;
  });
}

function readLabels(call: Call, value: Json): Read<string[]> {
  if (value === null) return { value: [] };
  if (!Array.isArray(value)) return { error: 'data was not an array' };
  const labels: string[] = [];
  for (const item of value) {
    const label = readLabel(call, item);
    if ('error' in label) return label;
    if (!labels.includes(label.value)) labels.push(label.value);
  }
  return { value: labels };
}

function applying<T>(read: Read<T>, apply: (issue: Issue, value: T) => void): Read<Apply> {
  if ('error' in read) return read;
  return { value: (issue) => apply(issue, read.value) };
}

const standardFields: { id: string; name: string; schema: JsonObject; required: boolean }[] = [
  ['project', 'Project', 'project'],
  ['issuetype', 'Issue Type', 'issuetype'],
  ['summary', 'Summary', 'string'],
  ['description', 'Description', 'string'],
  ['priority', 'Priority', 'priority'],
  ['labels', 'Labels', 'array'],
  ['assignee', 'Assignee', 'user'],
  ['reporter', 'Reporter', 'user'],
  ['issuelinks', 'Linked Issues', 'array'],
  ['duedate', 'Due date', 'date'],
  ['environment', 'Environment', 'string'],
].map(([id = '', name = '', type = '']) => ({
  id,
  name,
  required: false,
  schema: { type, system: id, ...(type === 'array' ? { items: id === 'labels' ? 'string' : 'issuelinks' } : {}) },
}));

/** Every field that the project knows, on a screen or not. */
export function settableFields(
  project: Project,
): { id: string; name: string; schema: JsonObject; required: boolean }[] {
  const custom = project.customFields.map(({ id, name, type, required }) => {
    const customId = Number(id.replace('customfield_', ''));
    const schema = { type: type === 'textarea' ? 'string' : type, custom: `sandbox:${type}`, customId };
    return { id, name, required, schema };
  });
  return [...standardFields, ...custom];
}
