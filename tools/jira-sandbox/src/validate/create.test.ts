import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../json.ts';
import type { Dialect } from '../options.ts';
import { dialects, richFor, withSandbox } from '../testing.ts';

const notOnScreen = (id: string) => `Field '${id}' cannot be set. It is not on the appropriate screen, or unknown.`;
const unsupported = "We can't create this issue for you right now";

type Row = {
  name: string;
  only?: Dialect;
  fields: (dialect: Dialect) => JsonObject;
  field: string;
  says: Record<Dialect, string>;
};

function row(
  name: string,
  field: string,
  value: Json | ((dialect: Dialect) => Json),
  says: string | Record<Dialect, string>,
  only?: Dialect,
): Row {
  const both = typeof says === 'string' ? { cloud: says, datacenter: says } : says;
  const fields = (dialect: Dialect) => ({ [field]: typeof value === 'function' ? value(dialect) : value });
  return { name, field, fields, says: both, ...(only === undefined ? {} : { only }) };
}

const rows: Row[] = [
  row(
    'an unknown project',
    'project',
    { key: 'NOPE' },
    { cloud: 'valid project is required', datacenter: 'project is required' },
  ),
  row(
    'a project without key',
    'project',
    {},
    { cloud: 'Specify a valid project ID or key', datacenter: 'project is required' },
  ),
  row(
    'an unknown type',
    'issuetype',
    { name: 'Epos' },
    { cloud: 'Specify a valid issue type', datacenter: 'valid issue type is required' },
  ),
  row('no type', 'issuetype', {}, { cloud: 'Specify an issue type', datacenter: 'issue type is required' }),
  row('an empty summary', 'summary', ' ', 'You must specify a summary of the issue.'),
  row(
    'a summary with a line break',
    'summary',
    'a\nb',
    'The summary is invalid because it contains newline characters.',
  ),
  row('a summary of 256', 'summary', 'x'.repeat(256), {
    cloud: "Summary can't exceed 255 characters.",
    datacenter: 'Summary must be less than 255 characters.',
  }),
  row('a summary of 255', 'summary', 'x'.repeat(255), 'Summary must be less than 255 characters.', 'datacenter'),
  row(
    'text in the other form',
    'description',
    (dialect) => richFor(dialect === 'cloud' ? 'datacenter' : 'cloud', 'x'),
    {
      cloud: 'Operation value must be an Atlassian Document (see the Atlassian Document Format)',
      datacenter: 'Operation value must be a string',
    },
  ),
  row(
    'a long description',
    'description',
    (dialect) => richFor(dialect, 'x'.repeat(32_768)),
    'The entered text is too long. It exceeds the allowed limit of 32,767 characters.',
  ),
  row(
    'an unknown priority',
    'priority',
    { name: 'Sky' },
    { cloud: 'The priority selected is invalid.', datacenter: "Priority name 'Sky' is not valid" },
  ),
  row('a priority id of null', 'priority', { id: null }, 'Specify the Priority (id or name) in the string format'),
  row('a label with a space', 'labels', ['ok', 'a b'], "The label 'a b' contains spaces which is invalid."),
  row('labels that are no list', 'labels', 'a', 'data was not an array'),
  row('an unknown field', 'customfield_1', 'x', notOnScreen('customfield_1')),
  row('an unknown account id', 'assignee', { accountId: 'nobody' }, 'Account ID nobody does not exist.', 'cloud'),
  row('an empty account id', 'assignee', { accountId: '' }, 'Account ID  does not exist.', 'cloud'),
  row('an account id', 'assignee', { accountId: 'x' }, "expected Object containing a 'name' property", 'datacenter'),
  row('an unknown name', 'assignee', { name: 'nobody' }, "User 'nobody' does not exist.", 'datacenter'),
  row('a wrong date', 'duedate', 'tomorrow', 'Error parsing date string: tomorrow'),
];

describe.each(dialects)('create on %s', (dialect) => {
  it.each(rows.filter(({ only }) => only === undefined || only === dialect))(
    'refuses $name',
    async ({ fields, field, says }) => {
      await withSandbox({ dialect }, async ({ sandbox, rest }) => {
        const good = { project: { key: 'OPS' }, issuetype: { name: 'Task' }, summary: 'one' };
        const { status, json } = await rest('POST', '/issue', { fields: { ...good, ...fields(dialect) } });
        expect({ status, json }).toEqual({
          status: 400,
          json: { errorMessages: [], errors: { [field]: says[dialect] } },
        });
        expect(sandbox.control.issues()).toEqual([]);
      });
    },
  );

  it('names every wrong field at once', async () => {
    await withSandbox({ dialect }, async ({ rest }) => {
      const fields = {
        project: { key: 'OPS' },
        issuetype: { name: 'No' },
        priority: { name: 'No' },
        labels: ['a b'],
        nope: 1,
      };
      const { json } = await rest('POST', '/issue', { fields });
      expect(Object.keys(Object(json.errors)).sort()).toEqual(['issuetype', 'labels', 'nope', 'priority']);
    });
  });

  it('refuses a known field that is not on the screen', async () => {
    const projects = [{ key: 'OPS', screenFields: ['summary', 'description'] }];
    await withSandbox({ dialect, projects }, async ({ rest }) => {
      const fields = {
        project: { key: 'OPS' },
        issuetype: { name: 'Task' },
        summary: 'x',
        priority: { name: 'High' },
        labels: ['a'],
      };
      const { json } = await rest('POST', '/issue', { fields });
      expect(json.errors).toEqual({ priority: notOnScreen('priority'), labels: notOnScreen('labels') });
    });
  });

  it('refuses an assignee who cannot be assigned, and nobody where issues must be assigned', async () => {
    const projects = [{ key: 'OPS', allowUnassigned: false }];
    await withSandbox({ dialect, projects }, async ({ sandbox, rest }) => {
      await sandbox.control.set({ unassignable: ['pacher'] });
      const pacher = sandbox.state.accounts.get('pacher')?.accountId ?? '';
      const good = { project: { key: 'OPS' }, issuetype: { name: 'Task' }, summary: 'one' };
      const assignee = dialect === 'cloud' ? { accountId: pacher } : { name: 'pacher' };
      const refused = await rest('POST', '/issue', { fields: { ...good, assignee } });
      expect(refused.json.errors).toEqual({ assignee: `User '${pacher}' cannot be assigned issues.` });
      const nobody = await rest('POST', '/issue', { fields: good });
      expect(nobody.json.errors).toEqual({ assignee: 'Issues must be assigned.' });
    });
  });

  it('checks custom fields by their type', async () => {
    const projects = [
      {
        key: 'OPS',
        customFields: [
          { id: 'customfield_10010', name: 'Value', type: 'number' as const },
          { id: 'customfield_10011', name: 'Level', type: 'option' as const, options: ['P1'] },
          { id: 'customfield_10012', name: 'Host', required: true },
        ],
      },
    ];
    await withSandbox({ dialect, projects }, async ({ create, rest }) => {
      const good = { project: { key: 'OPS' }, issuetype: { name: 'Task' }, summary: 'one' };
      const wrong = await rest('POST', '/issue', {
        fields: { ...good, customfield_10010: '1', customfield_10011: { value: 'P9' } },
      });
      expect(wrong.json.errors).toEqual({
        customfield_10010: 'Operation value must be a number',
        customfield_10011: "Option value 'P9' is not valid",
        customfield_10012: 'Host is required.',
      });
      const right = { customfield_10010: 1, customfield_10011: { value: 'P1' }, customfield_10012: 'web' };
      const { key } = await create(right);
      const { json } = await rest('GET', `/issue/${key}?fields=customfield_10011`);
      expect(json.fields).toMatchObject({ customfield_10011: { value: 'P1', id: '10300' } });
    });
  });

  it('refuses NUL anywhere, and four-byte characters only on an old MySQL', async () => {
    await withSandbox({ dialect, mysqlUtf8: true }, async ({ sandbox, rest, create }) => {
      const fields = { project: { key: 'OPS' }, issuetype: { name: 'Task' }, summary: 'a\u0000b' };
      const nul = await rest('POST', '/issue', { fields });
      expect([nul.status, nul.text]).toEqual([400, expect.stringContaining(unsupported)]);
      const emoji = await rest('POST', '/issue', { fields: { ...fields, summary: 'disk 🔥' } });
      expect(emoji.status).toBe(dialect === 'datacenter' ? 400 : 201);
      await sandbox.control.set({ mysqlUtf8: false });
      await create({ summary: 'disk 🔥' });
    });
  });
});

it('refuses a malformed document on Cloud with INVALID_INPUT', async () => {
  await withSandbox({}, async ({ rest }) => {
    const description = {
      type: 'doc',
      version: 1,
      content: [{ type: 'paragraph', content: [{ type: 'text', text: '' }] }],
    };
    const fields = { project: { key: 'OPS' }, issuetype: { name: 'Task' }, summary: 'one', description };
    expect((await rest('POST', '/issue', { fields })).json).toEqual({ errorMessages: ['INVALID_INPUT'], errors: {} });
  });
});

it('measures a document by its JSON, not by its words', async () => {
  await withSandbox({}, async ({ rest, create }) => {
    await create({ description: richFor('cloud', 'x'.repeat(32_600)) });
    const fields = {
      project: { key: 'OPS' },
      issuetype: { name: 'Task' },
      summary: 'x',
      description: richFor('cloud', 'x'.repeat(32_700)),
    };
    expect((await rest('POST', '/issue', { fields })).status).toBe(400);
  });
});
