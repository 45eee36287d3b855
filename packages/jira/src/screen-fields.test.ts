/** What a transition's screen tells of its fields, and how the values of the rules go over the wire. */
import { EVERYBODY } from '@guance-jira/mapping';
import { describe, expect, it } from 'vitest';
import { alongOf, CLOUD, DATA_CENTER, screenOf } from './screen-fields.ts';

const PREFIX = 'com.atlassian.jira.plugin.system.customfieldtypes:';
const custom = (type: string, kind: string, items?: string) => ({
  name: 'Field',
  schema: { type, custom: `${PREFIX}${kind}`, ...(items === undefined ? {} : { items }) },
});
const chosen = (type: string, kind: string, items?: string) => ({
  ...custom(type, kind, items),
  allowedValues: [
    { id: '1', value: 'prod', children: [{ id: '3', value: 'Web' }] },
    { id: '2', value: 'LAN, WAN' },
  ],
});
const document = (text: string) => ({
  ...{ type: 'doc', version: 1 },
  content: [{ type: 'paragraph', content: [{ type: 'text', text }] }],
});

describe('a value of the rules for a field of the screen', () => {
  const rows: [says: string, field: object, value: unknown, cloud: unknown, dataCenter?: unknown][] = [
    ['a line of text', custom('string', 'textfield'), 'a\nb', 'a b'],
    ['a line of text that is too long', custom('string', 'textfield'), 'x'.repeat(300), `${'x'.repeat(254)}…`],
    ['a long text', custom('string', 'textarea'), 'why', document('why'), 'why'],
    ['a number out of a text', custom('number', 'float'), ' 100 ', 100],
    ['what is no number', custom('number', 'float'), 'many', undefined],
    ['nothing for a number', custom('number', 'float'), ' ', undefined],
    ['a choice', custom('option', 'select'), 'prod', { value: 'prod' }],
    ['several choices', custom('array', 'multiselect', 'option'), 'a， b', [{ value: 'a' }, { value: 'b' }]],
    ['a person', custom('user', 'userpicker'), 'p1', { accountId: 'p1' }, { name: 'p1' }],
    [
      'people',
      custom('array', 'multiuserpicker', 'user'),
      'p1,p2',
      [{ accountId: 'p1' }, { accountId: 'p2' }],
      [{ name: 'p1' }, { name: 'p2' }],
    ],
    ['a group', custom('group', 'grouppicker'), 'ops', { name: 'ops' }],
    [
      'components',
      { name: 'Components', schema: { type: 'array', items: 'component', system: 'components' } },
      'db,net',
      [{ name: 'db' }, { name: 'net' }],
    ],
    ['labels', custom('array', 'labels', 'string'), 'db team,x', ['db-team', 'x']],
    ['a choice in other letters', chosen('option', 'select'), 'PROD', { value: 'prod' }],
    ['what is no choice', chosen('option', 'select'), 'nowhere', undefined],
    ['choices out of a list in JSON', chosen('array', 'multiselect', 'option'), '["prod"]', [{ value: 'prod' }]],
    ['choices with a comma', chosen('array', 'multiselect', 'option'), 'LAN, WAN', [{ value: 'LAN, WAN' }]],
    [
      'a cascading list',
      chosen('option-with-child', 'cascadingselect'),
      'prod / Web',
      { value: 'prod', child: { value: 'Web' } },
    ],
    ['a number for a text', custom('string', 'textfield'), 42, '42'],
    ['a day out of seconds', custom('date', 'datepicker'), '1791405000', '2026-10-08'],
    ['a time out of seconds', custom('datetime', 'datetime'), '1791405000', '2026-10-07T20:30:00.000+0000'],
    ['what is no address', custom('string', 'url'), 'n/a', undefined],
    ['a day', custom('date', 'datepicker'), '2026-01-31', '2026-01-31'],
    ['what already has the form that Jira takes', custom('option', 'select'), { id: '7' }, { id: '7' }],
    ['a field without a schema', { name: 'Odd' }, 'x', 'x'],
  ];

  it.each(rows)('%s', (_says, field, value, cloud, dataCenter = cloud) => {
    const [known] = screenOf({ customfield_1: field });
    if (!known) throw new Error('the field is not read');
    const along = { fields: [{ field: known, value, timezone: 'Asia/Shanghai' }] };
    const wire = (written: unknown) => (written === undefined ? {} : { fields: { customfield_1: written } });

    expect(alongOf(along, CLOUD)).toEqual(wire(cloud));
    expect(alongOf(along, DATA_CENTER)).toEqual(wire(dataCenter));
  });

  it("has the alert's markup escaped where text is wiki markup", () => {
    const [field] = screenOf({ customfield_1: custom('string', 'textarea') });
    if (!field) throw new Error('the field is not read');
    const along = { fields: [{ field, value: '[~admin]', wiki: '\\[~admin]' }] };

    expect(alongOf(along, DATA_CENTER)).toEqual({ fields: { customfield_1: '\\[~admin]' } });
    expect(alongOf(along, CLOUD)).toEqual({ fields: { customfield_1: document('[~admin]') } });
  });
});

it('a comment goes along as an update, a resolution as a field', () => {
  const comment = {
    type: 'root' as const,
    children: [{ type: 'paragraph' as const, children: [{ type: 'text' as const, value: 'over' }] }],
  };

  expect(alongOf({ comment: { body: comment, audience: EVERYBODY }, resolution: 'Done' }, CLOUD)).toEqual({
    fields: { resolution: { name: 'Done' } },
    update: { comment: [{ add: { body: document('over') } }] },
  });
  expect(alongOf({ comment: { body: comment, audience: EVERYBODY } }, DATA_CENTER)).toEqual({
    update: { comment: [{ add: { body: 'over' } }] },
  });
  expect(alongOf({}, CLOUD)).toEqual({});
});

it('a field is required unless it has a default; resolution and comment have keys of their own', () => {
  const fields = {
    a: { name: 'A', required: true },
    b: { name: 'B', required: true, hasDefaultValue: true },
    c: { required: false },
    ...{ resolution: { required: true }, comment: { required: true }, odd: null },
  };

  expect(screenOf(fields).map(({ id, name, required }) => [id, name, required])).toEqual([
    ['a', 'A', true],
    ['b', 'B', false],
    ['c', 'c', false],
  ]);
});
