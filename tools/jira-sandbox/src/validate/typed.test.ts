import { describe, expect, it } from 'vitest';
import type { Json } from '../json.ts';
import type { Dialect, SandboxOptionsInput } from '../options.ts';
import { dialects, richFor, withSandbox } from '../testing.ts';

/** One field of each kind. */
const fields = {
  customfield_10101: { name: 'Value', type: 'number' },
  customfield_10102: { name: 'Runbook', type: 'textarea' },
  customfield_10103: { name: 'Class', type: 'select', options: ['prod', 'test', { value: 'old', disabled: true }] },
  customfield_10104: { name: 'Areas', type: 'multiselect', options: ['db', 'net'] },
  customfield_10105: { name: 'Note', type: 'text' },
  customfield_10106: { name: 'Team', type: 'cascading', options: { Eng: ['Web'], Ops: ['DBA', 'Web'] } },
  customfield_10107: { name: 'Owner', type: 'user' },
  customfield_10108: { name: 'Approvers', type: 'multiuser' },
  customfield_10109: { name: 'Resolver group', type: 'group', options: ['sre'] },
  customfield_10110: { name: 'Day', type: 'date' },
  customfield_10111: { name: 'Began', type: 'datetime' },
  customfield_10112: { name: 'Board', type: 'url' },
  customfield_10113: { name: 'Tags', type: 'labels' },
  customfield_10114: { name: 'Sprint', type: 'sprint' },
  customfield_10115: { name: 'Radio', type: 'radio', options: ['yes'] },
  customfield_10116: { name: 'Boxes', type: 'checkboxes', options: ['a', 'b'] },
  customfield_10117: { name: 'Organizations', type: 'organizations', options: [{ id: '322', value: 'Acme' }] },
  customfield_10118: { name: 'Request Type', type: 'requesttype', options: [{ id: '7', value: 'ops/outage' }] },
  components: { options: ['Database', 'Network'] },
  versions: { options: ['1.0'] },
  security: { options: ['Internal'] },
  environment: {},
} satisfies SandboxOptionsInput['fields'];

const pacher = (dialect: Dialect): Json =>
  dialect === 'cloud' ? { accountId: '5b10a2844c20165700ede21g' } : { name: 'pacher' };
const other = (dialect: Dialect): Dialect => (dialect === 'cloud' ? 'datacenter' : 'cloud');
const rich = {
  cloud: 'Operation value must be an Atlassian Document (see the Atlassian Document Format)',
  datacenter: 'Operation value must be a string',
};
const option = (name: string) => ({
  cloud: `Specify a valid 'id' or 'name' for ${name}`,
  datacenter: "Could not find valid 'id' or 'value' in the Parent Option object.",
});
const noSuchValue =
  'Can not instantiate value of type [simple type, class com.atlassian.jira.issue.fields.rest.json.beans.GroupJsonBean] from JSON String; no single-String constructor/factory method';
type Given = Json | ((dialect: Dialect) => Json);

const refused: [id: string, value: Given, says: string | Record<Dialect, string>][] = [
  ['customfield_10101', '100', 'Operation value must be a number'],
  ['customfield_10102', (dialect) => richFor(other(dialect), 'x'), rich],
  ['environment', (dialect) => richFor(other(dialect), 'x'), rich],
  ['customfield_10103', 'prod', option('Class')],
  ['customfield_10103', { value: 'PROD' }, "Option value 'PROD' is not valid"],
  ['customfield_10103', { value: 'old' }, "Option value 'old' is not valid"],
  ['customfield_10103', { id: '1' }, "Option id '1' is not valid"],
  ['customfield_10115', { value: 'no' }, "Option value 'no' is not valid"],
  ['customfield_10104', { value: 'db' }, 'data was not an array'],
  ['customfield_10104', [{ value: 'db' }, { value: 'x' }], "Option value 'x' is not valid"],
  ['customfield_10116', ['a'], option('Boxes')],
  ['customfield_10105', 7, 'Operation value must be a string'],
  [
    'customfield_10105',
    'x'.repeat(256),
    'The entered text is too long. It exceeds the allowed limit of 255 characters.',
  ],
  ['customfield_10106', { value: 'Eng', child: { value: 'DBA' } }, "Option value 'DBA' is not valid"],
  ['customfield_10106', 'Eng', option('Team')],
  ['customfield_10107', 'pacher', 'data was not an object'],
  [
    'customfield_10107',
    (dialect) => (dialect === 'cloud' ? { accountId: 'pacher' } : { name: 'nobody' }),
    { cloud: 'Account ID pacher does not exist.', datacenter: "User 'nobody' was not found in the system." },
  ],
  ['customfield_10108', pacher, 'data was not an array'],
  ['customfield_10109', 'sre', noSuchValue],
  ['customfield_10109', { name: 'nobody' }, 'Group: nobody does not exist.'],
  ['customfield_10110', '2026-10-07T20:30:00Z', 'Error parsing date string: 2026-10-07T20:30:00Z'],
  ['customfield_10110', '2026-02-31', 'Error parsing date string: 2026-02-31'],
  ['customfield_10111', '2026-10-07T20:30:00+08:00', 'Error parsing time: 2026-10-07T20:30:00+08:00'],
  ['customfield_10111', '2026-10-07T20:30:00+0800', 'Error parsing time: 2026-10-07T20:30:00+0800'],
  ['customfield_10111', 1759869000, 'Operation value must be a string'],
  ['customfield_10112', 'dashboards', 'Not a valid URL'],
  ['customfield_10113', ['my team'], "The label 'my team' contains spaces which is invalid."],
  ['customfield_10113', 'team', 'data was not an array'],
  ['customfield_10117', ['322'], 'Operation value must be a number'],
  ['customfield_10117', [1], "The organization with id '1' does not exist."],
  ['customfield_10118', 'ops/none', "The request type 'ops/none' is not valid."],
  ['components', [{ name: 'Database,Network' }], "Component name 'Database,Network' is not valid"],
  ['components', 'Database', 'data was not an array'],
  ['versions', [{ id: '1' }], "Version id '1' is not valid"],
  ['security', { name: 'Secret' }, 'Specify a valid security level (id or name)'],
];

const taken: [id: string, value: Given, shown: (dialect: Dialect) => unknown][] = [
  ['customfield_10101', 98.6, () => 98.6],
  ['customfield_10102', (dialect) => richFor(dialect, 'x'), (dialect) => richFor(dialect, 'x')],
  ['environment', (dialect) => richFor(dialect, 'x'), (dialect) => richFor(dialect, 'x')],
  ['customfield_10103', { value: 'prod' }, () => ({ value: 'prod', id: expect.any(String), self: expect.any(String) })],
  [
    'customfield_10104',
    [{ value: 'db' }, { value: 'net' }],
    () => [{ value: 'db' }, { value: 'net' }].map((one) => expect.objectContaining(one)),
  ],
  ['customfield_10105', 'x'.repeat(255), () => 'x'.repeat(255)],
  [
    'customfield_10106',
    { value: 'Ops', child: { value: 'Web' } },
    () => expect.objectContaining({ value: 'Ops', child: expect.objectContaining({ value: 'Web' }) }),
  ],
  ['customfield_10106', { value: 'Ops' }, () => expect.not.objectContaining({ child: expect.anything() })],
  ['customfield_10107', pacher, () => expect.objectContaining({ displayName: 'Pacher Wang' })],
  [
    'customfield_10108',
    (dialect) => [pacher(dialect)],
    () => [expect.objectContaining({ displayName: 'Pacher Wang' })],
  ],
  ['customfield_10109', { name: 'sre' }, () => expect.objectContaining({ name: 'sre' })],
  ['customfield_10110', '2026-10-08', () => '2026-10-08'],
  ['customfield_10111', '2026-10-07T20:30:00.00+0000', () => '2026-10-08T04:30:00.000+0800'],
  ['customfield_10112', 'https://example.com/d?a=1', () => 'https://example.com/d?a=1'],
  ['customfield_10113', ['my-team', 'pay'], () => ['my-team', 'pay']],
  [
    'customfield_10114',
    23,
    (dialect) => [dialect === 'cloud' ? expect.objectContaining({ id: 23 }) : expect.stringContaining('[id=23,')],
  ],
  ['customfield_10115', { value: 'yes' }, () => expect.objectContaining({ value: 'yes' })],
  ['customfield_10116', [{ value: 'a' }], () => [expect.objectContaining({ value: 'a' })]],
  ['customfield_10117', [322], () => [{ id: '322', name: 'Acme' }]],
  ['customfield_10118', 'ops/outage', () => ({ requestType: expect.objectContaining({ id: '7' }) })],
  ['components', [{ name: 'Database' }], () => [expect.objectContaining({ name: 'Database' })]],
  ['versions', [{ name: '1.0' }], () => [expect.objectContaining({ name: '1.0' })]],
  ['security', { name: 'Internal' }, () => expect.objectContaining({ name: 'Internal' })],
  ['customfield_10103', null, () => null],
];

const good = { project: { key: 'OPS' }, issuetype: { name: 'Task' }, summary: 'one' };
const valueFor = (dialect: Dialect, value: Given) => (typeof value === 'function' ? value(dialect) : value);

describe.each(dialects)('a typed field on %s', (dialect) => {
  it('refuses what its kind does not take, in Jira’s words, at a create and at an edit', async () => {
    await withSandbox({ dialect, fields }, async ({ rest, create, sandbox }) => {
      const { key } = await create();
      for (const [id, value, says] of refused) {
        const error = { [id]: typeof says === 'string' ? says : says[dialect] };
        const given = { [id]: valueFor(dialect, value) };
        const made = await rest('POST', '/issue', { fields: { ...good, ...given } });
        expect([made.status, made.json], id).toEqual([400, { errorMessages: [], errors: error }]);
        const edited = await rest('PUT', `/issue/${key}`, { fields: given });
        expect([edited.status, edited.json.errors], id).toEqual([400, error]);
      }
      expect(sandbox.control.issues()).toHaveLength(1);
    });
  });

  it('takes what its kind takes, and shows it as Jira does', async () => {
    await withSandbox({ dialect, fields }, async ({ rest, create }) => {
      for (const [id, value, shown] of taken) {
        const { key } = await create({ [id]: valueFor(dialect, value) });
        const { json } = await rest('GET', `/issue/${key}?fields=${id}`);
        expect(json.fields, id).toEqual({ [id]: shown(dialect) });
      }
    });
  });

  it('is a list to which single items are added, and from which they are taken', async () => {
    await withSandbox({ dialect, fields }, async ({ rest, create, sandbox }) => {
      const { key } = await create({ components: [{ name: 'Database' }], customfield_10113: ['a', 'b'] });
      const update = {
        components: [{ add: { name: 'Network' } }, { remove: { name: 'Database' } }],
        customfield_10113: [{ remove: 'a' }, { add: 'c' }],
      };
      expect((await rest('PUT', `/issue/${key}`, { update })).status).toBe(204);
      expect(sandbox.control.issues()[0]?.other).toMatchObject({
        ...{ components: [{ name: 'Network' }], customfield_10113: ['b', 'c'] },
      });
      const wrong = await rest('PUT', `/issue/${key}`, {
        update: { components: [{ add: { name: 'Nope' } }], customfield_10101: [{ add: 1 }] },
      });
      expect(wrong.json.errors).toEqual({
        components: "Component name 'Nope' is not valid",
        customfield_10101: "Field with id 'customfield_10101' does not support operation 'add'",
      });
    });
  });

  it('names no field when the value for a sprint is no number', async () => {
    await withSandbox({ dialect, fields }, async ({ rest }) => {
      const { status, json } = await rest('POST', '/issue', { fields: { ...good, customfield_10114: '23' } });
      expect([status, json]).toEqual([400, { errorMessages: ['Number value expected as the Sprint id.'], errors: {} }]);
    });
  });

  it('is asked for where it is required, unless Jira has a default for it', async () => {
    const typed = {
      customfield_1: { name: 'Cost unit', type: 'number' as const, required: true },
      customfield_2: { name: 'Stage', type: 'text' as const, required: true, default: 'run' },
      customfield_4: { name: 'Steps', type: 'textarea' as const, default: 'look' },
      customfield_3: { name: 'Only in bugs', type: 'text' as const, required: true, issueTypes: ['Bug'] },
    };
    await withSandbox({ dialect, fields: typed }, async ({ rest, create }) => {
      const missing = await rest('POST', '/issue', { fields: good });
      expect(missing.json.errors).toEqual({ customfield_1: 'Cost unit is required.' });
      const { key } = await create({ customfield_1: 1 });
      expect((await rest('GET', `/issue/${key}?fields=customfield_2,customfield_4`)).json.fields).toEqual({
        ...{ customfield_2: 'run', customfield_4: richFor(dialect, 'look') },
      });
      const emptied = await rest('PUT', `/issue/${key}`, { fields: { customfield_1: null } });
      expect(emptied.json.errors).toEqual({ customfield_1: 'Cost unit is required.' });
      const elsewhere = await rest('POST', '/issue', { fields: { ...good, customfield_1: 1, customfield_3: 'x' } });
      expect(elsewhere.json.errors).toEqual({
        customfield_3: "Field 'customfield_3' cannot be set. It is not on the appropriate screen, or unknown.",
      });
      const bug = await rest('POST', '/issue', { fields: { ...good, issuetype: { name: 'Bug' }, customfield_1: 1 } });
      expect(bug.json.errors).toEqual({ customfield_3: 'Only in bugs is required.' });
    });
  });

  it('takes an option that an administrator has just added, under an id that stays', async () => {
    const stage = { name: 'Stage', type: 'select' as const, options: ['blue'] };
    await withSandbox({ dialect, fields: { customfield_1: stage } }, async ({ rest, create, sandbox }) => {
      const { key } = await create({ customfield_1: { value: 'blue' } });
      const fields = { ...good, customfield_1: { value: 'green' } };
      expect((await rest('POST', '/issue', { fields })).status).toBe(400);
      await sandbox.control.set({ projects: { OPS: { fields: { customfield_1: { options: ['green', 'blue'] } } } } });
      await create(fields);
      const id = Object(sandbox.control.issues()[0]?.other.customfield_1).id;
      await create({ customfield_1: { id } });
      expect(sandbox.control.issues()[2]?.other.customfield_1).toEqual({ value: 'blue', id });
      expect(key).toBe('OPS-1');
    });
  });
});

it('answers INVALID_INPUT and names no field to a text node without text in a custom field', async () => {
  await withSandbox({ fields }, async ({ rest }) => {
    const doc = { type: 'doc', version: 1, content: [{ type: 'paragraph', content: [{ type: 'text' }] }] };
    const { json } = await rest('POST', '/issue', { fields: { ...good, customfield_10102: doc } });
    expect(json).toEqual({ errorMessages: ['INVALID_INPUT'], errors: {} });
  });
});
