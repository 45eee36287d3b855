/** What to write for each kind of field, and what is sent: a test holds both to the code, and the guide to fields is made of it. */
import type { JiraFieldSchema } from '../schema/kind-of.ts';
import type { Choices } from '../tracker/records/create-schema.ts';

export interface FieldExample {
  readonly kind: { readonly en: string; readonly zh: string };
  /** As createmeta tells it. */
  readonly schema: JiraFieldSchema;
  readonly allowed?: Choices;
  /** As they stand in the rules; all of them are sent alike. */
  readonly write: readonly string[];
  /** With `datacenter` where that is sent something else. */
  readonly sent: unknown;
  readonly datacenter?: unknown;
  readonly note?: { readonly en: string; readonly zh: string };
}

/** The alert and the rules that the examples speak of. */
export const EXAMPLE_EVENT = {
  df_monitor_checker_value: '98.6',
  df_label: '["db","net"]',
  df_dimension_tags: '{"host":"db-7","owner":"dba-duty"}',
  timestamp: 1_791_405_000,
};
export const EXAMPLE_PEOPLE = {
  cloud: { 'dba-duty': '5b10a2844c20165700ede21g', 'web-duty': '5b10ac8d82e05b22cc7d4ef5' },
  datacenter: { 'dba-duty': 'pacher', 'web-duty': 'lina' },
};
export const EXAMPLE_TIMEZONE = 'Asia/Shanghai';

const custom = (name: string, type: string, items?: string): JiraFieldSchema => ({
  ...{ type, custom: `com.atlassian.jira.plugin.system.customfieldtypes:${name}` },
  ...(items === undefined ? {} : { items }),
});
const choices = (...texts: string[]): Choices => texts.map((text, index) => ({ id: String(101 + index), text }));

export const FIELD_EXAMPLES: readonly FieldExample[] = [
  {
    kind: { en: 'number', zh: '数字' },
    schema: custom('float', 'number'),
    write: ['"{{ df_monitor_checker_value }}"', '98.6'],
    sent: 98.6,
  },
  {
    kind: { en: 'single-line text', zh: '单行文本' },
    schema: custom('textfield', 'string'),
    write: ['"on {{ tags.host }}"'],
    sent: 'on db-7',
    note: { en: 'one line, truncated at 255 characters', zh: '一行，最多 255 个字符，超出截断' },
  },
  {
    kind: { en: 'multi-line text, `environment`', zh: '多行文本、`environment`' },
    schema: custom('textarea', 'string'),
    write: ['"Host {{ tags.host }} is full"'],
    sent: {
      ...{ type: 'doc', version: 1 },
      content: [{ type: 'paragraph', content: [{ type: 'text', text: 'Host db-7 is full' }] }],
    },
    datacenter: 'Host db-7 is full',
    note: {
      en: 'Markdown becomes a document on Cloud; on Data Center, values from the alert are not read as markup',
      zh: 'Cloud 上 Markdown 会写成文档；Data Center 上告警带进来的内容不会成为标记',
    },
  },
  {
    kind: { en: 'single choice, radio buttons', zh: '单选列表、单选按钮' },
    schema: custom('select', 'option'),
    allowed: choices('prod', 'staging'),
    write: ['prod', 'PROD', '"101"', '{ value: prod }'],
    sent: { value: 'prod' },
    note: { en: 'in any case, or by its id', zh: '不分大小写，也可写选项 ID' },
  },
  {
    kind: { en: 'several choices, checkboxes', zh: '多选列表、复选框' },
    schema: custom('multiselect', 'array', 'option'),
    allowed: choices('db', 'net', 'disk'),
    write: ['"db, net"', '[db, net]', `'["db","net"]'`, '"{{ df_label }}"'],
    sent: [{ value: 'db' }, { value: 'net' }],
  },
  {
    kind: { en: 'cascading list', zh: '级联列表' },
    schema: custom('cascadingselect', 'option-with-child'),
    allowed: [{ id: '1', text: 'Ops', children: choices('DBA', 'Linux') }],
    write: ['"Ops / DBA"', '[Ops, DBA]'],
    sent: { value: 'Ops', child: { value: 'DBA' } },
    note: { en: 'or `Ops` alone', zh: '也可只写 `Ops`' },
  },
  {
    kind: { en: 'components, versions', zh: '模块、版本' },
    schema: { type: 'array', items: 'component', system: 'components' },
    allowed: choices('Database', 'Network'),
    write: ['"Database, Network"', '[Database, Network]', '[{ name: Database }, { name: Network }]'],
    sent: [{ name: 'Database' }, { name: 'Network' }],
  },
  {
    kind: { en: 'person', zh: '人员（单人）' },
    schema: custom('userpicker', 'user'),
    write: ['dba-duty', '"{{ tags.owner }}"'],
    sent: { accountId: EXAMPLE_PEOPLE.cloud['dba-duty'] },
    datacenter: { name: EXAMPLE_PEOPLE.datacenter['dba-duty'] },
    note: {
      en: 'a name from `people`, an account, or on Cloud an e-mail address, whose account is looked up',
      zh: '`people` 里的名字、账号；Cloud 上也可写邮箱，会查出账号',
    },
  },
  {
    kind: { en: 'several people', zh: '人员（多人）' },
    schema: custom('multiuserpicker', 'array', 'user'),
    write: ['"dba-duty, web-duty"', '[dba-duty, web-duty]'],
    sent: Object.values(EXAMPLE_PEOPLE.cloud).map((accountId) => ({ accountId })),
    datacenter: Object.values(EXAMPLE_PEOPLE.datacenter).map((name) => ({ name })),
  },
  {
    kind: { en: 'group', zh: '用户组' },
    schema: custom('grouppicker', 'group'),
    write: ['sre', '{ name: sre }'],
    sent: { name: 'sre' },
  },
  {
    kind: { en: 'several groups', zh: '用户组（多个）' },
    schema: custom('multigrouppicker', 'array', 'group'),
    write: ['"sre, dba"', '[sre, dba]'],
    sent: [{ name: 'sre' }, { name: 'dba' }],
  },
  {
    kind: { en: 'date', zh: '日期' },
    schema: custom('datepicker', 'date'),
    write: ['"{{ timestamp }}"', '"2026-10-08"'],
    sent: '2026-10-08',
    note: {
      en: 'any time of the event becomes the day in the `timezone` of the route',
      zh: '事件里的任意时间：按路由 `timezone` 算的那一天',
    },
  },
  {
    kind: { en: 'date and time', zh: '日期时间' },
    schema: custom('datetime', 'datetime'),
    write: ['"{{ timestamp }}"', '"2026-10-08T04:30:00+08:00"'],
    sent: '2026-10-07T20:30:00.000+0000',
    note: { en: 'seconds, milliseconds or ISO 8601', zh: '秒数、毫秒数或 ISO 8601' },
  },
  {
    kind: { en: 'custom labels field', zh: '自定义标签字段' },
    schema: custom('labels', 'array', 'string'),
    write: ['"my team, pay"', '[my team, pay]'],
    sent: ['my-team', 'pay'],
  },
  {
    kind: { en: 'sprint', zh: 'Sprint' },
    schema: { type: 'array', items: 'json', custom: 'com.pyxis.greenhopper.jira:gh-sprint' },
    allowed: [{ id: '23', text: 'Ops sprint 9' }],
    write: ['23', '"Ops sprint 9"'],
    sent: 23,
    note: {
      en: 'its id, or the name of an active sprint on a board of the project',
      zh: '它的 ID，或项目看板上进行中的 Sprint 的名称',
    },
  },
  {
    kind: { en: 'organizations (JSM)', zh: '组织（JSM）' },
    schema: {
      ...{ type: 'array', items: 'sd-customerorganization' },
      custom: 'com.atlassian.servicedesk:sd-customer-organizations',
    },
    write: ['"322, 4"', '[322, 4]'],
    sent: [322, 4],
    note: { en: 'their ids', zh: '组织 ID' },
  },
  {
    kind: { en: 'URL', zh: 'URL' },
    schema: custom('url', 'string'),
    write: ['"https://example.com/d?host={{ tags.host }}"'],
    sent: 'https://example.com/d?host=db-7',
    note: { en: 'a URL longer than 255 characters is left out', zh: '超过 255 个字符则省略' },
  },
  {
    kind: { en: 'parent', zh: '父级' },
    schema: { type: 'issuelink', system: 'parent' },
    write: ['OPS-1', '{ key: OPS-1 }'],
    sent: { key: 'OPS-1' },
  },
  {
    kind: { en: 'security level', zh: '安全级别' },
    schema: { type: 'securitylevel', system: 'security' },
    allowed: choices('Internal'),
    write: ['Internal', '{ name: Internal }'],
    sent: { name: 'Internal' },
    note: { en: 'sent even if Jira does not list it', zh: 'Jira 没有列出也照样发送' },
  },
  {
    kind: { en: 'any other', zh: '其他' },
    schema: { type: 'string', custom: 'com.example.app:score' },
    write: ['{ score: 3 }'],
    sent: { score: 3 },
    note: { en: "Jira's own format, sent as it is", zh: '按 Jira 要求的形式写，原样发送' },
  },
];
