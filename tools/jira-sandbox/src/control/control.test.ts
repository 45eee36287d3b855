import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../json.ts';
import { basic, type Client, dialects, withSandbox } from '../testing.ts';

async function control(
  { sandbox }: Client,
  method: string,
  path: string,
  body?: Json,
): Promise<{ status: number; json: JsonObject }> {
  const init = {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  };
  const response = await fetch(`${sandbox.controlUrl}/_sandbox${path}`, init);
  return { status: response.status, json: Object(await response.json()) };
}

describe('control over HTTP', () => {
  it('logs requests with body, account and status, and never the credentials', async () => {
    await withSandbox({}, async (client) => {
      await client.create({ summary: 'logged' });
      await client.rest('GET', '/myself', undefined, {});
      const { json } = await control(client, 'GET', '/requests?kind=create');
      expect(json.requests).toMatchObject([
        {
          n: 1,
          method: 'POST',
          path: '/rest/api/3/issue',
          account: 'bot',
          status: 201,
          committed: true,
          body: { fields: { summary: 'logged' } },
        },
      ]);
      const all = await control(client, 'GET', '/requests?since=1');
      expect(all.json.requests).toMatchObject([{ n: 2, account: null, status: 401 }]);
      expect(JSON.stringify(json)).not.toContain(basic('bot@example.com', 'sandbox-token').authorization);
    });
  });

  it('lets a person edit an issue, says what is unknown, and keeps who did what', async () => {
    await withSandbox({}, async (client) => {
      const { key } = await client.create();
      const path = `/issues/${key}/edit-as-person`;
      expect((await control(client, 'POST', path, { priority: 'Sky' })).status).toBe(400);
      const edit = { by: 'lina', labels: [], priority: 'Low', status: '已完成', comment: 'mine' };
      expect((await control(client, 'POST', path, edit)).status).toBe(200);
      const { json } = await control(client, 'GET', '/issues');
      expect(json.issues).toMatchObject([
        { status: 'done', resolutionId: '10000', comments: [{ author: 'lina' }], history: [{ author: 'lina' }] },
      ]);
      expect((await control(client, 'POST', '/issues/OPS-9/edit-as-person', {})).status).toBe(404);
    });
  });

  it('hides an issue from search, leaves out keys and sets stragglers', async () => {
    await withSandbox({}, async (client) => {
      const { key } = await client.create();
      expect((await control(client, 'POST', `/issues/${key}/hide-from-search`, { forMs: 60_000 })).status).toBe(200);
      expect((await control(client, 'POST', `/issues/${key}/hide-from-search`, {})).status).toBe(400);
      expect((await control(client, 'POST', '/issues/OPS-9/hide-from-search', { forMs: 1 })).status).toBe(404);
      expect((await control(client, 'POST', '/projects/OPS/skip-keys', { count: 3 })).status).toBe(200);
      const next = await client.create();
      expect([next.key, await client.search('project = OPS')]).toEqual(['OPS-5', ['OPS-5']]);
      const stragglers = { probability: 1, forMs: 60_000 };
      expect((await control(client, 'PUT', '/settings', { stragglers })).json).toMatchObject({ stragglers });
      await client.create();
      expect(await client.search('project = OPS')).toEqual(['OPS-5']);
    });
  });

  it('queues, lists and drops faults', async () => {
    await withSandbox({}, async (client) => {
      const added = await control(client, 'POST', '/faults', [
        { path: 'any', times: 'forever', action: { respond: { status: 500 } } },
      ]);
      expect(added.status).toBe(200);
      expect((await client.rest('GET', '/serverInfo')).status).toBe(500);
      expect((await control(client, 'GET', '/faults')).json.faults).toMatchObject([{ id: 1, hits: 1 }]);
      await control(client, 'DELETE', '/faults');
      expect((await client.rest('GET', '/serverInfo')).status).toBe(200);
    });
  });

  it('changes settings, refuses a malformed patch whole, and shows no secret', async () => {
    await withSandbox({}, async (client) => {
      expect((await control(client, 'PUT', '/settings', { latencyMs: 5, colour: 'red' })).status).toBe(400);
      expect(client.sandbox.state.settings.latencyMs).toBe(0);
      const projects = { DBA: null, WEB: { name: 'Web' }, OPS: { screenFields: ['summary'] } };
      const { json } = await control(client, 'PUT', '/settings', { latencyMs: 5, projects });
      expect(json).toMatchObject({
        latencyMs: 5,
        projects: [
          { key: 'OPS', screenFields: ['summary'], issueTypes: [{ name: '故障', subtask: false }, {}, {}, {}] },
          { key: 'WEB', workflow: 'simple', priorities: [{ name: 'Highest' }, {}, {}, {}, {}] },
        ],
      });
      expect(JSON.stringify(json)).not.toContain('sandbox-token');
      await client.create({ project: { key: 'WEB' } });
    });
  });

  it('forgets issues on reset but goes on counting', async () => {
    await withSandbox({}, async (client) => {
      const before = await client.create();
      await control(client, 'POST', '/reset');
      expect((await control(client, 'GET', '/issues')).json.issues).toEqual([]);
      expect(Number((await client.create()).id)).toBeGreaterThan(Number(before.id));
    });
  });

  it('closes its port and opens the same one again', async () => {
    await withSandbox({}, async (client) => {
      await client.create();
      await control(client, 'PUT', '/settings', { refuse: true });
      await expect
        .poll(() =>
          client.rest('GET', '/serverInfo').then(
            () => 'open',
            () => 'refused',
          ),
        )
        .toBe('refused');
      await control(client, 'PUT', '/settings', { refuse: false });
      await expect
        .poll(() =>
          client.rest('GET', '/issue/OPS-1').then(
            ({ status }) => status,
            () => 0,
          ),
        )
        .toBe(200);
      await control(client, 'PUT', '/settings', { refuse: { forMs: 50 } });
      await expect
        .poll(() =>
          client.rest('GET', '/issue/OPS-1').then(
            ({ status }) => status,
            () => 0,
          ),
        )
        .toBe(200);
    });
  });

  it('does not answer a page of another site', async () => {
    await withSandbox({}, async ({ sandbox }) => {
      const reset = (headers: Record<string, string>) =>
        new Promise((resolve) =>
          request(`${sandbox.url}/_sandbox/reset`, { method: 'POST', headers }, (res) =>
            resolve(res.resume().statusCode),
          ).end(),
        );
      const { host } = new URL(sandbox.url);

      expect(await reset({ 'sec-fetch-site': 'cross-site' })).toBe(403);
      expect(await reset({ origin: 'http://evil.example' })).toBe(403);
      expect(await reset({ origin: 'null' })).toBe(403);
      expect(await reset({ host: 'evil.example' })).toBe(403);
      expect(await reset({ host, origin: `http://${host}` })).toBe(200);
    });
  });
});

describe.each(dialects)('limits on %s', (dialect) => {
  it('answers 429 above the rate, with the headers of that kind of Jira, and refills', async () => {
    let now = 1_000_000;
    await withSandbox(
      { dialect, rateLimit: { perSecond: 2, burst: 2 } },
      async ({ rest, sandbox }) => {
        const statuses = [];
        for (let n = 0; n < 3; n += 1) statuses.push((await rest('GET', '/serverInfo')).status);
        expect(statuses).toEqual([200, 200, 429]);
        const refused = await rest('GET', '/serverInfo');
        expect(refused.headers.get('retry-after')).toBe('1');
        expect(refused.headers.get('x-ratelimit-remaining')).toBe('0');
        expect(refused.headers.get('ratelimit-reason')).toBe(dialect === 'cloud' ? 'jira-burst-based' : null);
        expect(refused.headers.get('x-ratelimit-fillrate')).toBe(dialect === 'cloud' ? null : '2');
        expect(refused.text).toContain(dialect === 'cloud' ? 'rate-limited' : 'Rate limit exceeded.');
        now += 500;
        expect((await rest('GET', '/serverInfo')).status).toBe(200);
        await sandbox.control.set({ rateLimit: null });
        for (let n = 0; n < 5; n += 1) expect((await rest('GET', '/serverInfo')).status).toBe(200);
      },
      { now: () => now },
    );
  });

  it('is down for maintenance with or without Retry-After', async () => {
    await withSandbox({ dialect }, async ({ rest, sandbox }) => {
      await sandbox.control.set({ maintenance: true });
      const bare = await rest('GET', '/serverInfo');
      expect([bare.status, bare.text, bare.headers.get('retry-after')]).toEqual([503, '', null]);
      await sandbox.control.set({ maintenance: { retryAfter: 7 } });
      expect((await rest('GET', '/serverInfo')).headers.get('retry-after')).toBe('7');
      await sandbox.control.set({ maintenance: null });
      expect((await rest('GET', '/serverInfo')).status).toBe(200);
    });
  });
});

it('limits writes to one issue apart from all others on Cloud', async () => {
  let now = 1_000_000;
  await withSandbox(
    { perIssueLimit: { writes: 2, seconds: 2 } },
    async ({ rest, create }) => {
      const [one, two] = [await create(), await create()];
      const edit = (key: string) => rest('PUT', `/issue/${key}`, { fields: { summary: 'x' } });
      const statuses = [(await edit(one.key)).status, (await edit(one.key)).status];
      const third = await edit(one.key);
      expect([...statuses, third.status, third.headers.get('ratelimit-reason')]).toEqual([
        204,
        204,
        429,
        'jira-per-issue-on-write',
      ]);
      expect((await edit(two.key)).status).toBe(204);
      now += 2001;
      expect((await edit(one.key)).status).toBe(204);
    },
    { now: () => now },
  );
});

it('answers a body that is no JSON, or too long, with 4xx and goes on', async () => {
  await withSandbox({}, async ({ sandbox, create }) => {
    const headers = { authorization: 'Bearer sandbox-token', 'content-type': 'application/json' };
    const send = async (body: string) =>
      (await fetch(`${sandbox.url}/rest/api/3/issue`, { method: 'POST', headers, body })).status;
    expect([await send('{"fields":'), await send('x'.repeat(21_000_000))]).toEqual([400, 413]);
    await create();
  });
});
