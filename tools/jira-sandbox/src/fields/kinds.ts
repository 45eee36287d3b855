import { z } from 'zod';
import type { JsonObject } from '../json.ts';

/** What a field can be, in the words of Jira's administration. */
export const fieldKinds = [
  ...['any', 'number', 'text', 'textarea', 'url', 'labels', 'date', 'datetime'],
  ...['select', 'radio', 'multiselect', 'checkboxes', 'cascading'],
  ...['user', 'multiuser', 'group', 'multigroup', 'sprint', 'organizations', 'requesttype'],
] as const;
/** Kinds that only fields of Jira itself have. */
export const systemKinds = [
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

export type SystemField = { id: string; name: string; kind: FieldKind; schema: JsonObject };

/** Jira's own fields that a screen can hold. */
export const systemFields: SystemField[] = [
  system('project', 'Project', 'project', 'project'),
  system('issuetype', 'Issue Type', 'issuetype', 'issuetype'),
  system('parent', 'Parent', 'parent', 'issuelink'),
  system('summary', 'Summary', 'summary', 'string'),
  system('description', 'Description', 'textarea', 'string'),
  system('priority', 'Priority', 'priority', 'priority'),
  system('labels', 'Labels', 'labels', 'array', 'string'),
  system('assignee', 'Assignee', 'assignee', 'user'),
  system('reporter', 'Reporter', 'reporter', 'user'),
  system('issuelinks', 'Linked Issues', 'issuelinks', 'array', 'issuelinks'),
  system('duedate', 'Due date', 'date', 'date'),
  system('environment', 'Environment', 'textarea', 'string'),
  system('components', 'Components', 'components', 'array', 'component'),
  system('versions', 'Affects versions', 'versions', 'array', 'version'),
  system('fixVersions', 'Fix versions', 'versions', 'array', 'version'),
  system('security', 'Security Level', 'security', 'securitylevel'),
  system('resolution', 'Resolution', 'resolution', 'resolution'),
  system('comment', 'Comment', 'comment', 'comments-page'),
];

export function customSchema(id: string, kind: FieldKind): JsonObject {
  return { ...customSchemas[kind], customId: Number(id.replace('customfield_', '')) };
}

function system(id: string, name: string, kind: FieldKind, type: string, items?: string): SystemField {
  return { id, name, kind, schema: { type, ...(items === undefined ? {} : { items }), system: id } };
}
