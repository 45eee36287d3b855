import { ConfigInvalid, loadEnv } from '@guance-jira/service';
import { describe, expect, it } from 'vitest';
import { crossCheck, WorkerEnv } from './worker-settings.ts';

const ENOUGH = {
  JIRA_URL: 'https://x.atlassian.net',
  JIRA_USER: 'bot@example.com',
  JIRA_TOKEN: 'a-token',
  JIRA_PROJECT: 'OPS',
  JIRA_ISSUE_TYPE: '故障',
};

describe('the settings of the worker', () => {
  it('needs a Jira, a login and a place; the rest has the values that the documents name', () => {
    expect(load(ENOUGH)).toMatchObject({
      WORKER_PORT: 8082,
      WORKER_CONCURRENCY: 20,
      JIRA_DEPLOYMENT: 'auto',
      JIRA_GROUP: 'event',
      JIRA_MAX_RPS: 'auto',
      JIRA_TIMEOUT_MS: 10_000,
      JIRA_SETTLE_MS: 120_000,
      JIRA_LATE_COMMIT_MS: 60_000,
      JIRA_RETRY_FOR: 72 * 3_600_000,
      LEDGER_DAYS: 30,
      KEEP_COMPLETED: 7 * 86_400_000,
      KEEP_FAILED: 90 * 86_400_000,
      REDIS_WAIT_REPLICAS: 0,
    });
  });

  it.each([
    ['30s', 30_000],
    ['15m', 900_000],
    ['72h', 259_200_000],
    ['7d', 604_800_000],
  ])('reads the duration %s', (text, ms) => {
    expect(load({ ...ENOUGH, JIRA_RETRY_FOR: text }).JIRA_RETRY_FOR).toBe(ms);
  });

  it.each([
    [undefined, 300_000],
    ['30s', 30_000],
    ['off', null],
  ])('looks at Guance at the interval CATCH_UP_EVERY %s, or not at all', (text, ms) => {
    expect(load({ ...ENOUGH, ...(text === undefined ? {} : { CATCH_UP_EVERY: text }) }).CATCH_UP_EVERY).toBe(ms);
  });

  it.each([
    ['50', 50],
    ['0.5', 0.5],
    ['auto', 'auto'],
  ])('reads the rate %s', (text, rate) => {
    expect(load({ ...ENOUGH, JIRA_MAX_RPS: text }).JIRA_MAX_RPS).toBe(rate);
  });

  it.each([
    'https://x.atlassian.net',
    'http://jira:8080/jira',
    'https://api.atlassian.com/ex/jira/11111111-2222-3333-4444-555555555555',
    'http://127.0.0.1:2990',
  ])('takes the Jira %s', (url) => {
    expect(load({ ...ENOUGH, JIRA_URL: url }).JIRA_URL).toBe(url);
  });

  it.each([
    ['JIRA_URL', 'x.atlassian.net'],
    ['JIRA_URL', 'localhost:8080/jira'],
    ['JIRA_URL', 'ftp://jira'],
    // It would stand in logs and in the ledger.
    ['JIRA_URL', 'https://bot:hunter2-secret@jira.example.com'],
    ['JIRA_URL', 'https://jira.example.com/?os_authType=hunter2-secret'],
    ['JIRA_PROJECT', 'ops hunter2-secret'],
    ['JIRA_GROUP', 'hunter2-secret'],
    ['JIRA_DEPLOYMENT', 'hunter2-secret'],
    ['JIRA_MAX_RPS', 'hunter2-secret'],
    ['JIRA_MAX_RPS', '0'],
    ['JIRA_TIMEOUT_MS', '0'],
    ['JIRA_TIMEOUT_MS', '10s'],
    ['JIRA_SETTLE_MS', '-1'],
    ['JIRA_RETRY_FOR', '72'],
    ['CATCH_UP_EVERY', 'never'],
    ['JIRA_RETRY_FOR', 'hunter2-secret'],
    ['LEDGER_DAYS', '0'],
    ['WORKER_PORT', '70000'],
    ['WORKER_CONCURRENCY', '0'],
    ['REDIS_URL', 'http://hunter2-secret'],
    ['REDIS_SENTINELS', 'hunter2-secret'],
  ])('refuses %s=%s by name, and never shows the value', (name, value) => {
    const problems = problemsOf({ ...ENOUGH, [name]: value });

    expect(problems).toEqual(expect.arrayContaining([expect.stringMatching(new RegExp(`^${name}: .{5,}`))]));
    expect(problems.join()).not.toContain('hunter2');
  });

  it('names everything that is missing at once', () => {
    expect(problemsOf({}).map(nameOf).sort()).toEqual(['JIRA_ISSUE_TYPE', 'JIRA_PROJECT', 'JIRA_TOKEN', 'JIRA_URL']);
  });

  it('names faults of single variables and of several together at once', () => {
    const problems = problemsOf({
      JIRA_URL: 'nonsense',
      JIRA_TOKEN: 'hunter2-secret',
      JIRA_PASSWORD: 'hunter2-secret',
      JIRA_PROJECT: 'lower',
      JIRA_GROUP: 'team',
      JIRA_RETRY_FOR: 'long',
      WORKER_PORT: 'eighty',
      REDIS_SENTINELS: 'a:26379',
    });

    expect(problems.map(nameOf).sort()).toEqual([
      'JIRA_GROUP',
      'JIRA_ISSUE_TYPE',
      'JIRA_PASSWORD',
      'JIRA_PROJECT',
      'JIRA_RETRY_FOR',
      'JIRA_URL',
      'JIRA_USER',
      'REDIS_MASTER',
      'WORKER_PORT',
    ]);
    expect(problems.join()).not.toContain('hunter2');
  });

  it('asks for no project where a rules file says it', () => {
    const { JIRA_PROJECT: _, JIRA_ISSUE_TYPE: __, ...rest } = ENOUGH;

    expect(load({ ...rest, RULES_FILE: 'rules.yaml' }).RULES_FILE).toBe('rules.yaml');
  });

  it('takes a password with a user, and a token alone', () => {
    const { JIRA_TOKEN: _, ...rest } = ENOUGH;
    const { JIRA_USER: __, ...alone } = ENOUGH;

    expect(load({ ...rest, JIRA_PASSWORD: 'p' }).JIRA_PASSWORD).toBe('p');
    expect(load(alone).JIRA_USER).toBeUndefined();
  });

  it('hands out the secrets, from files too, so that logs can leave them out', () => {
    const { JIRA_TOKEN: _, ...rest } = ENOUGH;
    const env = { ...rest, JIRA_TOKEN_FILE: '/run/secrets/token', REDIS_URL: 'redis://:redis-secret@r' };
    const { config, secrets } = loadEnv(WorkerEnv, env, () => 'token-of-a-file\n', crossCheck);

    expect(config.JIRA_TOKEN).toBe('token-of-a-file');
    expect(secrets).toEqual(expect.arrayContaining(['token-of-a-file', 'redis://:redis-secret@r']));
  });

  it('describes every variable, since the documents are made from it', () => {
    const silent = Object.entries(WorkerEnv.shape).filter(([, field]) => !field.description);

    expect(silent.map(([name]) => name)).toEqual([]);
  });
});

function load(env: Record<string, string>) {
  return loadEnv(WorkerEnv, env, () => '', crossCheck).config;
}

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    load(env);
  } catch (error) {
    if (error instanceof ConfigInvalid) return error.problems;
    throw error;
  }
  throw new Error('the settings were taken');
}

function nameOf(problem: string): string {
  return problem.split(':')[0] ?? '';
}
