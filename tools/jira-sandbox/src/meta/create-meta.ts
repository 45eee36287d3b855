import type { Answer } from '../answer.ts';
import type { Call } from '../call.ts';
import { failure } from '../errors.ts';
import { createFieldMeta, fieldMeta, shownName } from '../fields/meta.ts';
import { isRequired, issueTypeOf, screenOf } from '../fields/screens.ts';
import { issueOf, projectOf } from '../issues/of-call.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Project } from '../state/model.ts';
import { issueTypeBean } from './beans.ts';
import { projectOfPath } from './handlers.ts';

export function createMetaTypes(call: Call): Answer {
  const project = readableMeta(projectOfPath(call));
  const types = project.issueTypes.map((type) => issueTypeBean(call, type));
  return { status: 200, body: paged(call, project, 'issueTypes', types) };
}

export function createMetaFields(call: Call): Answer {
  const project = readableMeta(projectOfPath(call));
  const type = project.issueTypes.find(({ id }) => id === call.params.issueTypeId);
  if (type === undefined) throw failure(call.state.isCloud ? 404 : 400, 'Issue type does not exist in this project.');
  const screen = new Set(['project', 'issuetype', 'summary', ...screenOf(project, type, 'create')]);
  const fields = [...screen].flatMap((id) => {
    const field = project.fields.get(id);
    return field === undefined ? [] : [createFieldMeta(call, project, field, isRequired(field, type))];
  });
  return { status: 200, body: paged(call, project, 'fields', fields) };
}

/** The fields of the edit screen, by id. Comments and links can always be added there. */
export function editMeta(call: Call): Answer {
  const issue = issueOf(call);
  const project = readableMeta(projectOf(call, issue));
  const type = issueTypeOf(project, issue.issueTypeId);
  const ids = new Set(issue.archived === true ? [] : [...screenOf(project, type, 'edit'), 'comment']);
  const fields = [...ids].flatMap((id): [string, JsonObject][] => {
    const field = project.fields.get(id);
    return field === undefined ? [] : [[id, fieldMeta(call, project, field, isRequired(field, type))]];
  });
  return { status: 200, body: { fields: Object.fromEntries(fields) } };
}

export function listFields(call: Call): Answer {
  const fields = new Map([...call.state.projects.values()].flatMap((project) => [...project.fields]));
  const body = [...fields.values()].map((field) => {
    const { id, schema } = field;
    const name = shownName(call, field);
    const custom = id.startsWith('customfield_');
    return {
      id,
      ...(call.state.isCloud ? { key: id } : {}),
      name,
      custom,
      orderable: true,
      navigable: true,
      searchable: true,
      clauseNames: custom ? [`cf[${id.slice('customfield_'.length)}]`, name] : [id],
      schema,
    };
  });
  return { status: 200, body };
}

/** Jira says it in different ways to an account that may not create issues in the project; the words are from memory. */
function readableMeta(project: Project): Project {
  if (project.createMeta === 403) throw failure(403, 'You do not have permission to create issues in this project.');
  if (project.createMeta === 404) throw failure(404, `No project could be found with key '${project.key}'.`);
  return project;
}

/** Cloud names its list; Data Center 9 and later call it `values`. */
function paged(call: Call, project: Project, name: string, all: JsonObject[]): JsonObject {
  const startAt = Number(call.query.get('startAt') ?? 0) || 0;
  const wanted = Math.min(Number(call.query.get('maxResults') ?? 50) || 50, 200);
  const maxResults = Math.min(wanted, project.metaPageSize ?? wanted);
  const page: Json[] = all.slice(startAt, startAt + maxResults);
  const total = all.length;
  if (call.state.isCloud) return { startAt, maxResults, total, [name]: page };
  return { startAt, maxResults, total, isLast: startAt + maxResults >= total, values: page };
}
