import { describe, expect, it } from 'vitest';
import { accessOf } from './access.ts';
import { accessFaults, JiraAccessSettings } from './settings.ts';

const GATEWAY = 'https://api.atlassian.com/ex/jira/11111111-2222-3333-4444-555555555555';
const CLIENT = { JIRA_OAUTH_CLIENT_ID: 'client', JIRA_OAUTH_CLIENT_SECRET: 'hunter2-secret' };

describe('client credentials of a service account', () => {
  it.each<[string, Parameters<typeof accessFaults>[0], string[]]>([
    ['on Cloud', { JIRA_URL: GATEWAY, ...CLIENT }, []],
    ['on Data Center', { JIRA_URL: 'http://jira:8080/jira', ...CLIENT, JIRA_OAUTH_SCOPE: 'WRITE' }, []],
    ['at the address of the site', { JIRA_URL: 'https://x.atlassian.net', ...CLIENT }, ['JIRA_URL']],
    ['without the secret', { JIRA_URL: GATEWAY, JIRA_OAUTH_CLIENT_ID: 'client' }, ['JIRA_OAUTH_CLIENT_SECRET']],
    ['without the id', { JIRA_URL: GATEWAY, JIRA_OAUTH_CLIENT_SECRET: 'hunter2-secret' }, ['JIRA_OAUTH_CLIENT_ID']],
    [
      'beside another login',
      { JIRA_URL: GATEWAY, ...CLIENT, JIRA_USER: 'bot', JIRA_TOKEN: 'hunter2-secret' },
      ['JIRA_USER', 'JIRA_TOKEN'],
    ],
    [
      'that are not there, with what goes along',
      { JIRA_URL: GATEWAY, JIRA_TOKEN: 'hunter2-secret', JIRA_OAUTH_TOKEN_URL: 'https://auth/token' },
      ['JIRA_OAUTH_TOKEN_URL'],
    ],
  ])('%s: faults %#', (_what, values, names) => {
    const faults = accessFaults(values);

    expect(faults.map((fault) => fault.split(':')[0])).toEqual(names);
    expect(faults.join()).not.toContain('hunter2');
  });

  it.each([
    [GATEWAY, {}, 'https://auth.atlassian.com/oauth/token', null],
    ['http://jira:8080/jira/', {}, 'http://jira:8080/jira/rest/oauth2/latest/token', 'WRITE'],
    ['https://jira', { JIRA_OAUTH_SCOPE: 'READ WRITE' }, 'https://jira/rest/oauth2/latest/token', 'READ WRITE'],
    ['https://jira', { JIRA_OAUTH_TOKEN_URL: 'https://auth/token' }, 'https://auth/token', null],
  ])('for %s with %j are taken to %s with scope %s', (url, more, tokenUrl, scope) => {
    const settings = JiraAccessSettings.parse({ ...CLIENT, ...more });

    expect(accessOf({ ...settings, JIRA_URL: url }).oauth).toEqual({
      id: 'client',
      secret: 'hunter2-secret',
      scope,
      tokenUrl,
    });
  });

  it.each(['https://user:p@auth/token', 'https://auth/token?x=1', 'ftp://auth/token', 'auth/token'])(
    'are not taken to %s',
    (url) => {
      expect(JiraAccessSettings.safeParse({ JIRA_OAUTH_TOKEN_URL: url }).success).toBe(false);
    },
  );

  it('and all else that is secret is marked so', () => {
    const secret = Object.entries(JiraAccessSettings.shape).filter(([, field]) => field.meta()?.secret === true);

    expect(secret.map(([name]) => name).sort()).toEqual([
      'JIRA_HEADERS',
      'JIRA_OAUTH_CLIENT_SECRET',
      'JIRA_PASSWORD',
      'JIRA_TLS_KEY',
      'JIRA_TOKEN',
    ]);
  });
});
