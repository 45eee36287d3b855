import { describe, expect, it } from 'vitest';
import { cliEnv } from './env.ts';

const stack = (sandbox: Record<string, string> | null) =>
  JSON.stringify({ v: 1, settings: { REDIS_URL: 'redis://stack', RECEIVER_PORT: '8085' }, sandbox });
const SANDBOX = { JIRA_URL: 'http://sandbox', JIRA_USER: 'bot', JIRA_TOKEN_FILE: '/token', REDIS_PREFIX: 'p-sandbox' };

describe('the environment of a command', () => {
  it.each<[string, Parameters<typeof cliEnv>, Record<string, string>]>([
    ['nothing there: nothing added', [{ A: '1' }, null, null], {}],
    ['.env fills in what is not set', [{ A: '1' }, 'A=2\nB=3\n', null], { B: '3' }],
    ['an empty variable counts as not set', [{ A: '' }, 'A=2', null], { A: '2' }],
    ['NAME_FILE in the environment stands against NAME of .env', [{ T_FILE: '/x' }, 'T=y', null], {}],
    ['NAME in the environment stands against NAME_FILE of .env', [{ T: 'x' }, 'T_FILE=/y', null], {}],
    [
      'the stack comes after .env',
      [{}, 'REDIS_URL=redis://mine', stack(null)],
      { REDIS_URL: 'redis://mine', RECEIVER_PORT: '8085' },
    ],
    ['a file of another version is as none', [{}, null, '{"v":2}'], {}],
    ['a file that is half written is as none', [{}, null, '{"v":1,'], {}],
    [
      'without JIRA_URL the sandbox stands for Jira, with its prefix',
      [{ REDIS_PREFIX: 'p' }, null, stack(SANDBOX)],
      { REDIS_URL: 'redis://stack', RECEIVER_PORT: '8085', ...SANDBOX },
    ],
    [
      "rules of one's own are tried on the sandbox",
      [{}, 'RULES_FILE=/mine', JSON.stringify({ v: 1, settings: {}, sandbox: { RULES_FILE: '/made' } })],
      { RULES_FILE: '/mine' },
    ],
    [
      'a JIRA_URL, in .env too, is meant in place of the sandbox',
      [{}, 'JIRA_URL=http://real', stack(SANDBOX)],
      { JIRA_URL: 'http://real', REDIS_URL: 'redis://stack', RECEIVER_PORT: '8085' },
    ],
  ])('%s', (_, given, added) => {
    expect(cliEnv(...given)).toEqual(added);
  });

  it('keeps the login of a real Jira from the sandbox', () => {
    const env = {
      JIRA_TOKEN: 'real-1',
      JIRA_PASSWORD: 'real-2',
      JIRA_HEADERS_FILE: 'real-4',
      JIRA_TLS_KEY: 'real-5',
      JIRA_OAUTH_CLIENT_SECRET_FILE: 'real-6',
      JIRA_OAUTH_CLIENT_ID: 'real-7',
      GUANCE_API_KEYS: 'real-8',
      GUANCE_CLIENT_TOKENS: 'real-9',
    };
    const added = cliEnv(env, 'JIRA_USER=real-3', stack(SANDBOX));

    expect(JSON.stringify({ ...env, ...added })).not.toContain('real-');
    expect(added).toMatchObject({ JIRA_TOKEN_FILE: '/token', JIRA_USER: 'bot' });
  });
});
