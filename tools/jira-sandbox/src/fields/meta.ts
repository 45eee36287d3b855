import { type Call, restUrl } from '../call.ts';
import { visibleLevels } from '../issues/security.ts';
import type { JsonObject } from '../json.ts';
import { issueTypeBean, priorityBean, projectBean, resolutionBean } from '../meta/beans.ts';
import type { Project } from '../state/model.ts';
import { resolutions } from '../workflow/resolutions.ts';
import type { Field, Option } from './field.ts';

/** A field as editmeta and the screens of transitions tell of it. */
export function fieldMeta(call: Call, project: Project, field: Field, required: boolean): JsonObject {
  const allowed = allowedBeans(call, project, field);
  const search = autoComplete(call, field);
  return {
    required,
    schema: field.schema,
    name: shownName(call, field),
    // As in the official documents: `key` on Cloud, `fieldId` on Data Center; createmeta of Cloud has both.
    ...(call.state.isCloud ? { key: field.id } : { fieldId: field.id }),
    hasDefaultValue: field.id === 'priority' || field.default !== undefined,
    operations: operationsOf(field),
    ...(field.default === undefined ? {} : { defaultValue: field.default }),
    ...(search === undefined ? {} : { autoCompleteUrl: search }),
    ...(allowed === undefined ? {} : { allowedValues: allowed }),
  };
}

/** The name in the language of the site. */
export function shownName({ state }: Call, { name, nameZh }: Pick<Field, 'name' | 'nameZh'>): string {
  return state.settings.language === 'zh' ? (nameZh ?? name) : name;
}

/** A field as createmeta tells of it. */
export function createFieldMeta(call: Call, project: Project, field: Field, required: boolean): JsonObject {
  return { ...fieldMeta(call, project, field, required), fieldId: field.id };
}

/** What may be chosen; undefined where Jira lists nothing (people, groups, labels, sprints, organizations). */
export function allowedBeans(call: Call, project: Project, field: Field | undefined): JsonObject[] | undefined {
  switch (field?.kind) {
    case 'priority':
      return project.priorities.map((priority) => priorityBean(call, priority));
    case 'issuetype':
      return project.issueTypes.map((type) => issueTypeBean(call, type));
    case 'project':
      return [projectBean(call, project)];
    case 'resolution':
      return resolutions.map(({ id }) => resolutionBean(call, id));
    case 'select':
    case 'radio':
    case 'multiselect':
    case 'checkboxes':
    case 'cascading':
      return offered(field).map((option) => optionBean(call, option));
    case 'components':
      return offered(field).map(({ id, value }) => ({ self: restUrl(call, `/component/${id}`), id, name: value }));
    case 'versions':
      return offered(field).map((version) => versionBean(call, version));
    case 'security':
      return visibleLevels(call, field).map((level) => levelBean(call, level));
    default:
      return undefined;
  }
}

function optionBean(call: Call, { id, value, children }: Option): JsonObject {
  const self = restUrl(call, `/customFieldOption/${id}`);
  const below = children.filter(({ disabled }) => !disabled).map((child) => optionBean(call, child));
  return { self, value, id, ...(below.length === 0 ? {} : { children: below }) };
}

export function versionBean(call: Call, { id, value }: Pick<Option, 'id' | 'value'>): JsonObject {
  return { self: restUrl(call, `/version/${id}`), id, name: value, archived: false, released: false };
}

export function levelBean(call: Call, { id, value }: Pick<Option, 'id' | 'value'>): JsonObject {
  return { self: restUrl(call, `/securitylevel/${id}`), id, name: value, description: '' };
}

function offered({ options }: Field): Option[] {
  return options.filter(({ disabled }) => !disabled);
}

function operationsOf({ kind, schema }: Field): string[] {
  if (kind === 'comment') return ['add', 'edit', 'remove'];
  if (kind === 'issuelinks') return ['add'];
  return schema.type === 'array' && kind !== 'sprint' ? ['add', 'set', 'remove'] : ['set'];
}

function autoComplete(call: Call, { id, kind }: Field): string | undefined {
  if (['assignee', 'reporter', 'user', 'multiuser'].includes(kind))
    return restUrl(call, `/user/search?${call.state.isCloud ? 'query' : 'username'}=`);
  if (kind === 'group' || kind === 'multigroup') return restUrl(call, '/groups/picker?query=');
  if (kind === 'labels') return `${call.baseUrl}/rest/api/1.0/labels/suggest?customFieldId=${id}&query=`;
  return kind === 'sprint' ? `${call.baseUrl}/rest/greenhopper/1.0/sprint/picker?query=` : undefined;
}
