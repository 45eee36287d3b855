import { describe, expect, it } from 'vitest';
import { type Route, routesOf } from './http/route-table.ts';
import type { Json } from './json.ts';
import { documentIsThere, openApi } from './openapi.test-helper.ts';
import type { Dialect } from './options.ts';
import { dialects, type Reply, withSandbox } from './testing.ts';

const ISSUE = '/issue/:issueIdOrKey';
const META = 'GET /issue/createmeta/:projectIdOrKey/issuetypes';
const SKIPPED = documentIsThere('cloud') ? '' : ' (skipped: no ../shared)';

/** Answers of the sandbox with a status that the document does not list for that operation. Without these, none may differ. */
const NOT_IN_THE_DOCUMENT: [RegExp, reason: string][] = [
  [/ 429$/, 'limits are told on a page of their own'],
  [/ 401$/, 'forgotten for some operations, on Data Center for most; nobody gets past the login'],
  [
    /^(PUT \/issue\/:issueIdOrKey|POST .*\/comment) \(both\) 404$/,
    'forgotten by Data Center, which has it where it reads',
  ],
  [/createmeta.* 404$/, 'for an unknown project or type the document knows only 400; a guess, see the README'],
];

/** Refusals of kinds that we meet (400, 401, 404) which the document lists and the sandbox never gives. */
const NEVER_GIVEN: Record<Dialect, string[]> = {
  cloud: [
    `DELETE ${ISSUE} (both) 400`,
    `GET ${ISSUE}/comment (both) 400`,
    `${META} (both) 400`,
    `${META}/:issueTypeId (both) 400`,
    'GET /issueLinkType (both) 404',
    'GET /project/:projectIdOrKey/role (both) 404',
    'GET /project/search (cloud) 400',
    'GET /project/search (cloud) 404',
    'GET /user/assignable/search (both) 400',
    'GET /user/search (both) 400',
    'POST /issueLink (both) 400',
  ],
  datacenter: [
    `DELETE ${ISSUE} (both) 400`,
    `DELETE ${ISSUE}/properties/:propertyKey (both) 400`,
    `GET ${ISSUE}/properties (both) 400`,
    `GET ${ISSUE}/properties/:propertyKey (both) 400`,
    `${META} (both) 400`,
    'GET /issueLinkType (both) 404',
    'GET /project/:projectIdOrKey/role (both) 404',
    'GET /user/search (both) 400',
    'GET /user/search (both) 404',
    'POST /issueLink (both) 400',
  ],
};

describe.each(dialects)('every refusal on %s', (dialect) => {
  it('has one of the bodies that Jira is known to send', async () => {
    const odd = (await provoke(dialect)).filter(([, reply]) => !isKnownBody(dialect, reply));

    expect(odd.map(([id, { status, text }]) => `${id} ${status}: ${text}`)).toEqual([]);
  });

  it('says at a 429 how long to wait', async () => {
    const limited = (await provoke(dialect)).filter(([, { status }]) => status === 429);

    expect(limited.map(([id]) => id)).toEqual(routesOf(dialect).map(({ id }) => id));
    expect(limited.filter(([, { headers }]) => !(Number(headers.get('retry-after')) >= 1))).toEqual([]);
    const reasons = new Set(limited.map(([, { headers }]) => headers.get('ratelimit-reason')));
    expect([...reasons]).toEqual([dialect === 'cloud' ? 'jira-burst-based' : null]);
  });

  it.skipIf(SKIPPED !== '')(`is one that the official OpenAPI document has${SKIPPED}`, async () => {
    const api = openApi(dialect);
    const refusals = await provoke(dialect);
    const named = refusals.map(([id, reply]) => ({ id, reply, name: `${id} ${reply.status}` }));

    const unlisted = named.filter(({ id, reply }) => !api.statusesOf(id).includes(String(reply.status)));
    expect(unlisted.filter(({ name }) => !NOT_IN_THE_DOCUMENT.some(([known]) => known.test(name)))).toEqual([]);
    // The words of a login and of JQL are told by recordings; everything else is the document's own error envelope.
    const complaints = named
      .filter(({ reply }) => isEnvelope(reply))
      .flatMap(({ id, reply, name }) =>
        [...api.envelopeComplaints(reply), ...(api.complaints(id, reply) ?? [])].map((one) => `${name}: ${one}`),
      );
    expect(complaints).toEqual([]);
    expect(named.filter(({ reply }) => isEnvelope(reply)).length).toBeGreaterThan(30);
  });

  it.skipIf(SKIPPED !== '')(`leaves out of what the document lists only what is named here${SKIPPED}`, async () => {
    const api = openApi(dialect);
    const given = new Set((await provoke(dialect)).map(([id, { status }]) => `${id} ${status}`));
    const gone = (id: string) => / \/search \(cloud\)$/.test(id);

    const missing = routesOf(dialect)
      .filter(({ id }) => !gone(id))
      .flatMap(({ id }) => api.statusesOf(id).map((status) => `${id} ${status}`))
      .filter((name) => / (400|401|404)$/.test(name) && !given.has(name));

    expect(missing.sort()).toEqual([...NEVER_GIVEN[dialect]].sort());
  });
});

function isEnvelope({ json }: Reply): boolean {
  return 'errorMessages' in json && 'errors' in json;
}

function isKnownBody(dialect: Dialect, reply: Reply): boolean {
  const { status, json, text, headers } = reply;
  const keys = Object.keys(json).sort().join();
  if (status === 401) return keys === 'message,status-code' && json['status-code'] === 401;
  if (status === 429 && dialect === 'datacenter')
    return /html/.test(headers.get('content-type') ?? '') && text.includes('Rate limit exceeded.');
  if (!/^application\/json/.test(headers.get('content-type') ?? '')) return false;
  // An unknown watcher on Cloud, as recorded: nothing but the status.
  if (status === 404 && text === '{"errorMessages":[],"errors":{}}') return dialect === 'cloud';
  const said = [...listIn(json.errorMessages), ...Object.values(Object(json.errors))];
  return ['errorMessages,errors', 'errorMessages,warningMessages'].includes(keys) && said.length > 0;
}

function listIn(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

type Refusal = [id: string, reply: Reply];

/** Every route without a login, for an issue that is not there, and over the limit; and each wrong request of the table below. */
async function provoke(dialect: Dialect): Promise<Refusal[]> {
  const seen: Refusal[] = [];
  await withSandbox({ dialect }, async (client) => {
    const { key } = await client.create();
    const run = async (id: string, path: string, body?: Json, headers?: Record<string, string>) => {
      const reply = await client.rest(id.split(' ')[0] ?? '', path, body, headers);
      expect(reply.status, id).toBeGreaterThanOrEqual(400);
      expect(client.sandbox.control.requests().at(-1)?.route).toBe(id);
      seen.push([id, reply]);
    };
    for (const route of routesOf(dialect)) {
      const stranger = route.access === 'login' ? {} : { authorization: 'Bearer expired' };
      await run(route.id, pathOf(route, key), bodyOf(route), stranger);
      if (route.path.includes(':issueIdOrKey')) await run(route.id, pathOf(route, 'OPS-999'), bodyOf(route));
    }
    for (const [id, path, body] of wrongRequests(dialect, key)) await run(id, path, body);
    await client.sandbox.control.set({ rateLimit: { perSecond: 0.001, burst: 1 } });
    await client.rest('GET', '/myself');
    for (const route of routesOf(dialect)) await run(route.id, pathOf(route, key), bodyOf(route));
  });
  return seen;
}

function bodyOf({ method }: Route): Json | undefined {
  return method === 'POST' || method === 'PUT' ? {} : undefined;
}

function pathOf(route: Route, key: string): string {
  return route.path.replace(':issueIdOrKey', key).replace(':projectIdOrKey', 'OPS').replace(/:\w+/, '1');
}

type Wrong = [id: string, path: string, body?: Json];

function wrongRequests(dialect: Dialect, key: string): Wrong[] {
  const at = `/issue/${key}`;
  const search: Wrong[] =
    dialect === 'cloud'
      ? [
          ['GET /search/jql (cloud)', '/search/jql?jql=nonsense ~~'],
          ['POST /search/jql (cloud)', '/search/jql', { jql: 'project = OPS', startAt: 0 }],
          ['POST /search/jql (cloud)', '/search/jql', { jql: 'nonsense ~~' }],
          ['POST /search/jql (cloud)', '/search/jql', { jql: 'order by created' }],
          ['POST /issue/bulkfetch (cloud)', '/issue/bulkfetch', { issueIdsOrKeys: 'OPS-1' }],
        ]
      : [
          ['GET /search (datacenter)', '/search?jql=nonsense ~~'],
          ['POST /search (datacenter)', '/search', { jql: 'nonsense ~~' }],
          ['POST /search (datacenter)', '/search', { jql: 'project = NOPE' }],
        ];
  return [
    ...search,
    ['POST /issue (both)', '/issue', {}],
    ['POST /issue (both)', '/issue', { fields: { project: { key: 'NOPE' } } }],
    [
      'POST /issue (both)',
      '/issue',
      { fields: { project: { key: 'OPS' }, issuetype: { name: 'Nope' }, summary: 's' } },
    ],
    [
      'POST /issue (both)',
      '/issue',
      {
        fields: {
          project: { key: 'OPS' },
          issuetype: { name: 'Task' },
          summary: 's',
          priority: { name: 'Nope' },
          labels: ['a b'],
          customfield_1: 1,
        },
      },
    ],
    [`PUT ${ISSUE} (both)`, at, { fields: { summary: '' } }],
    [`PUT ${ISSUE} (both)`, `${at}?notifyUsers=false`, { fields: { summary: 'x' } }],
    [
      `PUT ${ISSUE}/assignee (both)`,
      `${at}/assignee`,
      dialect === 'cloud' ? { accountId: 'nobody' } : { name: 'nobody' },
    ],
    [`POST ${ISSUE}/comment (both)`, `${at}/comment`, { body: '' }],
    [`POST ${ISSUE}/comment (both)`, `${at}/comment`, { body: 7 }],
    [`POST ${ISSUE}/watchers (both)`, `${at}/watchers`, 7],
    [`POST ${ISSUE}/watchers (both)`, `${at}/watchers`, 'nobody'],
    [`DELETE ${ISSUE}/watchers (both)`, `${at}/watchers`],
    [`DELETE ${ISSUE}/watchers (both)`, `${at}/watchers?accountId=nobody&username=nobody`],
    [`GET ${ISSUE}/comment/:id (both)`, `${at}/comment/999999`],
    [`POST ${ISSUE}/transitions (both)`, `${at}/transitions`, {}],
    [`POST ${ISSUE}/transitions (both)`, `${at}/transitions`, { transition: { id: '999' } }],
    [`GET ${ISSUE}/properties/:propertyKey (both)`, `${at}/properties/none`],
    [`DELETE ${ISSUE}/properties/:propertyKey (both)`, `${at}/properties/none`],
    [`PUT ${ISSUE}/properties/:propertyKey (both)`, `${at}/properties/${'k'.repeat(256)}`, {}],
    ['POST /issueLink (both)', '/issueLink', { type: { name: 'Nope' }, inwardIssue: { key }, outwardIssue: { key } }],
    [
      'POST /issueLink (both)',
      '/issueLink',
      { type: { name: 'Relates' }, inwardIssue: { key }, outwardIssue: { key: 'OPS-999' } },
    ],
    ['POST /issueLink (both)', '/issueLink', {}],
    ['GET /project/:projectIdOrKey (both)', '/project/NOPE'],
    ['GET /project/:projectIdOrKey/statuses (both)', '/project/NOPE/statuses'],
    ['GET /user/assignable/search (both)', '/user/assignable/search?project=NOPE&query=x&username=x'],
    ['GET /mypermissions (both)', '/mypermissions?permissions=NOPE&projectKey=OPS'],
    ['GET /mypermissions (both)', '/mypermissions?permissions=BROWSE_PROJECTS&projectKey=NOPE'],
    [`${META} (both)`, '/issue/createmeta/NOPE/issuetypes'],
    [`${META}/:issueTypeId (both)`, '/issue/createmeta/OPS/issuetypes/999'],
  ];
}
