import { http, type RawServer, rawServer } from '@guance-jira/jira/testing';
import { afterEach, expect, it } from 'vitest';
import { WorkerEnv } from '../settings/worker-settings.ts';
import { openJira } from './reader.ts';

let server: RawServer;
afterEach(() => server?.close());

const PRIORITIES = Array.from({ length: 120 }, (_, n) => ({ id: String(n), name: `P${n}` }));
const OWN = { errorMessages: ['gone'], errors: {} };
const SCOPE = { code: 401, message: 'Unauthorized; scope does not match' };

it('reads the priorities and resolutions of Cloud by pages, and the deprecated lists not at all', async () => {
  const asked = await priorities('cloud', (path, query) => {
    const startAt = Number(query.get('startAt') ?? 0);
    const values = PRIORITIES.slice(startAt, startAt + 50);
    const isLast = startAt + 50 >= PRIORITIES.length;
    return path.endsWith('/search') ? { startAt, maxResults: 50, total: PRIORITIES.length, isLast, values } : null;
  });

  expect(asked.names).toEqual(PRIORITIES.map(({ name }) => name));
  expect(asked.paths).toEqual(Array.from({ length: 3 }, () => '/rest/api/3/priority/search'));
});

it.each([
  ['whose gateway says that the token lacks the scope', 401, SCOPE],
  ['that forbids it', 403, OWN],
  ['that has it no more', 410, OWN],
])('reads the whole list on a Cloud %s (%i)', async (_what, status, refusal) => {
  const asked = await priorities('cloud', (path) => (path.endsWith('/search') ? [status, refusal] : PRIORITIES));

  expect(asked.names).toHaveLength(120);
  expect(asked.paths).toEqual(['/rest/api/3/priority/search', '/rest/api/3/priority']);
});

it('knows no priorities where both are refused by Jira, and reads on', async () => {
  expect((await priorities('cloud', () => [404, OWN])).names).toBeNull();
});

it('asks a Data Center for the whole list', async () => {
  const asked = await priorities('datacenter', () => PRIORITIES);

  expect(asked.names).toHaveLength(120);
  expect(asked.paths).toEqual(['/rest/api/2/priority']);
});

type Answer = (path: string, query: URLSearchParams) => unknown;

async function priorities(deployment: 'cloud' | 'datacenter', answer: Answer) {
  const paths: string[] = [];
  server = await rawServer((socket, request) => {
    const url = new URL(request.split(' ')[1] ?? '', 'http://jira');
    if (url.pathname.endsWith('/serverInfo')) return void socket.write(http(200, '{"deploymentType":"Cloud"}'));
    paths.push(url.pathname);
    const given = answer(url.pathname, url.searchParams);
    const [status, body] = Array.isArray(given) && typeof given[0] === 'number' ? given : [200, given];
    socket.write(http(Number(status), JSON.stringify(body)));
  });
  const login = { JIRA_TOKEN: 't', JIRA_PROJECT: 'OPS', JIRA_ISSUE_TYPE: 'Bug' };
  const jira = await openJira(WorkerEnv.parse({ JIRA_URL: server.url, JIRA_DEPLOYMENT: deployment, ...login }));
  try {
    return { names: await jira.priorities(), paths };
  } finally {
    await jira.close();
  }
}
