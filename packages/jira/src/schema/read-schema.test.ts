import { describe, expect, it, vi } from 'vitest';
import { fakeTransport } from '../testing/fake-transport.ts';
import { readCreateSchema } from './read-schema.ts';

const custom = 'com.atlassian.jira.plugin.system.customfieldtypes';
const TYPES = [
  { id: '1', name: 'Task', subtask: false },
  { id: '2', name: '故障', subtask: false },
];
const FIELDS = [
  {
    ...{ fieldId: 'customfield_1', name: 'Class', required: true, hasDefaultValue: false },
    schema: { type: 'option', custom: `${custom}:select`, customId: 1 },
    allowedValues: [{ self: 'x', id: '101', value: 'prod' }],
  },
  {
    ...{ fieldId: 'customfield_2', name: 'Team', required: false, hasDefaultValue: true },
    schema: { type: 'option-with-child', custom: `${custom}:cascadingselect` },
    allowedValues: [{ id: '1', value: 'Eng', children: [{ id: '2', value: 'Web' }] }],
  },
  { fieldId: 'summary', name: 'Summary', required: true, schema: { type: 'string', system: 'summary' } },
];

/** Gives one entry a page, as a Jira may. */
function paged(list: 'values' | null) {
  return fakeTransport(({ url, searchParams }) => {
    const isFields = /issuetypes\/\d+$/.test(String(url));
    const all: object[] = isFields ? FIELDS : TYPES;
    const startAt = Number(searchParams?.startAt ?? 0);
    const name = list ?? (isFields ? 'fields' : 'issueTypes');
    return { value: { startAt, maxResults: 1, total: all.length, [name]: all.slice(startAt, startAt + 1) } };
  });
}
const PLACE = { project: 'OPS', issueType: '故障' };

describe('the schema of an issue type', () => {
  it.each([
    ['/rest/api/3', null],
    ['/rest/api/2', 'values'],
  ] as const)('is read by pages from %s, a slot before each request', async (api, list) => {
    const transport = paged(list);
    const slot = vi.fn(async () => {});
    const schema = await readCreateSchema(transport, api, PLACE, slot);

    expect(schema).toEqual({
      type: '2',
      fields: [
        {
          ...{ id: 'customfield_1', name: 'Class', kind: 'option', required: true, hasDefault: false },
          allowed: [{ id: '101', text: 'prod' }],
        },
        {
          ...{ id: 'customfield_2', name: 'Team', kind: 'cascade', required: false, hasDefault: true },
          allowed: [{ id: '1', text: 'Eng', children: [{ id: '2', text: 'Web' }] }],
        },
        { id: 'summary', name: 'Summary', kind: 'any', required: true, hasDefault: false, allowed: null },
      ],
    });
    expect(transport.requests.map(({ url }) => url)).toEqual([
      `${api}/issue/createmeta/OPS/issuetypes`,
      `${api}/issue/createmeta/OPS/issuetypes`,
      ...Array(3).fill(`${api}/issue/createmeta/OPS/issuetypes/2`),
    ]);
    expect(slot).toHaveBeenCalledTimes(5);
  });

  it('is read by one request where the type is known already', async () => {
    const transport = fakeTransport(() => ({ value: { total: 3, values: FIELDS } }));
    await readCreateSchema(transport, '/rest/api/2', { ...PLACE, typeId: '2' }, async () => {});
    expect(transport.requests.map(({ url }) => url)).toEqual(['/rest/api/2/issue/createmeta/OPS/issuetypes/2']);
  });

  it('is null where the project has no such type', async () => {
    expect(
      await readCreateSchema(paged(null), '/rest/api/3', { project: 'OPS', issueType: 'Bug' }, async () => {}),
    ).toBe(null);
  });

  it('knows its type in any case, and offers nothing that is archived or disabled', async () => {
    const allowedValues = [
      { id: '1', name: '1.0', archived: true },
      { id: '2', name: '2.0', archived: false },
      { id: '3', name: '3.0', disabled: true },
    ];
    const field = { fieldId: 'fixVersions', name: 'Fix versions', schema: { type: 'array', items: 'version' } };
    const transport = fakeTransport(({ url }) => ({
      value: { values: /issuetypes$/.test(String(url)) ? TYPES : [{ ...field, allowedValues }] },
    }));
    const place = { project: 'OPS', issueType: 'task' };
    const schema = await readCreateSchema(transport, '/rest/api/2', place, async () => {});
    expect(schema).toMatchObject({ type: '1', fields: [{ allowed: [{ id: '2', text: '2.0' }] }] });
  });

  it('rejects with what Jira says', async () => {
    const transport = fakeTransport(() => ({ status: 403, value: { errorMessages: ['no'], errors: {} } }));
    await expect(readCreateSchema(transport, '/rest/api/3', PLACE, async () => {})).rejects.toMatchObject({
      code: 'jira_403',
    });
  });

  it('judges no value by a list that is endless', async () => {
    const allowedValues = Array.from({ length: 1001 }, (_, id) => ({ id: String(id), value: `v${id}` }));
    const transport = fakeTransport(() => ({ value: { total: 1, values: [{ ...FIELDS[0], allowedValues }] } }));
    const schema = await readCreateSchema(transport, '/rest/api/2', { ...PLACE, typeId: '2' }, async () => {});
    expect(schema?.fields[0]?.allowed).toBe(null);
  });
});
