import { describe, expect, it } from 'vitest';
import { withSandbox } from '../testing.ts';
import { tokenPath } from './oauth.ts';

const CLIENT = {
  grant_type: 'client_credentials',
  client_id: 'sandbox-client',
  client_secret: 'sandbox-client-secret',
};

describe.each([
  ['cloud', {}],
  ['datacenter', { scope: 'WRITE' }],
] as const)('the token endpoint (%s)', (dialect, scope) => {
  const contextPath = '/ex/jira/1';
  const endpoint = `${dialect === 'cloud' ? '' : contextPath}${tokenPath[dialect]}`;

  it('gives out tokens that are good for as long as it says', async () => {
    let now = 0;
    const options = { dialect, contextPath, accessTokenSeconds: 60 };
    await withSandbox(
      options,
      async ({ rest, sandbox }) => {
        const { status, body } = await ask(sandbox.url, endpoint, { ...CLIENT, ...scope });
        const login = { authorization: `Bearer ${body.access_token}` };

        expect([status, body]).toEqual([
          200,
          { access_token: expect.any(String), expires_in: 60, token_type: 'Bearer' },
        ]);
        expect((await rest('GET', '/myself', undefined, login)).status).toBe(200);
        now += 61_000;
        expect((await rest('GET', '/myself', undefined, login)).status).toBe(401);
      },
      { now: () => now },
    );
  });

  it.each([
    ['another client', { client_id: 'x' }, 400, 'invalid_client'],
    ['another secret', { client_secret: 'x' }, 401, 'access_denied'],
    ['another grant', { grant_type: 'password' }, 400, 'unsupported_grant_type'],
  ])('refuses %s', async (_what, change, status, error) => {
    await withSandbox({ dialect, contextPath }, async ({ sandbox }) => {
      expect(await ask(sandbox.url, endpoint, { ...CLIENT, ...scope, ...change })).toMatchObject({
        status,
        body: { error },
      });
    });
  });

  it('takes no scope on Cloud and wants one on Data Center', async () => {
    await withSandbox({ dialect, contextPath }, async ({ sandbox }) => {
      const form = dialect === 'cloud' ? { ...CLIENT, scope: 'read:jira-work' } : CLIENT;
      expect(await ask(sandbox.url, endpoint, form)).toMatchObject({ status: 400, body: { error: 'invalid_scope' } });
    });
  });

  it('can be made to fail by a rule, and shows no secret in the list of requests', async () => {
    await withSandbox({ dialect, contextPath }, async ({ sandbox }) => {
      sandbox.control.fault({ path: 'token', action: { respond: { status: 503 } } });

      expect((await ask(sandbox.url, endpoint, { ...CLIENT, ...scope })).status).toBe(503);
      expect((await ask(sandbox.url, endpoint, { ...CLIENT, ...scope })).status).toBe(200);
      const log = JSON.stringify(sandbox.state.log.entries({ kind: 'token' }));
      expect(log).toContain('sandbox-client');
      expect(log).not.toContain(CLIENT.client_secret);
    });
  });
});

async function ask(url: string, path: string, form: Record<string, string>) {
  const response = await fetch(`${new URL(url).origin}${path}`, { method: 'POST', body: new URLSearchParams(form) });
  const text = await response.text();
  return { status: response.status, body: text === '' ? {} : JSON.parse(text) };
}
