import type { Answer, Call } from '../call.ts';
import { failure } from '../errors.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Project } from '../state/model.ts';
import { settableFields } from '../validate/fields.ts';
import { issueTypeBean, priorityBean, projectBean } from './beans.ts';
import { projectOfPath } from './handlers.ts';

export function createMetaTypes(call: Call): Answer {
  const types = projectOfPath(call).issueTypes.map((type) => issueTypeBean(call, type));
  return { status: 200, body: paged(call, 'issueTypes', types) };
}

export function createMetaFields(call: Call): Answer {
  const project = projectOfPath(call);
  const type = project.issueTypes.find(({ id }) => id === call.params.issueTypeId);
  if (type === undefined) throw failure(call.state.isCloud ? 404 : 400, 'Issue type does not exist in this project.');
  const screen = new Set(['project', 'issuetype', 'summary', ...project.screenFields]);
  const known = settableFields(project);
  const fields = [...screen].flatMap((id) => {
    const field = known.find((candidate) => candidate.id === id);
    return field === undefined ? [] : [fieldMeta(call, project, field)];
  });
  return { status: 200, body: paged(call, 'fields', fields) };
}

export function listFields(call: Call): Answer {
  const fields = new Map([...call.state.projects.values()].flatMap(settableFields).map((field) => [field.id, field]));
  const body = [...fields.values()].map(({ id, name, schema }) => {
    const custom = id.startsWith('customfield_');
    return {
      id,
      ...(call.state.isCloud ? { key: id } : {}),
      name,
      custom,
      orderable: true,
      navigable: true,
      searchable: true,
      clauseNames: [id],
      schema,
    };
  });
  return { status: 200, body };
}

/** Cloud names its list; Data Center 9 and later call it `values`. */
function paged(call: Call, name: string, all: JsonObject[]): JsonObject {
  const startAt = Number(call.query.get('startAt') ?? 0) || 0;
  const maxResults = Math.min(Number(call.query.get('maxResults') ?? 50) || 50, 200);
  const page: Json[] = all.slice(startAt, startAt + maxResults);
  const total = all.length;
  if (call.state.isCloud) return { startAt, maxResults, total, [name]: page };
  return { startAt, maxResults, total, isLast: startAt + maxResults >= total, values: page };
}

function fieldMeta(call: Call, project: Project, field: ReturnType<typeof settableFields>[number]): JsonObject {
  const required = ['project', 'issuetype', 'summary'].includes(field.id) || field.required;
  return {
    required,
    schema: field.schema,
    name: field.name,
    ...(call.state.isCloud ? { key: field.id } : {}),
    fieldId: field.id,
    hasDefaultValue: field.id === 'priority',
    operations: field.id === 'labels' ? ['add', 'set', 'remove'] : ['set'],
    ...allowedValues(call, project, field.id),
  };
}

function allowedValues(call: Call, project: Project, id: string): JsonObject {
  if (id === 'priority') return { allowedValues: project.priorities.map((priority) => priorityBean(call, priority)) };
  if (id === 'issuetype') return { allowedValues: project.issueTypes.map((type) => issueTypeBean(call, type)) };
  if (id === 'project') return { allowedValues: [projectBean(call, project)] };
  const custom = project.customFields.find((field) => field.id === id);
  if (custom?.type !== 'option') return {};
  return { allowedValues: custom.options.map((value, n) => ({ id: String(10_300 + n), value })) };
}
