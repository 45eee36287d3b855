import { existsSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import type { Json } from './json.ts';
import type { Dialect } from './options.ts';
import { routes, routesOf } from './route-table.ts';
import { type Client, dialects, type Reply, richFor, withSandbox } from './testing.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const documents = { cloud: 'jira-cloud-v3.json', datacenter: 'jira-dc-10.3.json' } as const;
const documentAt = (dialect: Dialect) => new URL(`../../../../shared/openapi/${documents[dialect]}`, import.meta.url);

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

  it.skipIf(!existsSync(documentAt(dialect)))(
    `answers as the official OpenAPI document says${existsSync(documentAt(dialect)) ? '' : ' (skipped: no ../shared)'}`,
    async () => {
      const validate = validator(dialect);
      const complaints: string[] = [];
      let checked = 0;
      for (const [id, reply] of await exercise(dialect)) {
        const found = validate(id, reply);
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

type Step = [id: string, method: string, path: string, body?: Json];

async function steps({ sandbox, create }: Client, dialect: Dialect): Promise<Step[]> {
  const one = await create({ labels: ['x'], description: richFor(dialect, 'text') });
  const two = await create();
  sandbox.control.editAsPerson(one.key, { comment: 'seen' });
  const comment = sandbox.control.issues()[0]?.comments[0]?.id ?? '';
  const type = sandbox.state.projects.get('OPS')?.issueTypes[0]?.id ?? '';
  const issue = '/issue/:issueIdOrKey';
  const at = `/issue/${one.key}`;
  const jql = 'project = OPS';
  const nobody = dialect === 'cloud' ? { accountId: null } : { name: null };
  const search: Step[] =
    dialect === 'cloud'
      ? [
          ['GET /search/jql (cloud)', 'GET', `/search/jql?jql=${jql}&fields=*all`],
          ['POST /search/jql (cloud)', 'POST', '/search/jql', { jql, fields: ['*all'] }],
          ['GET /search (cloud)', 'GET', '/search?jql=x'],
          ['POST /search (cloud)', 'POST', '/search', { jql }],
        ]
      : [
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
    ['GET /user/assignable/search (both)', 'GET', '/user/assignable/search?project=OPS&query=pac&username=pac'],
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
    [`GET ${issue}/comment (both)`, 'GET', `${at}/comment?expand=properties`],
    [`POST ${issue}/comment (both)`, 'POST', `${at}/comment`, { body: richFor(dialect, 'text') }],
    [`GET ${issue}/comment/:id (both)`, 'GET', `${at}/comment/${comment}`],
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

/** Complaints about a reply; undefined where the document has no JSON schema for it, or a known defect. */
function validator(dialect: Dialect): (id: string, reply: Reply) => string[] | undefined {
  const document = JSON.parse(readFileSync(documentAt(dialect), 'utf8'));
  relax(document, dialect);
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  ajv.addSchema(document, 'api');
  const prefix = dialect === 'cloud' ? '/rest/api/3' : '/api/2';
  const anonymous = (path: string) => path.replace(/\{\w+\}/g, '{}');
  return (id, { status, json, text }) => {
    const [method = '', path = ''] = id.split(' ');
    const wanted = prefix + path.replace(/:\w+/g, '{}');
    const key = Object.keys(document.paths).find((candidate) => anonymous(candidate) === wanted);
    const operation = key === undefined ? undefined : document.paths[key][method.toLowerCase()];
    expect(operation, `${id} is in the document`).toBeDefined();
    // The document has forgotten that the old search is gone.
    if (status === 410) return undefined;
    expect(operation.responses, `${id} may answer ${status}`).toHaveProperty(String(status));
    const schema = operation.responses[String(status)].content?.['application/json']?.schema;
    if (schema === undefined || text === '' || isDefective(id, dialect)) return undefined;
    const pointer = `api#/paths/${(key ?? '').replaceAll('~', '~0').replaceAll('/', '~1')}/${method.toLowerCase()}/responses/${status}/content/application~1json/schema`;
    const check =
      ajv.getSchema(encodeURI(pointer).replaceAll('%7B', '{').replaceAll('%7D', '}')) ??
      ajv.compile({ $ref: encodeURI(pointer) });
    const value = text.startsWith('[') ? JSON.parse(text) : json;
    return check(value) ? [] : (check.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  };
}

/** Lists that Data Center's document types as one item. */
function isDefective(id: string, dialect: Dialect): boolean {
  return (
    dialect === 'datacenter' &&
    /^GET \/(priority|resolution|field|user|issue\/createmeta)|properties|mypermissions/.test(id)
  );
}

/** Cloud sends `defaultLocale`, as recordings show; Data Center's document takes field values for objects only. */
function relax(document: { components: { schemas: Record<string, Record<string, unknown>> } }, dialect: Dialect): void {
  const { ServerInformation: info, IssueBean: issue } = document.components.schemas;
  if (dialect === 'cloud' && info !== undefined) info.additionalProperties = true;
  if (dialect === 'datacenter' && issue !== undefined) issue.properties = {};
}
