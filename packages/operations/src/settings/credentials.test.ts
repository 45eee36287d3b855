import { authorizationHeader, type JiraAccess } from '@guance-jira/jira';
import { describe, expect, it, vi } from 'vitest';
import { credentialStore, whenFilesChange } from './credentials.ts';

function access(change: Partial<JiraAccess>): JiraAccess {
  return { user: undefined, secret: '', oauth: null, headers: {}, certificates: {}, ...change };
}

describe('the login to Jira', () => {
  it.each([
    [
      { user: 'bot@example.com', secret: 'api-token' },
      `Basic ${Buffer.from('bot@example.com:api-token').toString('base64')}`,
    ],
    [{ user: '值班', secret: '密码:x' }, `Basic ${Buffer.from('值班:密码:x', 'utf8').toString('base64')}`],
    [{ user: undefined, secret: 'pat' }, 'Bearer pat'],
  ])('sends %j as %s', (credentials, header) => {
    expect(authorizationHeader(credentialStore(() => access(credentials)).access())).toBe(header);
  });

  it('takes a changed secret at once when told to read again', () => {
    let secret = 'old';
    const store = credentialStore(() => access({ secret }));
    const before = store.fingerprint();

    expect(store.reload()).toBe(false);
    secret = 'new';
    expect(authorizationHeader(store.access())).toBe('Bearer old');
    expect(store.reload()).toBe(true);
    expect(authorizationHeader(store.access())).toBe('Bearer new');
    expect(store.fingerprint()).not.toBe(before);
    expect(store.reload()).toBe(false);
  });

  it('keeps the old secret while the file cannot be read', () => {
    let readable = true;
    const store = credentialStore(() => {
      if (!readable) throw new Error('ENOENT');
      return access({ secret: 'old' });
    });
    readable = false;

    expect(store.reload()).toBe(false);
    expect(authorizationHeader(store.access())).toBe('Bearer old');
  });

  it('does not start without a secret that can be read', () => {
    expect(() =>
      credentialStore(() => {
        throw new Error('ENOENT');
      }),
    ).toThrow('ENOENT');
  });

  it('gives a fingerprint that is short, the same for the same login, and no part of it', () => {
    const print = (secret: string, user?: string) => credentialStore(() => access({ user, secret })).fingerprint();

    expect(print('secret')).toMatch(/^[0-9a-f]{12}$/);
    expect(print('secret')).toBe(print('secret'));
    expect(new Set([print('secret'), print('secret2'), print('secret', 'bot'), print('secret', 'bot2')]).size).toBe(4);
    const oauth = (secret: string) => ({ id: 'client', secret, scope: null, tokenUrl: 'https://auth/token' });
    const ofClient = (secret: string) => credentialStore(() => access({ oauth: oauth(secret) })).fingerprint();
    expect(new Set([ofClient('one'), ofClient('two'), print('')]).size).toBe(3);
  });

  it('takes changed headers and certificates, and tells other headers from these without showing them', () => {
    let given = access({ headers: { 'x-key': 'one' }, certificates: { ca: 'old' } });
    const store = credentialStore(() => given);
    const before = store.fingerprint();
    given = access({ headers: { 'x-key': 'one' }, certificates: { ca: 'new' } });

    expect(store.reload()).toBe(true);
    expect(store.certificates()).toEqual({ ca: 'new' });
    expect(store.fingerprint()).toBe(before);
    given = access({ headers: { 'x-key': 'two' } });
    expect(store.reload()).toBe(true);
    expect(store.headers()).toEqual({ 'x-key': 'two' });
    expect(store.fingerprint()).not.toBe(before);
    expect(store.fingerprint()).toMatch(/^[0-9a-f]{12}$/);
  });
});

describe('what comes from files', () => {
  it('is made anew when one of them says something else, and not before', () => {
    const files: Record<string, string> = { a: '1', b: '2' };
    const read = vi.fn((path: string) => files[path] ?? '');
    const load = vi.fn((readFile: (path: string) => string) => `${readFile('a')}${readFile('b')}`);
    const again = whenFilesChange(load, read);

    expect([again(), again(), again()]).toEqual(['12', '12', '12']);
    expect(load).toHaveBeenCalledTimes(1);
    files.b = '3';
    expect([again(), again()]).toEqual(['13', '13']);
    expect(load).toHaveBeenCalledTimes(2);
  });

  it('is tried again each time while one cannot be read', () => {
    let text: string | null = 'old';
    const again = whenFilesChange(
      (readFile) => readFile('a'),
      () => {
        if (text === null) throw new Error('ENOENT');
        return text;
      },
    );

    expect(again()).toBe('old');
    text = null;
    expect(again).toThrow('ENOENT');
    text = 'new';
    expect(again()).toBe('new');
  });
});
