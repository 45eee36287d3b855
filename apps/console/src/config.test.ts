import { loadEnv } from '@guance-jira/service';
import { describe, expect, it } from 'vitest';
import { ConsoleEnv, crossCheck, isLoopback } from './config.ts';

const load = (env: Record<string, string>, readFile = () => '') =>
  loadEnv(ConsoleEnv, env, readFile, crossCheck).config;

describe('the settings of the console', () => {
  it('needs nothing on this machine', () => {
    expect(load({})).toMatchObject({ ADMIN_HOST: '127.0.0.1', ADMIN_PORT: 8081, DASHBOARD_ALLOW_DELETE: false });
  });

  it('takes the password as a file, as every other setting', () => {
    const config = load({ ADMIN_HOST: '0.0.0.0', DASHBOARD_PASSWORD_FILE: '/f' }, () => 'from-the-file\n');

    expect(config.DASHBOARD_PASSWORD).toBe('from-the-file');
  });

  it.each([
    [{ ADMIN_HOST: '0.0.0.0' }, 'DASHBOARD_PASSWORD: is required while'],
    [{ DASHBOARD_READONLY_PASSWORD: 'x'.repeat(8) }, 'DASHBOARD_PASSWORD: is required with'],
    [
      {
        ...{ DASHBOARD_PASSWORD: 'y'.repeat(8), DASHBOARD_READONLY_PASSWORD: 'x'.repeat(8) },
        DASHBOARD_READONLY_USER: 'admin',
      },
      'DASHBOARD_READONLY_USER: must be another',
    ],
    [{ CONSOLE_USER_HEADER: 'X-User', DASHBOARD_PASSWORD: 'y'.repeat(8) }, 'TRUST_PROXY: must contain the addresses'],
    [{ CONSOLE_USER_HEADER: 'X-User', DASHBOARD_PASSWORD: 'y'.repeat(8), TRUST_PROXY: '1' }, 'TRUST_PROXY: must'],
    [{ CONSOLE_USER_HEADER: 'X-User', DASHBOARD_PASSWORD: 'y'.repeat(8), TRUST_PROXY: 'true' }, 'TRUST_PROXY: must'],
    [{ CONSOLE_USER_HEADER: 'X-User', TRUST_PROXY: 'loopback' }, 'DASHBOARD_PASSWORD: is required with'],
    [{ CONSOLE_USER_HEADER: 'X User: y' }, 'CONSOLE_USER_HEADER: must be the name'],
    [{ CONSOLE_ADMINS: 'alice' }, 'CONSOLE_USER_HEADER: is required with'],
    [{ TRUST_PROXY: 'everyone' }, 'TRUST_PROXY: must be true'],
    [{ DASHBOARD_USER: 'a:b' }, 'DASHBOARD_USER: must hold no colon'],
    [{ DASHBOARD_PASSWORD: 'short' }, 'DASHBOARD_PASSWORD: must have at least 8'],
    [{ ADMIN_PORT: '70000' }, 'ADMIN_PORT: '],
    [{ REDIS_SENTINELS: 'a:1' }, 'REDIS_MASTER: is required'],
  ])('refuses %j', (env: Record<string, string>, problem) => {
    expect(() => load(env)).toThrow(problem);
  });

  it('reports faults of single variables and of their combination together, without a value', () => {
    const bad = () => load({ ADMIN_PORT: 'x9', ADMIN_HOST: '0.0.0.0', LOG_LEVEL: 'loud', REDIS_URL: 'http://hidden' });

    for (const name of ['ADMIN_PORT', 'LOG_LEVEL', 'REDIS_URL', 'DASHBOARD_PASSWORD']) expect(bad).toThrow(`${name}: `);
    expect(bad).not.toThrow(/x9|loud|hidden/);
  });

  it('describes every variable', () => {
    const silent = Object.entries(ConsoleEnv.shape).filter(([, field]) => !field.description);

    expect(silent.map(([name]) => name)).toEqual([]);
  });
});

describe('isLoopback', () => {
  it.each([
    ['127.0.0.1', true],
    ['127.8.8.8', true],
    ['localhost', true],
    ['::1', true],
    ['0.0.0.0', false],
    ['127.0.0.1.evil.example', false],
    ['10.0.0.1', false],
  ])('tells whether only this machine reaches %s', (host, expected) => {
    expect(isLoopback(host)).toBe(expected);
  });
});
