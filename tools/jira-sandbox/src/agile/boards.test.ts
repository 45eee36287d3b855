import { describe, expect, it } from 'vitest';
import { sampleSite } from '../site/site.ts';
import { dialects, withSandbox } from '../testing.ts';

describe.each(dialects)('the boards on %s', (dialect) => {
  const headers = { authorization: 'Bearer sandbox-token' };

  it('lead from a project to its active sprint, whose id a create takes', async () => {
    await withSandbox({ ...sampleSite, dialect }, async ({ sandbox, create, rest }) => {
      const ask = async (path: string) => {
        const reply = await fetch(`${sandbox.url}/rest/agile/1.0${path}`, { headers });
        return { status: reply.status, json: Object(await reply.json()) };
      };
      const boards = await ask('/board?projectKeyOrId=OPS');
      expect(boards.json).toMatchObject({ isLast: true, values: [{ type: 'scrum', name: 'OPS board' }] });
      const sprints = await ask(`/board/${boards.json.values[0].id}/sprint?state=active,future`);
      expect(sprints.json.values).toMatchObject([{ name: 'OPS Sprint 5', state: 'active' }, { name: 'OPS Sprint 6' }]);
      await create({ customfield_10114: sprints.json.values[0].id });
      const fields = { project: { key: 'OPS' }, issuetype: { name: 'Task' }, summary: 's', customfield_10114: 99 };
      expect((await rest('POST', '/issue', { fields })).status).toBe(400);
      expect((await ask('/board/99/sprint')).status).toBe(404);
      expect((await ask('/board?projectKeyOrId=NOPE')).status).toBe(400);
      expect((await fetch(`${sandbox.url}/rest/agile/1.0/board`)).status).toBe(401);
      expect(sandbox.control.requests().at(-1)).toMatchObject({ kind: 'meta', status: 401 });
    });
  });

  it('are none where the site has no sprints', async () => {
    await withSandbox({ dialect }, async ({ sandbox }) => {
      const reply = await fetch(`${sandbox.url}/rest/agile/1.0/board`, { headers });
      expect(await reply.json()).toMatchObject({ total: 0, values: [] });
    });
  });
});
