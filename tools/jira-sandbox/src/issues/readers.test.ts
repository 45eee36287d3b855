/** Who may read and change what: security levels, comments for some, archived issues, watchers. */
import { describe, expect, it } from 'vitest';
import { basic, dialects, richFor, withSandbox } from '../testing.ts';

describe.each(dialects)('on %s', (dialect) => {
  const gone = dialect === 'cloud' ? 404 : 403;
  const lina = dialect === 'cloud' ? basic('lina@example.com', 'x') : basic('lina', 'x');
  const accounts = [
    { login: 'bot', email: 'bot@example.com', apiToken: 'sandbox-token', password: 'sandbox-password' },
    {
      login: 'lina',
      apiToken: 'x',
      ...(dialect === 'cloud' ? {} : { password: 'x' }),
      roles: ['Users'],
      groups: ['dba'],
    },
  ];

  it('a security level hides an issue from accounts that are not in it, until it is lifted', async () => {
    const fields = { security: { options: ['Internal', { value: 'Bots only', members: ['bot'] }] } };
    await withSandbox({ dialect, accounts, fields }, async ({ create, rest }) => {
      const { key } = await create({ security: { name: 'Bots only' } });
      expect((await rest('GET', `/issue/${key}`)).json.fields).toMatchObject({ security: { name: 'Bots only' } });
      expect((await rest('GET', `/issue/${key}`, undefined, lina)).status).toBe(gone);
      expect((await rest('PUT', `/issue/${key}`, { fields: { security: null } })).status).toBe(204);
      expect((await rest('GET', `/issue/${key}`, undefined, lina)).status).toBe(200);
    });
  });

  it('a security level is given only by those who are in it, but may be the default of all', async () => {
    const levels = { options: ['Internal', { value: 'Leads only', members: ['lina'] }] };
    await withSandbox({ dialect, accounts, fields: { security: levels } }, async ({ create, rest, sandbox }) => {
      const fields = {
        project: { key: 'OPS' },
        issuetype: { name: 'Task' },
        summary: 's',
        security: { name: 'Leads only' },
      };
      expect((await rest('POST', '/issue', { fields })).json.errors).toEqual({
        security: 'Specify a valid security level (id or name)',
      });
      await sandbox.control.set({
        projects: { OPS: { fields: { security: { ...levels, default: { name: 'Leads only' } } } } },
      });
      const { key } = await create();
      expect((await rest('GET', `/issue/${key}`)).status).toBe(gone);
      expect((await rest('GET', `/issue/${key}`, undefined, lina)).json.fields).toMatchObject({
        security: { name: 'Leads only' },
      });
    });
  });

  it('a field that a person changes is told by its name in the history', async () => {
    const fields = { customfield_1: { name: 'Owner team', type: 'text' as const } };
    await withSandbox({ dialect, fields }, async ({ create, rest, sandbox }) => {
      const { key } = await create({ customfield_1: 'dba' });
      sandbox.control.editAsPerson(key, { by: 'lina', fields: { customfield_1: 'net' }, description: 'mine' });
      const { json } = await rest('GET', `/issue/${key}?expand=changelog`);
      expect(json.fields).toMatchObject({ customfield_1: 'net', description: richFor(dialect, 'mine') });
      expect(Object(json.changelog).histories).toMatchObject([
        { items: expect.arrayContaining([expect.objectContaining({ field: 'Owner team', fieldId: 'customfield_1' })]) },
      ]);
    });
  });

  it('a comment for a role or a group is read by its members only, and written by them only', async () => {
    await withSandbox({ dialect, accounts }, async ({ create, rest }) => {
      const { key } = await create();
      const say = (visibility: { type: string; value: string }) =>
        rest('POST', `/issue/${key}/comment`, { body: richFor(dialect, 'hi'), visibility });
      const made = await say({ type: 'role', value: 'Developers' });
      expect([made.status, made.json.visibility]).toEqual([201, { type: 'role', value: 'Developers' }]);
      expect((await rest('GET', `/issue/${key}/comment`)).json).toMatchObject({ total: 1 });
      expect((await rest('GET', `/issue/${key}/comment`, undefined, lina)).json).toMatchObject({ total: 0 });
      expect((await rest('GET', `/issue/${key}/comment/${made.json.id}`, undefined, lina)).status).toBe(404);
      const refusals = [
        await say({ type: 'role', value: 'Administrators' }),
        await say({ type: 'group', value: 'dba' }),
        await say({ type: 'group', value: 'nobody' }),
      ];
      expect(refusals.map(({ status, json }) => [status, json.errors])).toEqual([
        [400, { commentLevel: 'You are currently not a member of the project role: Administrators.' }],
        [400, { commentLevel: 'You are currently not a member of the group: dba.' }],
        [400, { commentLevel: 'Group: nobody does not exist.' }],
      ]);
    });
  });

  it('a comment of a JSM project is public unless its property says internal', async () => {
    await withSandbox({ dialect, projects: [{ key: 'OPS', type: 'service_desk' }] }, async ({ create, rest }) => {
      const { key } = await create();
      const internal = [{ key: 'sd.public.comment', value: { internal: true } }];
      await rest('POST', `/issue/${key}/comment`, { body: richFor(dialect, 'a') });
      await rest('POST', `/issue/${key}/comment`, { body: richFor(dialect, 'b'), properties: internal });
      const { json } = await rest('GET', `/issue/${key}/comment?expand=properties`);
      expect(json.comments).toMatchObject([{ properties: [] }, { properties: internal }]);
      if (dialect === 'cloud') expect(json.comments).toMatchObject([{ jsdPublic: true }, { jsdPublic: false }]);
      expect((await rest('GET', '/project/OPS')).json).toMatchObject({ projectTypeKey: 'service_desk' });
      const page = await fetch(`${(await rest('GET', '/serverInfo')).json.baseUrl}/browse/${key}`);
      expect(await page.text()).toContain('internal');
    });
  });

  it('an archived issue can be read, and everything else is refused', async () => {
    await withSandbox({ dialect }, async ({ create, rest, search, sandbox }) => {
      const { key } = await create({ labels: ['x'] });
      const other = await create();
      sandbox.control.editAsPerson(key, { archived: true });
      const at = `/issue/${key}`;
      const link = { type: { name: 'Relates' }, inwardIssue: { key: other.key }, outwardIssue: { key } };
      expect((await rest('GET', at)).status).toBe(200);
      expect((await rest('GET', `${at}/transitions`)).json.transitions).toEqual([]);
      expect(await search('labels = x')).toEqual([]);
      const refused = [
        await rest('PUT', at, { fields: { summary: 'new' } }),
        await rest('POST', `${at}/comment`, { body: richFor(dialect, 'hi') }),
        await rest('POST', `${at}/transitions`, { transition: { id: '31' } }),
        await rest('PUT', `${at}/properties/mine`, 1),
        await rest('PUT', `${at}/assignee`, { name: null, accountId: null }),
        await rest('POST', `${at}/watchers`),
        await rest('POST', '/issueLink', link),
        await rest('POST', '/issue', {
          fields: { project: { key: 'OPS' }, issuetype: { name: 'Task' }, summary: 's' },
          update: { issuelinks: [{ add: { type: { name: 'Relates' }, outwardIssue: { key } } }] },
        }),
      ];
      expect(refused.map(({ status }) => status)).toEqual(refused.map(() => 403));
      expect(sandbox.control.issues()).toHaveLength(2);
      sandbox.control.editAsPerson(key, { archived: false });
      expect((await rest('PUT', at, { fields: { summary: 'new' } })).status).toBe(204);
      expect(await search('labels = x')).toEqual([key]);
    });
  });

  it('people watch an issue that they may see', async () => {
    const fields = { security: { options: [{ value: 'Bots only', members: ['bot'] }] } };
    await withSandbox({ dialect, accounts, fields }, async ({ create, rest, sandbox }) => {
      const { key } = await create();
      const who = sandbox.state.accounts.get('lina')?.accountId ?? '';
      const path = `/issue/${key}/watchers`;
      expect((await rest('POST', path, who)).status).toBe(204);
      expect((await rest('POST', path)).status).toBe(204);
      expect((await rest('GET', path)).json).toMatchObject({
        ...{ watchCount: 2, isWatching: true },
        watchers: [{ displayName: 'lina' }, { displayName: 'bot' }],
      });
      const query = dialect === 'cloud' ? 'accountId' : 'username';
      expect((await rest('DELETE', `${path}?${query}=${who}`)).status).toBe(204);
      expect((await rest('GET', `/issue/${key}`)).json.fields).toMatchObject({ watches: { watchCount: 1 } });
      expect((await rest('POST', path, 'nobody')).status).toBe(404);
      const hidden = await create({ security: { name: 'Bots only' } });
      const refused = await rest('POST', `/issue/${hidden.key}/watchers`, who);
      expect([refused.status, refused.text]).toEqual([
        dialect === 'cloud' ? 403 : 401,
        expect.stringContaining('does not have permission to view this issue'),
      ]);
    });
  });

  it('a sub-task stands below its parent, and is not made without one', async () => {
    const projects = [{ key: 'OPS', issueTypes: ['Task', { name: 'Sub-task', subtask: true }] }, { key: 'DBA' }];
    await withSandbox({ dialect, projects }, async ({ create, rest }) => {
      const parent = await create();
      const elsewhere = await create({ project: { key: 'DBA' } });
      const good = { project: { key: 'OPS' }, issuetype: { name: 'Sub-task' }, summary: 's' };
      const make = (fields: object) => rest('POST', '/issue', { fields: { ...good, ...fields } });
      expect((await make({})).json.errors).toEqual({
        issuetype: 'Issue type is a sub-task but parent issue key or id not specified.',
      });
      expect((await make({ parent: { key: 'OPS-99' } })).status).toBe(400);
      expect((await make({ parent: { key: elsewhere.key } })).status).toBe(400);
      const { json } = await make({ parent: { key: parent.key } });
      expect((await rest('GET', `/issue/${json.key}`)).json.fields).toMatchObject({
        ...{ parent: { key: parent.key }, issuetype: { subtask: true } },
      });
      expect((await rest('GET', `/issue/${parent.key}`)).json.fields).toMatchObject({ subtasks: [{ key: json.key }] });
    });
  });
});
