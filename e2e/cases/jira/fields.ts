/** What one event of a case sends in the create that Jira takes, or why it has no issue. */
import { expect } from 'vitest';
import type { SandboxRequest } from '../../harness/index.ts';
import type { JiraCase } from './file.ts';
import type { JiraDialect, JiraLab } from './lab.ts';

type Sent = Record<string, unknown>;
const BOSS = '5b10a2844c20165700ede21g';
const LINA = '5b10ac8d82e05b22cc7d4ef5';

const adf = (words: string) => expect.toSatisfy((value) => isDocumentWith(value, words), `a document with ${words}`);
const person = (dialect: JiraDialect, accountId: string, name: string) =>
  dialect === 'cloud' ? { accountId } : { name };
const owner = (dialect: JiraDialect) => ({ customfield_10107: person(dialect, BOSS, 'pacher') });
/** An instant in Jira's form, whatever its offset. */
const instant = (iso: string) =>
  expect.toSatisfy(
    (value) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d{4}$/.test(value) && Date.parse(value) === Date.parse(iso),
    iso,
  );
const NOTHING: Sent = {};

/** The fields of the rules in the create, all of them. */
const FIELDS: Record<string, (dialect: JiraDialect) => Sent> = {
  number_from_text: () => ({ customfield_10101: 100 }),
  number_required: () => ({ customfield_10101: 98.6 }),
  sprint_from_tag: () => ({ customfield_10114: 23 }),
  number_that_is_none: () => NOTHING,
  number_as_a_number: () => ({ customfield_10101: 42 }),
  textarea_on_cloud: () => ({ customfield_10102: adf('磁盘使用率为 100.00%') }),
  textarea_required: () => ({ customfield_10102: adf('Host db-7 is full') }),
  textarea_of_nothing: () => NOTHING,
  textarea_by_hand: () => ({
    customfield_10102: { ...DOC, content: [{ type: 'paragraph', content: [{ type: 'text', text: 'on db-9' }] }] },
  }),
  textarea_on_data_center: () => ({ customfield_10102: expect.stringContaining('磁盘使用率为 100.00') }),
  document_with_an_empty_template: () => NOTHING,
  environment_keeps_description: () => ({ environment: adf('env-1') }),
  environment_on_data_center: () => ({ environment: 'env-3' }),
  select_from_text: () => ({ customfield_10103: { value: 'prod' } }),
  group_from_text: () => ({ customfield_10109: { name: 'sre' } }),
  several_from_commas: () => ({ customfield_10104: [{ value: 'db' }, { value: 'net' }] }),
  several_from_json: () => ({ customfield_10104: [{ value: 'db' }, { value: 'disk' }] }),
  components_from_commas: () => ({ components: [{ name: 'Database' }, { name: 'Network' }] }),
  components_in_their_form: () => ({ components: [{ name: 'Database' }, { name: 'Network' }] }),
  labels_from_json: () => ({ labels: expect.arrayContaining(['pay', 'db-team', 'watch']) }),
  cascade_from_text: () => ({ customfield_10106: { value: 'Eng', child: { value: 'Web' } } }),
  select_in_capitals: () => ({ customfield_10103: { value: 'prod' } }),
  options_in_their_form: () => ({
    customfield_10103: { value: 'staging' },
    customfield_10104: [{ value: 'db' }, { value: 'net' }],
    customfield_10106: { value: 'Eng', child: { value: 'Web' } },
    customfield_10109: { name: 'sre' },
    components: [{ name: 'Database' }],
  }),
  user_by_duty_cloud: owner,
  user_by_duty_data_center: owner,
  user_form_by_duty_cloud: owner,
  user_form_by_duty_data_center: owner,
  user_by_email: () => ({ customfield_10107: { accountId: '712020:77aa-wangwei' } }),
  reporter_by_duty: () => ({ reporter: { accountId: LINA } }),
  user_by_account_cloud: () => ({ customfield_10107: { accountId: LINA }, customfield_10108: [{ accountId: BOSS }] }),
  user_by_account_data_center: () => ({ customfield_10107: { name: 'lina' }, customfield_10108: [{ name: 'pacher' }] }),
  email_of_nobody: () => NOTHING,
  text_cut_at_255: () => ({
    customfield_10105: expect.toSatisfy(
      (text) => text.length <= 255 && text.startsWith('disk 0123456789'),
      'a cut text',
    ),
  }),
  labels_field_with_spaces: () => ({ customfield_10113: ['my-team', 'pay'] }),
  time_from_epoch: () => ({ customfield_10111: instant('2026-10-07T20:30:00Z') }),
  time_from_iso: () => ({ customfield_10111: instant('2026-10-07T20:30:00Z') }),
  date_from_epoch: () => ({ customfield_10110: '2026-10-08' }),
  values_that_fit: () => ({
    customfield_10105: 'on fit-1',
    customfield_10110: '2026-10-08',
    customfield_10111: instant('2026-10-07T20:30:00Z'),
    customfield_10112: 'https://example.com/d?host=fit-1',
    customfield_10113: ['pay'],
  }),
  environment_is_inert: () => ({ environment: expect.toSatisfy(isInert, 'a text without markup') }),
  level_that_is_taken: () => ({ security: { name: 'Internal' } }),
  required_and_good: () => ({ customfield_10103: { value: 'test' } }),
  text_by_name: () => ({ customfield_10105: '满足监控器中故障的认定条件，产生故障事件' }),
  select_by_name: () => ({ customfield_10103: { value: 'prod' }, customfield_10101: 100 }),
  unknown_name: () => ({ customfield_10105: 'n-2' }),
  project_from_tag: () => ({ project: { key: 'DBA' } }),
  project_not_in_the_list: () => ({ project: { key: 'OPS' } }),
  type_from_tag: () => ({ issuetype: { name: 'Bug' } }),
  priority_from_tag: () => ({ priority: { name: 'Highest' } }),
};
const DOC = { type: 'doc', version: 1 };
const OWN = ['project', 'issuetype', 'summary', 'description', 'labels', 'priority', 'assignee'];

export const fieldCases: readonly string[] = Object.keys(FIELDS);

export async function sendsItsFields(lab: JiraLab, one: JiraCase): Promise<void> {
  const played = lab.of(one);
  const object = played.object();
  const event = object.next('critical');
  const line = await object.outcome(event);
  expect(line).toMatchObject({ outcome: 'created' });
  const creates = await createsOf(lab, event.df_event_id);
  const wanted = FIELDS[one.id]?.(lab.dialect) ?? NOTHING;
  const sent: Sent = Object(Object(creates.at(-1)?.body).fields);
  const shown = Object.entries(sent).filter(([id]) => !OWN.includes(id) || id in wanted);
  expect(Object.fromEntries(shown)).toEqual(wanted);
  expect((await played.issue(line.issueKey)).description).not.toBeNull();
  await alsoHolds(one.id, creates, line.warnings);
}

async function alsoHolds(id: string, creates: readonly SandboxRequest[], warnings: unknown): Promise<void> {
  if (id === 'environment_keeps_description')
    expect(creates.map(({ path, status }) => [path, status])).toEqual([['/rest/api/3/issue', 201]]);
  if (id === 'unknown_name') expect(JSON.stringify([creates.at(-1)?.body, warnings])).toContain('Nonesuch');
}

/** All creates that speak of the event, the refused ones too. */
export async function createsOf({ stack }: JiraLab, eventId: string): Promise<SandboxRequest[]> {
  const requests = await stack.jira.requests();
  return requests.filter(({ kind, body }) => kind === 'create' && JSON.stringify(body).includes(eventId));
}

function isDocumentWith(value: unknown, words: string): boolean {
  return Object(value).type === 'doc' && JSON.stringify(value).includes(words);
}

/** Nothing in braces or brackets is left without its backslash. */
function isInert(value: unknown): boolean {
  const text = String(value);
  return text.includes('admin') && text.includes('rm') && !/(?<!\\)[{[]/.test(text);
}
