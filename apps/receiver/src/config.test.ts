import { loadEnv } from '@guance-jira/service';
import { describe, expect, it } from 'vitest';
import { ReceiverEnv, tokenValues } from './config.ts';

const TOKEN = 'a-good-long-token-1';
const load = (env: Record<string, string>) => loadEnv(ReceiverEnv, env, () => '').config;

describe('the settings of the receiver', () => {
  it('needs nothing but a token', () => {
    expect(load({ WEBHOOK_TOKENS: TOKEN })).toMatchObject({
      RECEIVER_HOST: '0.0.0.0',
      RECEIVER_PORT: 8080,
      METRICS_HOST: '127.0.0.1',
      METRICS_PORT: 8084,
      SPOOL_DIR: '.data/spool',
      TRUST_PROXY: false,
    });
  });

  it('reads labels, commas and lines', () => {
    const config = load({ WEBHOOK_TOKENS: `2026:${TOKEN}x, ${TOKEN}y\n${TOKEN}z` });

    expect(config.WEBHOOK_TOKENS).toEqual([
      { label: '2026', token: `${TOKEN}x`, workspaces: null },
      { label: 'token2', token: `${TOKEN}y`, workspaces: null },
      { label: 'token3', token: `${TOKEN}z`, workspaces: null },
    ]);
    const bound = load({ WEBHOOK_TOKENS: `prod@wksp_1+wksp_2:${TOKEN}:@` }).WEBHOOK_TOKENS;
    expect(bound).toEqual([{ label: 'prod', token: `${TOKEN}:@`, workspaces: new Set(['wksp_1', 'wksp_2']) }]);
    expect(tokenValues(config)).toEqual([`${TOKEN}x`, `${TOKEN}y`, `${TOKEN}z`]);
  });

  it('tells tokens of Jira from those of Guance by their labels, and hides both', () => {
    const config = load({ WEBHOOK_TOKENS: TOKEN, JIRA_WEBHOOK_TOKENS: `${TOKEN}x,cloud:${TOKEN}y` });

    expect(config.JIRA_WEBHOOK_TOKENS?.map(({ label }) => label)).toEqual(['jira-token1', 'jira-cloud']);
    expect(tokenValues(config)).toEqual([TOKEN, `${TOKEN}x`, `${TOKEN}y`]);
  });

  it.each([
    [{}, 'WEBHOOK_TOKENS: is required'],
    [{ WEBHOOK_TOKENS: TOKEN, JIRA_WEBHOOK_TOKENS: 'short' }, 'JIRA_WEBHOOK_TOKENS: token1 must have at least'],
    [{ WEBHOOK_TOKENS: TOKEN, JIRA_WEBHOOK_TOKENS: `a@w-1:${TOKEN}x` }, 'JIRA_WEBHOOK_TOKENS: a names workspaces'],
    [{ WEBHOOK_TOKENS: TOKEN, JIRA_WEBHOOK_SECRET: 'short' }, 'JIRA_WEBHOOK_SECRET: must have at least'],
    [{ WEBHOOK_TOKENS: 'short' }, 'WEBHOOK_TOKENS: token1 must have at least 16 characters'],
    [{ WEBHOOK_TOKENS: `label:short` }, 'WEBHOOK_TOKENS: label must have at least 16 characters'],
    [{ WEBHOOK_TOKENS: `${TOKEN},${TOKEN}` }, 'WEBHOOK_TOKENS: a token stands there twice'],
    [{ WEBHOOK_TOKENS: `a:${TOKEN},a:${TOKEN}2` }, 'WEBHOOK_TOKENS: the label a stands there twice'],
    [{ WEBHOOK_TOKENS: ' , ' }, 'WEBHOOK_TOKENS: holds no token'],
    [{ WEBHOOK_TOKENS: `a@:${TOKEN}` }, 'WEBHOOK_TOKENS: a@ must name workspaces'],
    [{ WEBHOOK_TOKENS: `a@w-1+:${TOKEN}` }, 'WEBHOOK_TOKENS: a@ must name workspaces'],
    [{ WEBHOOK_TOKENS: `a@w-1:short` }, 'WEBHOOK_TOKENS: a must have at least 16 characters'],
    [{ WEBHOOK_TOKENS: TOKEN, REDIS_SENTINELS: 'a:1' }, 'REDIS_MASTER: is required'],
    [{ WEBHOOK_TOKENS: TOKEN, TRUST_PROXY: 'everyone' }, 'TRUST_PROXY: must be true'],
    [{ WEBHOOK_TOKENS: TOKEN, TRUST_PROXY: '10.0.0.0/33' }, 'TRUST_PROXY: must be true'],
    [{ WEBHOOK_TOKENS: TOKEN, RECEIVER_PORT: '70000' }, 'RECEIVER_PORT: '],
  ])('refuses %j', (env, problem) => {
    expect(() => load(env)).toThrow(problem);
  });

  it('reports faults of single variables and of their combination together, without a value', () => {
    const bad = () => load({ RECEIVER_PORT: 'x9', METRICS_PORT: 'y9', LOG_LEVEL: 'loud', REDIS_URL: 'http://hidden' });

    expect(bad).toThrow(/3|4|5/);
    for (const name of ['RECEIVER_PORT', 'LOG_LEVEL', 'REDIS_URL', 'WEBHOOK_TOKENS', 'METRICS_PORT'])
      expect(bad).toThrow(`${name}: `);
    expect(bad).not.toThrow(/[xy]9|loud|hidden/);
  });

  it.each([
    ['false', false],
    ['1', 1],
    ['loopback, 10.0.0.0/8', ['loopback', '10.0.0.0/8']],
    ['::1/128', ['::1/128']],
  ])('reads TRUST_PROXY=%s', (text, expected) => {
    expect(load({ WEBHOOK_TOKENS: TOKEN, TRUST_PROXY: text }).TRUST_PROXY).toEqual(expected);
  });

  it('describes every variable', () => {
    const silent = Object.entries(ReceiverEnv.shape).filter(([, field]) => !field.description);

    expect(silent.map(([name]) => name)).toEqual([]);
  });
});
