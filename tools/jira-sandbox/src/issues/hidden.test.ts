import { describe, expect, it } from 'vitest';
import { dialects, withSandbox } from '../testing.ts';

describe.each(dialects)('an issue that its creator may not see on %s', (dialect) => {
  const refusal = dialect === 'cloud' ? 404 : 403;
  const words =
    dialect === 'cloud'
      ? 'Issue does not exist or you do not have permission to see it.'
      : 'You do not have the permission to see the specified issue.';

  it('is created, and then refused and left out of search', async () => {
    const projects = [{ key: 'OPS', newIssuesVisibleTo: ['lina'] }];
    await withSandbox({ dialect, projects }, async ({ create, rest, search, sandbox }) => {
      const { key } = await create({ labels: ['x'] });
      const { status, json } = await rest('GET', `/issue/${key}`);
      expect([status, json.errorMessages]).toEqual([refusal, [words]]);
      expect((await rest('PUT', `/issue/${key}`, { fields: { summary: 'new' } })).status).toBe(refusal);
      expect(await search('labels = x')).toEqual([]);
      sandbox.control.editAsPerson(key, { visibleTo: null });
      expect((await rest('GET', `/issue/${key}`)).status).toBe(200);
      expect(await search('labels = x')).toEqual([key]);
    });
  });

  it('hides all issues of a project that may not be browsed, for as long as that holds', async () => {
    await withSandbox({ dialect }, async ({ create, rest, sandbox }) => {
      const { id } = await create();
      await sandbox.control.set({ projects: { OPS: { mayNotBrowse: ['bot'] } } });
      expect((await rest('GET', `/issue/${id}`)).status).toBe(refusal);
      expect((await rest('GET', `/issue/${(await create()).id}`)).status).toBe(refusal);
      await sandbox.control.set({ projects: { OPS: { mayNotBrowse: [] } } });
      expect((await rest('GET', `/issue/${id}`)).status).toBe(200);
    });
  });

  it('hides the one issue that a fault names, and leaves out keys before it', async () => {
    await withSandbox({ dialect }, async ({ create, rest, sandbox }) => {
      sandbox.control.fault({ path: 'create', action: 'pass', made: { visibleTo: [], skipKeys: 2 } });
      const hidden = await create();
      expect(hidden.key).toBe('OPS-3');
      expect((await rest('GET', `/issue/${hidden.key}`)).status).toBe(refusal);
      expect((await create()).key).toBe('OPS-4');
    });
  });

  it('gives out the key of a late create before it is stored', async () => {
    await withSandbox({ dialect }, async ({ create, rest, sandbox }) => {
      sandbox.control.fault({ path: 'create', action: { lateCommit: { ms: 100, keyAtOnce: true } } });
      const late = create().catch(() => undefined);
      await expect.poll(() => sandbox.control.requests({ kind: 'create' }).length).toBe(1);
      expect((await create()).key).toBe('OPS-2');
      await expect.poll(async () => (await rest('GET', '/issue/OPS-1')).status).toBe(200);
      await sandbox.close();
      await late;
    });
  });
});

describe('bulkfetch on Cloud', () => {
  it('reads up to a hundred issues from the store by id or key, and leaves out what is missing or hidden', async () => {
    await withSandbox({ indexLagMs: 3_600_000 }, async ({ create, rest, sandbox }) => {
      const one = await create({ labels: ['x'] }, { properties: [{ key: 'mine', value: { a: 1 } }] });
      const two = await create();
      const hidden = await create();
      sandbox.control.editAsPerson(hidden.key, { visibleTo: ['lina'] });
      sandbox.control.editAsPerson(two.key, { moveTo: 'DBA' });
      const { status, json } = await rest('POST', '/issue/bulkfetch', {
        issueIdsOrKeys: [two.key, hidden.key, 'OPS-99', one.id],
        fields: ['labels'],
        properties: ['mine'],
      });
      expect(status).toBe(200);
      expect(json).toEqual({
        issueErrors: [],
        issues: [
          expect.objectContaining({ key: 'OPS-1', fields: { labels: ['x'] }, properties: { mine: { a: 1 } } }),
          expect.objectContaining({ key: 'DBA-1', fields: { labels: [] } }),
        ],
      });
      const many = Array.from({ length: 101 }, (_, n) => `OPS-${n + 1}`);
      expect((await rest('POST', '/issue/bulkfetch', { issueIdsOrKeys: many })).status).toBe(400);
      expect((await rest('POST', '/issue/bulkfetch', { issueIdsOrKeys: [], jql: '' })).status).toBe(400);
    });
  });
});
