import { describe, expect, it } from 'vitest';
import { dialects, richFor, withSandbox } from '../testing.ts';

describe.each(dialects)('issues on %s', (dialect) => {
  it('get ascending numeric ids and keys, and are there at once', async () => {
    await withSandbox({ dialect, indexLagMs: 3_600_000 }, async ({ create, rest }) => {
      const [one, two] = [
        await create(),
        await create({ summary: '磁盘', labels: ['a', 'a'], description: richFor(dialect, '满') }),
      ];
      expect([one.key, two.key]).toEqual(['OPS-1', 'OPS-2']);
      expect(one.id).toMatch(/^\d+$/);
      expect(Number(two.id)).toBeGreaterThan(Number(one.id));
      const { json } = await rest('GET', `/issue/${two.id}`);
      expect(json).toMatchObject({
        key: 'OPS-2',
        fields: {
          summary: '磁盘',
          labels: ['a'],
          description: richFor(dialect, '满'),
          status: { name: 'To Do', statusCategory: { key: 'new' } },
          resolution: null,
          priority: { name: 'Medium' },
          created: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0800$/),
        },
      });
    });
  });

  it('are edited by fields and update, with the properties in the same request', async () => {
    await withSandbox({ dialect }, async ({ create, rest }) => {
      const { key } = await create({ labels: ['a', 'b'] });
      const update = {
        labels: [{ add: 'c' }, { remove: 'a' }],
        comment: [{ add: { body: richFor(dialect, 'hello') } }],
      };
      const edited = await rest('PUT', `/issue/${key}`, {
        fields: { summary: 'two' },
        update,
        properties: [{ key: 'mine', value: 7 }],
      });
      expect([edited.status, edited.text]).toEqual([204, '']);
      const { json } = await rest(
        'GET',
        `/issue/${key}?fields=summary,labels,comment&properties=mine&expand=changelog`,
      );
      expect(json).toMatchObject({
        properties: { mine: 7 },
        fields: { summary: 'two', labels: ['b', 'c'], comment: { total: 1 } },
      });
      expect(JSON.stringify(json.changelog)).toContain('"fromString":"a b"');
    });
  });

  it('refuse a bad edit whole', async () => {
    await withSandbox({ dialect }, async ({ create, rest, sandbox }) => {
      const { key } = await create({ labels: ['a'] });
      const twice = await rest('PUT', `/issue/${key}`, {
        fields: { labels: ['b'] },
        update: { labels: [{ add: 'c' }] },
      });
      expect(twice.json.errors).toEqual({ labels: "Field 'labels' cannot appear in both 'fields' and 'update'" });
      const mixed = await rest('PUT', `/issue/${key}`, { fields: { summary: 'new', priority: { name: 'No' } } });
      expect(mixed.status).toBe(400);
      const quiet = await rest('PUT', `/issue/${key}?notifyUsers=false`, { fields: { summary: 'new' } });
      expect(quiet.json.errorMessages).toEqual([
        'To discard the user notification either admin or project admin permissions are required.',
      ]);
      expect(sandbox.control.issues()[0]).toMatchObject({ summary: 'one', labels: ['a'], history: [] });
    });
  });

  it('go through the workflow by string ids and get and lose their resolution', async () => {
    await withSandbox({ dialect, language: 'zh' }, async ({ create, rest }) => {
      const { key } = await create();
      const go = (id: string | number) => rest('POST', `/issue/${key}/transitions`, { transition: { id } });
      expect((await go('41')).json.errorMessages).toEqual(["Transition id '41' is not valid for this issue."]);
      expect((await go(31)).status).toBe(400);
      const done = await go('31');
      expect([done.status, done.headers.get('content-type')]).toEqual([
        204,
        expect.stringContaining(dialect === 'cloud' ? 'text/html' : 'json'),
      ]);
      const resolved = await rest('GET', `/issue/${key}`);
      expect(resolved.json.fields).toMatchObject({
        status: { name: '已完成', statusCategory: { key: 'done' } },
        resolution: { name: '完成' },
        resolutiondate: expect.any(String),
      });
      const { json } = await rest('GET', `/issue/${key}/transitions`);
      expect(json.transitions).toMatchObject([{ id: '41', name: '重新打开', to: { statusCategory: { key: 'new' } } }]);
      await go('41');
      expect((await rest('GET', `/issue/${key}`)).json.fields).toMatchObject({
        resolution: null,
        resolutiondate: null,
      });
    });
  });

  it('may need two steps, a resolution, or have no way back', async () => {
    const projects = [
      { key: 'OPS', workflow: 'steps' as const, resolution: 'required' as const },
      { key: 'DBA', workflow: 'locked' as const, resolution: 'none' as const },
    ];
    await withSandbox({ dialect, projects }, async ({ create, rest }) => {
      const { key } = await create();
      const go = (id: string, more = {}, at = key) =>
        rest('POST', `/issue/${at}/transitions`, { transition: { id }, ...more });
      expect((await go('31')).status).toBe(400);
      expect((await go('11')).status).toBe(204);
      expect((await go('31')).json.errors).toEqual({ resolution: 'Resolution is required.' });
      expect((await go('31', { fields: { resolution: { name: "Won't Do" } } })).status).toBe(204);
      const locked = await create({ project: { key: 'DBA' } });
      await go('31', {}, locked.key);
      expect((await rest('GET', `/issue/${locked.key}`)).json.fields).toMatchObject({ resolution: null });
      expect((await rest('GET', `/issue/${locked.key}/transitions`)).json.transitions).toEqual([]);
    });
  });

  it('keep comments in order and refuse empty, long and wrongly formed ones', async () => {
    await withSandbox({ dialect }, async ({ create, rest }) => {
      const { key } = await create();
      const path = `/issue/${key}/comment`;
      const made = await rest('POST', path, {
        body: richFor(dialect, 'first'),
        properties: [{ key: 'mark', value: 'x' }],
      });
      expect([made.status, made.headers.get('location')]).toEqual([201, made.json.self]);
      await rest('POST', path, { body: richFor(dialect, 'second') });
      const { json } = await rest('GET', `${path}?orderBy=-created&maxResults=1&expand=properties`);
      expect(json).toMatchObject({ total: 2, maxResults: 1, comments: [{ body: richFor(dialect, 'second') }] });
      expect((await rest('POST', path, { body: '' })).json.errors).toEqual({
        comment: 'Comment body can not be empty!',
      });
      expect((await rest('POST', path, { body: richFor(dialect, 'x'.repeat(32_768)) })).json.errors).toEqual({
        comment: 'The entered text is too long. It exceeds the allowed limit of 32767 characters.',
      });
      expect(
        (await rest('POST', path, { body: richFor(dialect === 'cloud' ? 'datacenter' : 'cloud', 'x') })).status,
      ).toBe(400);
    });
  });

  it('are linked once, and each end shows the other', async () => {
    await withSandbox({ dialect }, async ({ create, rest, sandbox }) => {
      const [one, two] = [await create(), await create()];
      const link = { type: { name: 'Duplicate' }, inwardIssue: { key: one.key }, outwardIssue: { key: two.key } };
      for (let n = 0; n < 2; n += 1) expect((await rest('POST', '/issueLink', link)).status).toBe(201);
      expect((await rest('GET', `/issue/${one.key}`)).json.fields).toMatchObject({
        issuelinks: [{ outwardIssue: { key: two.key } }],
      });
      expect((await rest('GET', `/issue/${two.key}`)).json.fields).toMatchObject({
        issuelinks: [{ inwardIssue: { key: one.key } }],
      });
      expect((await rest('POST', '/issueLink', { ...link, type: { name: 'No' } })).status).toBe(404);
      expect(sandbox.state.links.size).toBe(1);
    });
  });

  it('keep id and former key when a person moves them, and are gone when deleted', async () => {
    await withSandbox({ dialect }, async ({ create, rest, sandbox, search }) => {
      const { id, key } = await create();
      sandbox.control.editAsPerson(key, { moveTo: 'DBA', status: 'done', resolution: "Won't Fix", by: 'lina' });
      expect((await rest('GET', `/issue/${key}`)).json).toMatchObject({
        id,
        key: 'DBA-1',
        fields: { resolution: { name: "Won't Fix" } },
      });
      expect(await search('project = DBA')).toEqual(['DBA-1']);
      sandbox.control.editAsPerson(id, { delete: true });
      const gone = await rest('GET', `/issue/${id}`);
      expect([gone.status, gone.json]).toEqual([
        404,
        { errorMessages: ['Issue does not exist or you do not have permission to see it.'], errors: {} },
      ]);
      expect(await search('project = DBA')).toEqual([]);
    });
  });

  it('tell a new property from a changed one', async () => {
    await withSandbox({ dialect }, async ({ create, rest }) => {
      const { key } = await create();
      const path = `/issue/${key}/properties/mine`;
      expect([(await rest('PUT', path, { a: 1 })).status, (await rest('PUT', path, [2])).status]).toEqual([201, 200]);
      expect((await rest('GET', path)).json).toEqual({ key: 'mine', value: [2] });
      expect((await rest('PUT', path, 'x'.repeat(32_768))).status).toBe(400);
      expect([(await rest('DELETE', path)).status, (await rest('GET', path)).status]).toEqual([204, 404]);
    });
  });

  it('lose their assignee without a word where the site drops it', async () => {
    await withSandbox({ dialect, dropAssignee: true }, async ({ create, rest, sandbox }) => {
      const pacher =
        dialect === 'cloud' ? { accountId: sandbox.state.accounts.get('pacher')?.accountId ?? '' } : { name: 'pacher' };
      const { key } = await create({ assignee: pacher });
      expect((await rest('GET', `/issue/${key}`)).json.fields).toMatchObject({ assignee: null });
      expect((await rest('PUT', `/issue/${key}/assignee`, pacher)).status).toBe(204);
      expect((await rest('GET', `/issue/${key}`)).json.fields).toMatchObject({
        assignee: { displayName: 'Pacher Wang' },
      });
    });
  });
});

it('takes wiki text under version 2 on Cloud and shows its words as a document under version 3', async () => {
  await withSandbox({}, async ({ sandbox, rest }) => {
    const headers = { authorization: 'Bearer sandbox-token', 'content-type': 'application/json' };
    const fields = { project: { key: 'OPS' }, issuetype: { name: 'Task' }, summary: 'x', description: 'wiki' };
    await fetch(`${sandbox.url}/rest/api/2/issue`, { method: 'POST', headers, body: JSON.stringify({ fields }) });
    expect((await rest('GET', '/issue/OPS-1?fields=description')).json.fields).toEqual({
      description: richFor('cloud', 'wiki'),
    });
  });
});
