import type { Call } from '../call.ts';
import type { Field } from '../fields/field.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Issue, Project } from '../state/model.ts';
import { readPriority } from './choices.ts';
import { each } from './options.ts';
import { readParent } from './parent.ts';
import { readPerson } from './people.ts';
import { type Read, readLabel, readRichText, readSummary } from './text.ts';
import { readTyped } from './typed.ts';

export type Apply = (issue: Issue) => void;
export type FieldChecks = { errors: Record<string, string>; applies: Apply[] };

export const notOnScreen = (id: string) =>
  `Field '${id}' cannot be set. It is not on the appropriate screen, or unknown.`;

/** Checks every field that was sent, all of them, and says by field id what is wrong. */
export function checkFields(call: Call, project: Project, fields: JsonObject, screen: readonly string[]): FieldChecks {
  const checks: FieldChecks = { errors: {}, applies: [] };
  for (const [id, value] of Object.entries(fields)) {
    const field = screen.includes(id) ? project.fields.get(id) : undefined;
    take(checks, id, field === undefined ? { error: notOnScreen(id) } : readField(call, project, field, value));
  }
  return checks;
}

/** What a screen asks for and was not given. `isSent` says which fields the request carries; a default fills the rest. */
export function missingFields(
  required: Field[],
  fields: JsonObject,
  isSent: (id: string) => boolean,
): Record<string, string> {
  const missing = required.filter(({ id, default: preset }) =>
    id in fields ? isEmpty(fields[id]) : preset === undefined && !isSent(id),
  );
  return Object.fromEntries(missing.map(({ id, name }) => [id, `${name} is required.`]));
}

export function isEmpty(value: Json | undefined): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

function take(checks: FieldChecks, id: string, read: Read<Apply>): void {
  if ('error' in read) checks.errors[id] = read.error;
  else checks.applies.push(read.value);
}

type Reader = (call: Call, project: Project, value: Json) => Read<Apply>;

/** Fields that an issue keeps by themselves. All others are kept by their id. */
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
  priority: (call, project, value) =>
    applying(readPriority(call, project, value), (issue, priority) => {
      issue.priorityId = priority;
    }),
  labels: (call, _project, value) =>
    applying(value === null ? { value: [] } : each(value, (item) => readLabel(call, item)), (issue, labels) => {
      issue.labels = Array.isArray(labels) ? labels.map(String) : [];
    }),
  assignee: (call, project, value) =>
    applying(readPerson(call, project, value, 'assignee'), (issue, login) => {
      if (!call.state.settings.dropAssignee) issue.assignee = login;
    }),
  reporter: (call, project, value) =>
    applying(readPerson(call, project, value, 'reporter'), (issue, login) => {
      if (login !== null) issue.reporter = login;
    }),
  parent: (call, project, value) =>
    applying(readParent(call, project, value), (issue, parentId) => {
      issue.parentId = parentId ?? undefined;
    }),
};

function readField(call: Call, project: Project, field: Field, value: Json): Read<Apply> {
  const reader = Object.hasOwn(readers, field.id) ? readers[field.id] : undefined;
  if (reader !== undefined) return reader(call, project, value);
  return applying(readTyped(call, project, field, value), (issue, kept) => {
    issue.other[field.id] = kept;
  });
}

function applying<T>(read: Read<T>, apply: (issue: Issue, value: T) => void): Read<Apply> {
  if ('error' in read) return read;
  return { value: (issue) => apply(issue, read.value) };
}
