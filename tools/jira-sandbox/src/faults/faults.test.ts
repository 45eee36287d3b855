import { describe, expect, it, vi } from 'vitest';
import { dialects, withSandbox } from '../testing.ts';

describe.each(dialects)('faults on %s', (dialect) => {
  const good = { fields: { project: { key: 'OPS' }, issuetype: { name: 'Task' }, summary: 'one' } };

  it.each([
    ['resetBefore', 0],
    ['resetAfter', 1],
    ['truncate', 1],
  ] as const)('%s breaks the connection with %i issues made', async (action, made) => {
    await withSandbox({ dialect }, async ({ sandbox, rest, create }) => {
      sandbox.control.fault({ path: 'create', action });
      await expect(rest('POST', '/issue', good)).rejects.toThrow();
      expect(sandbox.control.issues()).toHaveLength(made);
      await create();
    });
  });

  it.each([
    [{ respond: { status: 504, body: '<html>' } }, 504, '<html>', 0],
    [{ respond: { status: 504, body: '<html>' }, when: 'after' as const }, 504, '<html>', 1],
    [{ respond: { status: 500, body: { errorMessages: ['x'] } } }, 500, '{"errorMessages":["x"]}', 0],
    ['html200' as const, 200, expect.stringContaining('<form'), 0],
    [{ html200: 'after' as const }, 200, expect.stringContaining('<form'), 1],
    ['empty' as const, 201, '', 1],
    [{ empty: 'before' as const }, 200, '', 0],
    [{ redirect: { status: 307, location: 'http://127.0.0.1:9/login' } }, 307, '', 0],
    [{ delayMs: 1 }, 201, expect.stringContaining('"key"'), 1],
    [{ slowBody: { ms: 20 } }, 201, expect.stringMatching(/"key".*\}$/), 1],
  ])('%j answers so, with the issue made or not', async (action, status, text, made) => {
    await withSandbox({ dialect }, async ({ sandbox, rest }) => {
      sandbox.control.fault({ path: 'create', action });
      const answer = await rest('POST', '/issue', good);
      expect([answer.status, answer.text]).toEqual([status, text]);
      expect(sandbox.control.issues()).toHaveLength(made);
    });
  });

  it.each([
    ['edge-404', 404, 'atl-missing-tcs', 'true'],
    ['gateway-404', 404, 'x-failure-category', 'FAILURE_CLIENT_TCS'],
    ['tomcat-400', 400, 'content-type', 'text/html;charset=utf-8'],
    ['nginx-405', 405, 'server', 'nginx'],
    ['nginx-413', 413, 'server', 'nginx'],
    ['cloudfront-403', 403, 'server', 'CloudFront'],
    ['maintenance-200', 200, 'server', 'nginx'],
  ] as const)(
    'answers with the page %s, which says nothing of Jira or the caller',
    async (page, status, name, value) => {
      await withSandbox({ dialect }, async ({ sandbox, rest }) => {
        sandbox.control.fault({ path: 'create', action: { page } });
        sandbox.control.fault({ path: 'create', action: { page, when: 'after' } });
        for (const made of [0, 1]) {
          const answer = await rest('POST', '/issue', good);
          expect([answer.status, answer.headers.get(name)]).toEqual([status, value]);
          expect([...answer.headers.keys()].filter((key) => /^x-a(?!tl)|errormessages/.test(key))).toEqual([]);
          expect(answer.json).not.toHaveProperty('errorMessages');
          expect(sandbox.control.issues()).toHaveLength(made);
        }
      });
    },
  );

  it('cuts the JSON in the middle of a well-formed answer', async () => {
    await withSandbox({ dialect }, async ({ sandbox, rest }) => {
      sandbox.control.fault({ path: 'create', action: 'truncateJson' });
      const answer = await rest('POST', '/issue', good);
      expect([answer.status, answer.text.startsWith('{"id"'), answer.json]).toEqual([201, true, {}]);
    });
  });

  it.each([
    ['before', 0],
    ['after', 1],
  ] as const)('hangs %s the commit until the client gives up', async (when, made) => {
    await withSandbox({ dialect }, async ({ sandbox, create }) => {
      sandbox.control.fault({ path: '/issue$', method: 'POST', action: { hang: when } });
      const giveUp = new AbortController();
      const headers = { authorization: 'Bearer sandbox-token', 'content-type': 'application/json' };
      const url = `${sandbox.url}/rest/api/2/issue`;
      const lost = fetch(url, { method: 'POST', headers, body: JSON.stringify(good), signal: giveUp.signal });
      await vi.waitFor(() => expect(sandbox.control.requests().at(-1)).toMatchObject({ committed: made === 1 }));
      giveUp.abort();
      await expect(lost).rejects.toThrow();
      expect(sandbox.control.issues()).toHaveLength(made);
      expect(sandbox.control.requests().at(-1)).toMatchObject({ status: null, committed: made === 1 });
      await create();
    });
  });

  it('commits late, without an answer', async () => {
    await withSandbox({ dialect }, async ({ sandbox, rest }) => {
      sandbox.control.fault({ path: 'create', action: { lateCommit: { ms: 150 } } });
      const lost = rest('POST', '/issue', good);
      lost.catch(() => {});
      await expect.poll(() => sandbox.control.requests().length).toBe(1);
      expect(sandbox.control.issues()).toHaveLength(0);
      await expect.poll(() => sandbox.control.issues().length).toBe(1);
      expect(sandbox.control.requests()[0]).toMatchObject({ status: null, committed: true });
    });
  });

  it('takes rules in order, so many times, after those let pass, by chance, by kind and by path', async () => {
    const chances = [0.9, 0.1];
    await withSandbox(
      { dialect },
      async ({ sandbox, rest }) => {
        const { fault } = sandbox.control;
        fault({ path: 'search', times: 'forever', action: { respond: { status: 599 } } });
        fault({ path: 'create', times: 2, skip: 1, action: { respond: { status: 501 } } });
        fault({ path: '^/rest/api/\\d/myself', probability: 0.5, action: { respond: { status: 502 } } });
        const statuses: number[] = [];
        for (let n = 0; n < 4; n += 1) statuses.push((await rest('POST', '/issue', good)).status);
        expect(statuses).toEqual([201, 501, 501, 201]);
        expect((await rest('GET', '/myself')).status).toBe(200);
        expect((await rest('GET', '/myself')).status).toBe(502);
        for (let n = 0; n < 3; n += 1) expect((await rest('POST', '/search', { jql: '' })).status).toBe(599);
        sandbox.control.clearFaults();
        expect((await rest('POST', '/search', { jql: 'project = OPS' })).status).not.toBe(599);
      },
      { random: () => chances.shift() ?? 0 },
    );
  });

  it('concerns one body alone where the rule names it, and can answer with any page', async () => {
    await withSandbox({ dialect }, async ({ sandbox, rest }) => {
      const action = { page: { status: 418, headers: { server: 'teapot' }, body: '<html>' } };
      sandbox.control.fault({ path: 'create', body: '"summary":"t.o"', times: 'forever', action });
      const two = { fields: { ...good.fields, summary: 'two' } };
      const [first, second] = [await rest('POST', '/issue', good), await rest('POST', '/issue', two)];
      expect([first.status, second.status, second.text]).toEqual([201, 418, '<html>']);
      expect(second.headers.get('server')).toBe('teapot');
      expect(() => sandbox.control.fault({ body: '(', action: 'empty' })).toThrow();
    });
  });

  it('refuses a malformed rule', async () => {
    await withSandbox({ dialect }, async ({ sandbox }) => {
      expect(() => sandbox.control.fault({ path: '(', action: 'empty' })).toThrow();
      const response = await fetch(`${sandbox.url}/_sandbox/faults`, { method: 'POST', body: '{"action":"explode"}' });
      expect(response.status).toBe(400);
    });
  });
});
