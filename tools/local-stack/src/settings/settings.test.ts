import { describe, expect, it } from 'vitest';
import { jiraFiles } from './jira-files.ts';
import { type Env, stackSettings } from './settings.ts';
import { webhookToken } from './webhook-token.ts';

const PORTS = { receiver: 8080, metrics: 8084, worker: 8082, admin: 8081, sandbox: 8090 };

function settingsWith(env: Env) {
  return stackSettings({
    env,
    ports: PORTS,
    redisUrl: 'redis://127.0.0.1:1',
    dataDir: '/data',
    webhookToken: 'made-webhook-token',
    dashboardPassword: 'made-password',
    sandboxToken: 'made-sandbox-token',
  });
}

describe('stackSettings without JIRA_URL', () => {
  it('points the worker at the sandbox with its account, and both apps at a key prefix of its own', () => {
    const { sandbox, receiver, worker } = settingsWith({ REDIS_PREFIX: 'mine' });

    expect(worker).toMatchObject({
      JIRA_URL: 'http://127.0.0.1:8090',
      JIRA_USER: sandbox?.SANDBOX_USER,
      JIRA_TOKEN: sandbox?.SANDBOX_TOKEN,
      REDIS_PREFIX: 'mine-sandbox',
    });
    expect(receiver).toMatchObject({ REDIS_PREFIX: 'mine-sandbox', RECEIVER_HOST: '127.0.0.1' });
  });

  it('tells the console where the issues are and by which rules, and no login', () => {
    const { console, worker } = settingsWith({});

    expect(console).toMatchObject({ JIRA_URL: worker.JIRA_URL, JIRA_PROJECT: 'OPS', JIRA_ISSUE_TYPE: '故障' });
    expect([console.JIRA_USER, console.JIRA_TOKEN]).toEqual([undefined, undefined]);
  });

  it('opens issues of a type with an English name where the terminal speaks English, and only there', () => {
    expect(settingsWith({ LANG: 'en_US.UTF-8' }).worker.JIRA_ISSUE_TYPE).toBe('Incident');
    expect(settingsWith({ LANG: 'en_US.UTF-8', LC_ALL: 'zh_CN.UTF-8' }).worker.JIRA_ISSUE_TYPE).toBe('故障');
    expect(settingsWith({ LANG: 'C.UTF-8' }).worker.JIRA_ISSUE_TYPE).toBe('故障');
  });

  it('has the worker wait only for a search that does not lag, unless the user says more', () => {
    expect(settingsWith({}).worker.JIRA_SETTLE_MS).toBe('1000');
    expect(settingsWith({ JIRA_SETTLE_MS: '5000' }).worker.JIRA_SETTLE_MS).toBe('5000');
    expect(settingsWith({ JIRA_URL: 'https://j' }).worker.JIRA_SETTLE_MS).toBeUndefined();
  });

  it('sends nothing for the sandbox to a proxy of the environment', () => {
    const { worker } = settingsWith({ HTTP_PROXY: 'http://proxy:3128', NO_PROXY: 'intra.example' });

    expect(worker).toMatchObject({ NO_PROXY: 'intra.example,127.0.0.1', no_proxy: 'intra.example,127.0.0.1' });
  });

  it('gives the sandbox no secret of a real Jira', () => {
    const real = { JIRA_TOKEN: 'real-1', JIRA_PASSWORD: 'real-2', JIRA_TOKEN_FILE: '/real-3', JIRA_USER: 'real-4' };
    const { sandbox, worker } = settingsWith(real);

    const jira = Object.entries(worker).filter(([name]) => name.startsWith('JIRA_'));
    expect(JSON.stringify([sandbox, jira])).not.toContain('real-');
  });

  it('speaks the dialect that JIRA_DEPLOYMENT names', () => {
    expect(settingsWith({}).sandbox?.SANDBOX_DIALECT).toBe('datacenter');
    expect(settingsWith({ JIRA_DEPLOYMENT: 'cloud' }).sandbox?.SANDBOX_DIALECT).toBe('cloud');
    expect(settingsWith({ JIRA_DEPLOYMENT: 'auto' }).worker.JIRA_DEPLOYMENT).toBe('datacenter');
  });

  it('assigns to somebody whom the sandbox of that dialect knows', () => {
    expect(settingsWith({}).worker.JIRA_ASSIGNEE).toBe('pacher');
    expect(settingsWith({ JIRA_DEPLOYMENT: 'cloud' }).worker.JIRA_ASSIGNEE).toBe('pacher@example.com');
  });

  it('gives the sandbox the sample site, unless the user has one', () => {
    expect(settingsWith({}).sandbox?.SANDBOX_SITE).toBe('sample');
    expect(settingsWith({ SANDBOX_SITE: '/my/site.json' }).sandbox?.SANDBOX_SITE).toBe('/my/site.json');
  });
});

describe('stackSettings with JIRA_URL', () => {
  it('starts no sandbox and leaves the user’s settings as they are', () => {
    const { sandbox, receiver, worker } = settingsWith({ JIRA_URL: 'https://j', JIRA_TOKEN: 't', LOG_FORMAT: 'json' });

    expect(sandbox).toBeUndefined();
    expect(worker).toMatchObject({ JIRA_URL: 'https://j', JIRA_TOKEN: 't', LOG_FORMAT: 'json' });
    expect(worker.REDIS_PREFIX).toBeUndefined();
    expect(receiver).toMatchObject({ REDIS_URL: 'redis://127.0.0.1:1' });
    expect(receiver.RECEIVER_HOST).toBeUndefined();
  });

  it('makes no token where the user gives one, also by file', () => {
    expect(settingsWith({ JIRA_URL: 'https://j' }).receiver.WEBHOOK_TOKENS).toBe('made-webhook-token');
    expect(settingsWith({ WEBHOOK_TOKENS: 'own' }).receiver.WEBHOOK_TOKENS).toBe('own');
    expect(settingsWith({ WEBHOOK_TOKENS_FILE: '/f' }).receiver.WEBHOOK_TOKENS).toBeUndefined();
    expect(settingsWith({ DASHBOARD_PASSWORD_FILE: '/f' }).console.DASHBOARD_PASSWORD).toBeUndefined();
  });

  it('gives the password of the dashboard, and where it listens, to the console alone', () => {
    const given = { DASHBOARD_PASSWORD: 'own-password', ADMIN_HOST: '0.0.0.0', ADMIN_PORT: '9000' };
    const { receiver, worker, console } = settingsWith(given);

    expect(console).toMatchObject({ DASHBOARD_PASSWORD: 'own-password', ADMIN_HOST: '0.0.0.0', ADMIN_PORT: '8081' });
    expect(settingsWith({}).console.DASHBOARD_PASSWORD).toBe('made-password');
    expect(Object.keys({ ...receiver, ...worker }).filter((name) => /^(ADMIN|DASHBOARD)_/.test(name))).toEqual([]);
  });
});

describe('jiraFiles', () => {
  it('holds the sandbox’s settings without JIRA_URL, and nothing of a real one', () => {
    const files = jiraFiles({ SANDBOX_URL: 'http://sandbox:8090', JIRA_TOKEN: 'real' }, 'made');

    expect(files).toMatchObject({ 'jira-url': 'http://sandbox:8090', 'jira-token': 'made', 'jira-project': 'OPS' });
    expect(files['redis-prefix']).toBe('guance-jira-sandbox');
    expect(files['jira-assignee']).toBe('pacher');
    expect(jiraFiles({ SANDBOX_DIALECT: 'cloud' }, 'made')['jira-assignee']).toBe('pacher@example.com');
  });

  it('leaves empty what a real Jira lacks, so that the worker names it', () => {
    const files = jiraFiles({ JIRA_URL: 'https://j', JIRA_USER: 'u', JIRA_PASSWORD: 'p' }, 'made');

    expect(files).toMatchObject({ 'jira-url': 'https://j', 'jira-user': 'u', 'jira-password': 'p', 'jira-token': '' });
    expect(files).toMatchObject({ 'jira-project': '', 'redis-prefix': '' });
  });
});

describe('webhookToken', () => {
  it.each([
    ['plain-token-of-16-chars', 'plain-token-of-16-chars'],
    [' old:first-token-1234567,\nnew:second', 'first-token-1234567'],
  ])('takes the first of %j without its label', (tokens, first) => {
    expect(webhookToken({ WEBHOOK_TOKENS: tokens })).toBe(first);
    expect(webhookToken({ WEBHOOK_TOKENS_FILE: '/f' }, () => tokens)).toBe(first);
    expect(webhookToken({ JIRA_WEBHOOK_TOKENS_FILE: '/f' }, () => tokens, 'JIRA_WEBHOOK_TOKENS')).toBe(first);
  });

  it('leaves an unreadable file to the receiver', () => {
    const unreadable = () => {
      throw new Error('no such file');
    };
    expect(webhookToken({ WEBHOOK_TOKENS_FILE: '/nowhere' }, unreadable)).toBe('');
  });
});
