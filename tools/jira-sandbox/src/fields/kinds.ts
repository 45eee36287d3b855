import { z } from 'zod';
import type { JsonObject } from '../json.ts';

/** What a field can be, in the words of Jira's administration. */
export const fieldKinds = [
  ...['any', 'number', 'text', 'textarea', 'url', 'labels', 'date', 'datetime'],
  ...['select', 'radio', 'multiselect', 'checkboxes', 'cascading'],
  ...['user', 'multiuser', 'group', 'multigroup', 'sprint', 'organizations', 'requesttype'],
] as const;
/** Kinds that only fields of Jira itself have. */
const systemKinds = [
  ...['summary', 'priority', 'components', 'versions', 'security', 'parent', 'assignee', 'reporter'],
  ...['issuelinks', 'project', 'issuetype', 'resolution', 'comment'],
] as const;
export const FieldKind = z.enum([...fieldKinds, ...systemKinds]);
export type FieldKind = z.infer<typeof FieldKind>;

const custom = 'com.atlassian.jira.plugin.system.customfieldtypes';

/** `schema` of a custom field as createmeta and `GET /field` give it. */
const customSchemas: Partial<Record<FieldKind, JsonObject>> = {
  any: { type: 'any', custom: 'com.example.sandbox:any' },
  number: { type: 'number', custom: `${custom}:float` },
  text: { type: 'string', custom: `${custom}:textfield` },
  textarea: { type: 'string', custom: `${custom}:textarea` },
  url: { type: 'string', custom: `${custom}:url` },
  labels: { type: 'array', items: 'string', custom: `${custom}:labels` },
  date: { type: 'date', custom: `${custom}:datepicker` },
  datetime: { type: 'datetime', custom: `${custom}:datetime` },
  select: { type: 'option', custom: `${custom}:select` },
  radio: { type: 'option', custom: `${custom}:radiobuttons` },
  multiselect: { type: 'array', items: 'option', custom: `${custom}:multiselect` },
  checkboxes: { type: 'array', items: 'option', custom: `${custom}:multicheckboxes` },
  cascading: { type: 'option-with-child', custom: `${custom}:cascadingselect` },
  user: { type: 'user', custom: `${custom}:userpicker` },
  multiuser: { type: 'array', items: 'user', custom: `${custom}:multiuserpicker` },
  group: { type: 'group', custom: `${custom}:grouppicker` },
  multigroup: { type: 'array', items: 'group', custom: `${custom}:multigrouppicker` },
  sprint: { type: 'array', items: 'json', custom: 'com.pyxis.greenhopper.jira:gh-sprint' },
  organizations: {
    ...{ type: 'array', items: 'sd-customerorganization' },
    custom: 'com.atlassian.servicedesk:sd-customer-organizations',
  },
  requesttype: { type: 'sd-customerrequesttype', custom: 'com.atlassian.servicedesk:vp-origin' },
};

export type SystemField = { id: string; name: string; nameZh: string; kind: FieldKind; schema: JsonObject };

/** Jira's own fields that a screen can hold. */
export const systemFields: SystemField[] = [
  system('project', ['Project', '项目'], 'project', 'project'),
  system('issuetype', ['Issue Type', '问题类型'], 'issuetype', 'issuetype'),
  system('parent', ['Parent', '父级'], 'parent', 'issuelink'),
  system('summary', ['Summary', '概要'], 'summary', 'string'),
  system('description', ['Description', '描述'], 'textarea', 'string'),
  system('priority', ['Priority', '优先级'], 'priority', 'priority'),
  system('labels', ['Labels', '标签'], 'labels', 'array', 'string'),
  system('assignee', ['Assignee', '经办人'], 'assignee', 'user'),
  system('reporter', ['Reporter', '报告人'], 'reporter', 'user'),
  system('issuelinks', ['Linked Issues', '链接的问题'], 'issuelinks', 'array', 'issuelinks'),
  system('duedate', ['Due date', '到期日'], 'date', 'date'),
  system('environment', ['Environment', '环境'], 'textarea', 'string'),
  system('components', ['Components', '模块'], 'components', 'array', 'component'),
  system('versions', ['Affects versions', '影响版本'], 'versions', 'array', 'version'),
  system('fixVersions', ['Fix versions', '修复的版本'], 'versions', 'array', 'version'),
  system('security', ['Security Level', '安全级别'], 'security', 'securitylevel'),
  system('resolution', ['Resolution', '解决结果'], 'resolution', 'resolution'),
  system('comment', ['Comment', '注释'], 'comment', 'comments-page'),
];

export function customSchema(id: string, kind: FieldKind): JsonObject {
  return { ...customSchemas[kind], customId: Number(id.replace('customfield_', '')) };
}

function system(
  id: string,
  [name, nameZh]: [string, string],
  kind: FieldKind,
  type: string,
  items?: string,
): SystemField {
  return { id, name, nameZh, kind, schema: { type, ...(items === undefined ? {} : { items }), system: id } };
}
