import { describe, expect, it } from 'vitest';
import { basic, withSandbox } from '../testing.ts';

const accounts = [
  { login: 'bot', email: 'bot@example.com', password: 'pw', apiToken: 'token', pats: ['pat'], accountId: 'abc:1' },
];

describe('login on Cloud', () => {
  const denied = { message: 'Client must be authenticated to access this resource.', 'status-code': 401 };

  it('takes e-mail with API token, and Bearer, and names the caller', async () => {
    await withSandbox({ accounts }, async ({ rest }) => {
      for (const headers of [basic('bot@example.com', 'token'), { authorization: 'Bearer pat' }]) {
        const { status, headers: answered, json } = await rest('GET', '/myself', undefined, headers);
        expect([status, answered.get('x-aaccountid'), json.accountId]).toEqual([200, 'abc%3A1', 'abc:1']);
      }
    });
  });

  it('refuses no login, a wrong token and a password, each in its own shape', async () => {
    await withSandbox({ accounts }, async ({ rest }) => {
      const none = await rest('GET', '/myself', undefined, {});
      expect([none.status, none.json]).toEqual([401, denied]);
      const wrong = await rest('GET', '/myself', undefined, basic('bot@example.com', 'old'));
      expect([wrong.status, wrong.json, wrong.headers.get('x-seraph-loginreason')]).toEqual([
        401,
        denied,
        'AUTHENTICATED_FAILED',
      ]);
      const password = await rest('GET', '/myself', undefined, basic('bot@example.com', 'pw'));
      expect([password.status, password.text]).toEqual([
        401,
        expect.stringMatching(/^Basic authentication with passwords is deprecated/),
      ]);
    });
  });

  it('can take a wrong token for nobody: search then finds nothing and no project exists', async () => {
    await withSandbox({ accounts, badCredentials: 'anonymous' }, async ({ rest }) => {
      const old = basic('bot@example.com', 'old');
      const empty = await rest('POST', '/search/jql', { jql: 'labels = x' }, old);
      expect([empty.status, empty.json.issues]).toEqual([200, []]);
      const project = await rest('POST', '/search/jql', { jql: 'project = OPS' }, old);
      expect(project.json.errorMessages).toEqual(["The value 'OPS' does not exist for the field 'project'."]);
      expect((await rest('GET', '/myself', undefined, old)).status).toBe(401);
    });
  });

  it('follows a token that is revoked and replaced while it runs', async () => {
    await withSandbox({ accounts }, async ({ sandbox, rest }) => {
      await sandbox.control.set({ accounts: { bot: { apiToken: 'fresh' } } });
      expect((await rest('GET', '/myself', undefined, basic('bot@example.com', 'token'))).status).toBe(401);
      expect((await rest('GET', '/myself', undefined, basic('bot@example.com', 'fresh'))).status).toBe(200);
    });
  });
});

describe('login on Data Center', () => {
  const dialect = 'datacenter';

  it('takes name with password, and a personal access token, and names the caller', async () => {
    await withSandbox({ dialect, accounts }, async ({ rest }) => {
      for (const headers of [basic('bot', 'pw'), { authorization: 'Bearer pat' }]) {
        const { status, headers: answered, json } = await rest('GET', '/myself', undefined, headers);
        expect([status, answered.get('x-ausername'), answered.get('x-seraph-loginreason'), json.name]).toEqual([
          200,
          'bot',
          'OK',
          'bot',
        ]);
      }
      expect((await rest('GET', '/myself', undefined, basic('bot', 'pat'))).status).toBe(401);
    });
  });

  it('can refuse every password, right or wrong, in the words of version 11, and takes tokens all the same', async () => {
    await withSandbox({ dialect, accounts, takesBasic: false, captchaAfter: 1 }, async ({ sandbox, rest }) => {
      const asked = async (headers: Record<string, string>) => rest('GET', '/serverInfo', undefined, headers);
      for (const password of ['pw', 'no', 'no']) {
        const { status, json, headers } = await asked(basic('bot', password));
        expect([status, json, headers.get('x-seraph-loginreason')]).toEqual([
          403,
          { message: 'Basic Authentication has been disabled on this instance.' },
          null,
        ]);
      }
      expect((await asked({ authorization: 'Bearer pat' })).status).toBe(200);
      await sandbox.control.set({ takesBasic: true });
      expect((await asked(basic('bot', 'pw'))).status).toBe(200);
    });
  });

  it('asks for a captcha after repeated failures, of the right password too, but not of a PAT', async () => {
    await withSandbox({ dialect, accounts, captchaAfter: 2 }, async ({ sandbox, rest }) => {
      for (let n = 0; n < 2; n += 1) {
        const failed = await rest('GET', '/myself', undefined, basic('bot', 'no'));
        expect([failed.status, failed.headers.get('x-seraph-loginreason'), failed.headers.get('content-type')]).toEqual(
          [401, 'AUTHENTICATED_FAILED', 'text/html;charset=UTF-8'],
        );
      }
      const locked = await rest('GET', '/myself', undefined, basic('bot', 'pw'));
      expect([locked.status, locked.headers.get('x-seraph-loginreason')]).toEqual([403, 'AUTHENTICATION_DENIED']);
      expect(locked.headers.get('x-authentication-denied-reason')).toBe(
        `CAPTCHA_CHALLENGE; login-url=${sandbox.url}/login.jsp`,
      );
      expect(locked.headers.get('www-authenticate')).toMatch(/^OAuth realm=/);
      expect((await rest('GET', '/myself', undefined, { authorization: 'Bearer pat' })).status).toBe(200);
      sandbox.control.clearCaptcha();
      expect((await rest('GET', '/myself', undefined, basic('bot', 'pw'))).status).toBe(200);
    });
  });
});

it('takes a write with a browser’s User-Agent for a forged form', async () => {
  await withSandbox({}, async ({ rest, sandbox }) => {
    const headers = { ...basic('bot@example.com', 'sandbox-token'), 'user-agent': 'Mozilla/5.0' };
    const forged = await rest('POST', '/issue', {}, headers);
    expect([forged.status, forged.text]).toEqual([403, expect.stringMatching(/^XSRF check failed/)]);
    expect((await rest('POST', '/issue', {}, { ...headers, 'x-atlassian-token': 'no-check' })).status).toBe(400);
    expect(sandbox.control.requests()).toHaveLength(2);
  });
});
