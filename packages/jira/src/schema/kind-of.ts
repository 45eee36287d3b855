/** Pure: what Jira's `schema` of a field means for the way its values are written. */
import type { FieldKind } from '../tracker/records/create-schema.ts';

export interface JiraFieldSchema {
  type?: string | undefined;
  items?: string | undefined;
  system?: string | undefined;
  custom?: string | undefined;
}

/** By the type of the custom field first: `string` is a line, a page, or whatever an app makes of it. */
export function kindOf({ type, items, system, custom }: JiraFieldSchema): FieldKind {
  const byCustom = CUSTOM[custom?.slice(custom.lastIndexOf(':') + 1) ?? ''];
  if (byCustom !== undefined) return byCustom;
  if (system === 'environment' || system === 'description') return 'textarea';
  if (type === 'array') return (system === 'labels' ? 'labels' : LISTS[items ?? '']) ?? 'any';
  return TYPES[type ?? ''] ?? 'any';
}

const CUSTOM: Readonly<Record<string, FieldKind>> = {
  float: 'number',
  textfield: 'text',
  textarea: 'textarea',
  url: 'url',
  datepicker: 'date',
  datetime: 'datetime',
  labels: 'labels',
  select: 'option',
  radiobuttons: 'option',
  multiselect: 'options',
  multicheckboxes: 'options',
  cascadingselect: 'cascade',
  userpicker: 'user',
  multiuserpicker: 'users',
  people: 'users',
  grouppicker: 'group',
  multigrouppicker: 'groups',
  version: 'named',
  multiversion: 'nameds',
  'gh-sprint': 'sprint',
  'sd-customer-organizations': 'organizations',
};

const TYPES: Readonly<Record<string, FieldKind>> = {
  number: 'number',
  date: 'date',
  datetime: 'datetime',
  option: 'option',
  'option-with-child': 'cascade',
  user: 'user',
  group: 'group',
  version: 'named',
  priority: 'named',
  issuelink: 'issue',
  securitylevel: 'security',
};

const LISTS: Readonly<Record<string, FieldKind>> = {
  string: 'texts',
  option: 'options',
  user: 'users',
  group: 'groups',
  component: 'nameds',
  version: 'nameds',
};
