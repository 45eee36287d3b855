import type { Answer } from '../answer.ts';
import type { Account } from '../state/model.ts';
import type { SandboxState } from '../state/state.ts';
import type { LoginReason } from './headers.ts';

export type Caller = { account?: Account; reason?: LoginReason; refused?: Answer };

/** Who is asking. `refused` is the answer where the credentials were wrong; without credentials the caller is anonymous. */
export function authenticate(state: SandboxState, authorization: string | undefined, baseUrl: string): Caller {
  if (authorization === undefined || authorization === '') return {};
  const [scheme = '', value = ''] = authorization.split(/\s+/);
  if (scheme.toLowerCase() === 'bearer') return bearer(state, value, baseUrl);
  if (scheme.toLowerCase() === 'basic') return basic(state, value, baseUrl);
  return {};
}

/** What an anonymous caller gets wherever a login is needed. */
export function loginRequired(state: SandboxState, baseUrl: string): Answer {
  return {
    status: 401,
    body: { message: 'Client must be authenticated to access this resource.', 'status-code': 401 },
    headers: state.isCloud ? {} : { 'WWW-Authenticate': oauthRealm(baseUrl) },
  };
}

function bearer(state: SandboxState, token: string, baseUrl: string): Caller {
  const issued = state.accessTokens.get(token);
  const account =
    issued !== undefined && issued.until > state.now()
      ? state.accounts.get(issued.login)
      : [...state.accounts.values()].find((candidate) => token !== '' && candidate.pats.includes(token));
  if (account !== undefined) return { account, reason: 'OK' };
  return wrong(state, { ...loginRequired(state, baseUrl) });
}

function basic(state: SandboxState, encoded: string, baseUrl: string): Caller {
  const decoded = Buffer.from(encoded, 'base64').toString('utf8');
  const split = decoded.indexOf(':');
  const name = decoded.slice(0, Math.max(split, 0));
  const secret = decoded.slice(split + 1);
  const account = [...state.accounts.values()].find((known) => (state.isCloud ? known.email : known.login) === name);
  return state.isCloud
    ? cloudBasic(state, account, secret, baseUrl)
    : dataCenterBasic(state, account, name, secret, baseUrl);
}

function cloudBasic(state: SandboxState, account: Account | undefined, secret: string, baseUrl: string): Caller {
  if (account?.apiToken !== undefined && account.apiToken === secret) return { account, reason: 'OK' };
  if (account?.password !== undefined && account.password === secret) {
    const text =
      'Basic authentication with passwords is deprecated.  For more information, see: https://developer.atlassian.com/cloud/confluence/deprecation-notice-basic-auth/\n';
    return wrong(state, { status: 401, text, headers: { 'content-type': 'text/plain;charset=UTF-8' } });
  }
  return wrong(state, loginRequired(state, baseUrl));
}

/** After `captchaAfter` failures even the right password is refused until a person has solved the captcha. */
function dataCenterBasic(
  state: SandboxState,
  account: Account | undefined,
  name: string,
  secret: string,
  baseUrl: string,
): Caller {
  if (!state.settings.takesBasic) return noBasic;
  const failures = state.loginFailures.get(name) ?? 0;
  const { captchaAfter } = state.settings;
  if (captchaAfter !== null && failures >= captchaAfter) return captcha(baseUrl);
  if (account?.password !== undefined && account.password === secret) {
    state.loginFailures.delete(name);
    return { account, reason: 'OK' };
  }
  state.loginFailures.set(name, failures + 1);
  const text =
    '<html><head><title>Unauthorized (401)</title></head><body><h1>Unauthorized (401)</h1><p>Basic Authentication Failure - Reason : AUTHENTICATED_FAILED</p></body></html>';
  const headers = { 'content-type': 'text/html;charset=UTF-8', 'WWW-Authenticate': oauthRealm(baseUrl) };
  return wrong(state, { status: 401, text, headers });
}

/** No header says it, and not who was asked: recorded on 11.3.5. */
const noBasic: Caller = {
  refused: { status: 403, body: { message: 'Basic Authentication has been disabled on this instance.' } },
};

function captcha(baseUrl: string): Caller {
  const headers = {
    'content-type': 'text/html;charset=UTF-8',
    'WWW-Authenticate': oauthRealm(baseUrl),
    'X-Authentication-Denied-Reason': `CAPTCHA_CHALLENGE; login-url=${baseUrl}/login.jsp`,
  };
  const text =
    '<html><head><title>Forbidden (403)</title></head><body>Basic Authentication Failure - Reason : AUTHENTICATION_DENIED</body></html>';
  return { reason: 'AUTHENTICATION_DENIED', refused: { status: 403, text, headers } };
}

function wrong(state: SandboxState, refused: Answer): Caller {
  const reason = 'AUTHENTICATED_FAILED';
  return state.settings.badCredentials === 'anonymous' ? { reason } : { reason, refused };
}

function oauthRealm(baseUrl: string): string {
  return `OAuth realm="${encodeURIComponent(baseUrl)}"`;
}
