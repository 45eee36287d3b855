import { describe, expect, it } from 'vitest';
import { documentIsThere, openApi } from '../openapi.test-helper.ts';
import { type Client, dialects, withSandbox } from '../testing.ts';

const FIELDS = 'GET /issue/createmeta/:projectIdOrKey/issuetypes/:issueTypeId (both)';
const SKIPPED = documentIsThere('cloud') ? '' : ' (skipped: no ../shared)';
const fields = {
  customfield_10101: { name: 'Value', type: 'number' as const, required: true },
  customfield_10106: { name: 'Team', type: 'cascading' as const, options: { Eng: ['Web'], Ops: [] } },
  customfield_10114: { name: 'Sprint', type: 'sprint' as const },
  customfield_10107: { name: 'Owner', type: 'user' as const, screens: ['edit' as const] },
  components: { options: ['Database'] },
  security: { options: ['Internal', { value: 'Secret', members: ['lina'] }] },
};
const projects = [{ key: 'OPS', issueTypes: ['Task', { name: 'Sub-task', subtask: true }] }];

async function metaOf({ rest, sandbox }: Client, type: string, query = '?maxResults=100') {
  const id = sandbox.state.projects.get('OPS')?.issueTypes.find(({ name }) => name === type)?.id;
  const reply = await rest('GET', `/issue/createmeta/OPS/issuetypes/${id}${query}`);
  const list = reply.json[sandbox.state.isCloud ? 'fields' : 'values'];
  const items = (Array.isArray(list) ? list : []).map((item) => Object(item));
  return { reply, items, byId: Object.fromEntries(items.map((item) => [String(item.fieldId), item])) };
}

describe.each(dialects)('the metadata of a create on %s', (dialect) => {
  it('tells of each field its schema, whether it is asked for, and what may be chosen', async () => {
    await withSandbox({ dialect, fields, projects }, async (client) => {
      const { byId } = await metaOf(client, 'Task');
      expect(byId.customfield_10101).toMatchObject({
        name: 'Value',
        required: true,
        hasDefaultValue: false,
        schema: {
          type: 'number',
          custom: 'com.atlassian.jira.plugin.system.customfieldtypes:float',
          customId: 10101,
        },
      });
      expect(byId.customfield_10106).toMatchObject({
        schema: { type: 'option-with-child' },
        allowedValues: [{ value: 'Eng', children: [{ value: 'Web' }] }, { value: 'Ops' }],
      });
      expect(byId.customfield_10114?.schema).toMatchObject({
        ...{ type: 'array', items: 'json', custom: 'com.pyxis.greenhopper.jira:gh-sprint' },
      });
      expect(byId.components).toMatchObject({
        schema: { type: 'array', items: 'component', system: 'components' },
        allowedValues: [{ name: 'Database' }],
      });
      // A level that the account is not in is not shown to it.
      expect(byId.security?.allowedValues).toEqual([expect.objectContaining({ name: 'Internal' })]);
      expect(Object.keys(byId)).not.toContain('customfield_10107');
      expect(Object.keys(byId)).not.toContain('fixVersions');
    });
  });

  it('comes by pages, of fewer entries than were asked for where the site says so', async () => {
    await withSandbox(
      { dialect, fields, projects: [{ ...projects[0], key: 'OPS', metaPageSize: 4 }] },
      async (client) => {
        const whole = await client.sandbox.state.projects.get('OPS');
        const first = await metaOf(client, 'Task', '?startAt=0&maxResults=100');
        expect(first.items).toHaveLength(4);
        const { total } = first.reply.json;
        const seen = [...first.items];
        while (seen.length < Number(total)) {
          const { items } = await metaOf(client, 'Task', `?startAt=${seen.length}&maxResults=100`);
          expect(items.length).toBeGreaterThan(0);
          seen.push(...items);
        }
        expect(new Set(seen.map(({ fieldId }) => fieldId)).size).toBe(total);
        expect(whole).toBeDefined();
      },
    );
  });

  it('shows names in the language of the site', async () => {
    const named = { customfield_1: { name: 'Owner team', nameZh: '负责团队' }, components: { name: 'Part' } };
    await withSandbox({ dialect, fields: named, projects, language: 'zh' }, async (client) => {
      const names = async () => (await metaOf(client, 'Task')).items.map(({ name }) => name);
      expect(await names()).toEqual(expect.arrayContaining(['概要', '环境', '负责团队', 'Part']));
      expect((await client.rest('GET', '/field')).text).toContain('"name":"负责团队"');
      await client.sandbox.control.set({ language: 'en' });
      expect(await names()).toEqual(expect.arrayContaining(['Summary', 'Environment', 'Owner team', 'Part']));
    });
  });

  it('asks a sub-task for its parent', async () => {
    await withSandbox({ dialect, fields: {}, projects }, async (client) => {
      expect((await metaOf(client, 'Sub-task')).byId.parent).toMatchObject({ required: true });
      expect((await metaOf(client, 'Task')).byId.parent).toBeUndefined();
      const { json } = await client.rest('GET', '/issue/createmeta/OPS/issuetypes');
      const types = json[dialect === 'cloud' ? 'issueTypes' : 'values'];
      expect(types).toMatchObject([
        { name: 'Task', subtask: false },
        { name: 'Sub-task', subtask: true },
      ]);
    });
  });

  it('is refused to an account without the right to read it, while creates go on', async () => {
    await withSandbox({ dialect, fields: {}, projects }, async (client) => {
      for (const status of [403, 404] as const) {
        await client.sandbox.control.set({ projects: { OPS: { createMeta: status } } });
        const { key } = await client.create();
        const replies = [
          (await metaOf(client, 'Task')).reply,
          await client.rest('GET', '/issue/createmeta/OPS/issuetypes'),
          await client.rest('GET', `/issue/${key}/editmeta`),
        ];
        expect(replies.map((reply) => reply.status)).toEqual([status, status, status]);
      }
    });
  });

  it('of an edit is the edit screen, and GET /field knows every field of the site', async () => {
    await withSandbox({ dialect, fields, projects }, async ({ create, rest }) => {
      const { key } = await create({ customfield_10101: 1 });
      const { json } = await rest('GET', `/issue/${key}/editmeta`);
      expect(json.fields).toMatchObject({
        customfield_10107: { schema: { type: 'user' } },
        comment: { operations: ['add', 'edit', 'remove'] },
      });
      const all: unknown = JSON.parse((await rest('GET', '/field')).text);
      expect(all).toEqual(
        expect.arrayContaining([
          expect.objectContaining({
            id: 'customfield_10107',
            name: 'Owner',
            custom: true,
            clauseNames: ['cf[10107]', 'Owner'],
          }),
        ]),
      );
    });
  });

  it.skipIf(SKIPPED !== '')(`is as the official OpenAPI document says${SKIPPED}`, async () => {
    const api = openApi(dialect);
    await withSandbox({ dialect, fields, projects }, async (client) => {
      const { reply } = await metaOf(client, 'Task');
      expect(api.complaints(FIELDS, reply) ?? []).toEqual([]);
      const { key } = await client.create({ customfield_10101: 1 });
      const edit = await client.rest('GET', `/issue/${key}/editmeta`);
      expect(api.complaints('GET /issue/:issueIdOrKey/editmeta (both)', edit) ?? []).toEqual([]);
    });
  });
});
