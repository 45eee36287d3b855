import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { routes, routesOf } from './http/route-table.ts';
import type { Json } from './json.ts';
import { documentIsThere, openApi } from './openapi.test-helper.ts';
import type { Dialect } from './options.ts';
import { type Client, dialects, fileForm, type Reply, richFor, withSandbox } from './testing.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

describe('the coverage list of the README', () => {
  it('names exactly the routes that are registered', () => {
    const listed = [...readme.matchAll(/^\| `(\w+)` +\| `([^`]+)` +\| (\w+) +\|/gm)].map(
      ([, method, path, who]) => `${method} ${path} (${who})`,
    );
    expect(listed.sort()).toEqual(routes.map(({ id }) => id).sort());
  });
});

describe.each(dialects)('every route on %s', (dialect) => {
  it('answers with success, or 410 where it is gone', async () => {
    const seen = await exercise(dialect);
    expect([...seen.keys()].sort()).toEqual(
      routesOf(dialect)
        .map(({ id }) => id)
        .sort(),
    );
    const failed = [...seen].filter(([, { status }]) => status >= 300 && status !== 410);
    expect(failed).toEqual([]);
  });

  it.skipIf(!documentIsThere(dialect))(
    `answers as the official OpenAPI document says${documentIsThere(dialect) ? '' : ' (skipped: no ../shared)'}`,
    async () => {
      const api = openApi(dialect);
      const complaints: string[] = [];
      let checked = 0;
      for (const [id, reply] of await exercise(dialect)) {
        // The document has forgotten that the old search is gone.
        if (reply.status === 410) continue;
        expect(api.statusesOf(id), id).toContain(String(reply.status));
        const found = api.complaints(id, reply);
        if (found === undefined) continue;
        checked += 1;
        complaints.push(...found.map((complaint) => `${id}: ${complaint}`));
      }
      expect(complaints).toEqual([]);
      expect(checked).toBeGreaterThanOrEqual(dialect === 'cloud' ? 20 : 12);
    },
  );
});

/** Goes once through every route, in an order in which each can succeed. */
async function exercise(dialect: Dialect): Promise<Map<string, Reply>> {
  const seen = new Map<string, Reply>();
  await withSandbox({ dialect }, async (client) => {
    for (const [id, method, path, body] of await steps(client, dialect)) {
      const { sandbox, rest } = client;
      const reply = await rest(method, path, body);
      expect(sandbox.control.requests().at(-1)?.route).toBe(id);
      seen.set(id, reply);
    }
  });
  return seen;
}

type Step = [id: string, method: string, path: string, body?: Json | FormData];

async function steps({ sandbox, create }: Client, dialect: Dialect): Promise<Step[]> {
  const one = await create({ labels: ['x'], description: richFor(dialect, 'text') });
  const two = await create();
  sandbox.control.editAsPerson(one.key, { comment: 'seen' });
  const comment = sandbox.control.issues()[0]?.comments[0]?.id ?? '';
  const type = sandbox.state.projects.get('OPS')?.issueTypes[0]?.id ?? '';
  const issue = '/issue/:issueIdOrKey';
  const at = `/issue/${one.key}`;
  const jql = 'project = OPS';
  const who = sandbox.state.accounts.get('lina')?.accountId ?? '';
  const nobody = dialect === 'cloud' ? { accountId: null } : { name: null };
  const search: Step[] =
    dialect === 'cloud'
      ? [
          ['GET /project/search (cloud)', 'GET', '/project/search?maxResults=1'],
          ['GET /priority/search (cloud)', 'GET', '/priority/search?maxResults=2'],
          ['GET /resolution/search (cloud)', 'GET', '/resolution/search?startAt=1'],
          ['GET /search/jql (cloud)', 'GET', `/search/jql?jql=${jql}&fields=*all`],
          ['POST /search/jql (cloud)', 'POST', '/search/jql', { jql, fields: ['*all'] }],
          ['POST /issue/bulkfetch (cloud)', 'POST', '/issue/bulkfetch', { issueIdsOrKeys: [one.key, two.id] }],
          ['GET /search (cloud)', 'GET', '/search?jql=x'],
          ['POST /search (cloud)', 'POST', '/search', { jql }],
        ]
      : [
          ['GET /project (datacenter)', 'GET', '/project'],
          ['GET /search (datacenter)', 'GET', `/search?jql=${jql}`],
          ['POST /search (datacenter)', 'POST', '/search', { jql }],
        ];
  return [
    ['GET /serverInfo (both)', 'GET', '/serverInfo'],
    ['GET /myself (both)', 'GET', '/myself'],
    ['GET /mypermissions (both)', 'GET', '/mypermissions?permissions=CREATE_ISSUES&projectKey=OPS'],
    ['GET /priority (both)', 'GET', '/priority'],
    ['GET /resolution (both)', 'GET', '/resolution'],
    ['GET /field (both)', 'GET', '/field'],
    ['GET /project/:projectIdOrKey (both)', 'GET', '/project/OPS'],
    ['GET /project/:projectIdOrKey/statuses (both)', 'GET', '/project/OPS/statuses'],
    ['GET /user/assignable/search (both)', 'GET', '/user/assignable/search?project=OPS&query=pac&username=pac'],
    ['GET /project/:projectIdOrKey/role (both)', 'GET', '/project/OPS/role'],
    ['GET /groups/picker (both)', 'GET', '/groups/picker?query=jira'],
    ['GET /user/search (both)', 'GET', '/user/search?query=lina&username=lina'],
    ['GET /issue/createmeta/:projectIdOrKey/issuetypes (both)', 'GET', '/issue/createmeta/OPS/issuetypes'],
    [
      'GET /issue/createmeta/:projectIdOrKey/issuetypes/:issueTypeId (both)',
      'GET',
      `/issue/createmeta/OPS/issuetypes/${type}`,
    ],
    ...search,
    [
      'POST /issue (both)',
      'POST',
      '/issue',
      { fields: { project: { key: 'OPS' }, issuetype: { id: type }, summary: 's' } },
    ],
    [`GET ${issue} (both)`, 'GET', `${at}?expand=changelog&properties=*all`],
    [`PUT ${issue} (both)`, 'PUT', at, { fields: { summary: 'new' } }],
    [`PUT ${issue}/assignee (both)`, 'PUT', `${at}/assignee`, nobody],
    [`GET ${issue}/editmeta (both)`, 'GET', `${at}/editmeta`],
    [`POST ${issue}/watchers (both)`, 'POST', `${at}/watchers`, who],
    [`GET ${issue}/watchers (both)`, 'GET', `${at}/watchers`],
    [`DELETE ${issue}/watchers (both)`, 'DELETE', `${at}/watchers?accountId=${who}&username=${who}`],
    [`GET ${issue}/comment (both)`, 'GET', `${at}/comment?expand=properties`],
    [`POST ${issue}/comment (both)`, 'POST', `${at}/comment`, { body: richFor(dialect, 'text') }],
    [`GET ${issue}/comment/:id (both)`, 'GET', `${at}/comment/${comment}`],
    [`POST ${issue}/attachments (both)`, 'POST', `${at}/attachments`, fileForm('chart.png', Buffer.from('PNG'))],
    [`GET ${issue}/transitions (both)`, 'GET', `${at}/transitions?expand=transitions.fields`],
    [`POST ${issue}/transitions (both)`, 'POST', `${at}/transitions`, { transition: { id: '31' } }],
    [`PUT ${issue}/properties/:propertyKey (both)`, 'PUT', `${at}/properties/mine`, { a: 1 }],
    [`GET ${issue}/properties (both)`, 'GET', `${at}/properties`],
    [`GET ${issue}/properties/:propertyKey (both)`, 'GET', `${at}/properties/mine`],
    [`DELETE ${issue}/properties/:propertyKey (both)`, 'DELETE', `${at}/properties/mine`],
    [
      'POST /issueLink (both)',
      'POST',
      '/issueLink',
      { type: { name: 'Relates' }, inwardIssue: { key: one.key }, outwardIssue: { key: two.key } },
    ],
    ['GET /issueLinkType (both)', 'GET', '/issueLinkType'],
    [`DELETE ${issue} (both)`, 'DELETE', at],
  ];
}
