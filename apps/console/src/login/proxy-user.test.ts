import { request } from 'node:http';
import { keysFor, QUEUE_NAME } from '@guance-jira/queue';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestConsole, type TestConsole } from '../testing/console.ts';

const PASSWORD = 'dashboard-pass';
const SSO = { DASHBOARD_PASSWORD: PASSWORD, CONSOLE_USER_HEADER: 'X-Forwarded-User', CONSOLE_ADMINS: 'alice, 王芳' };
const basic = (login: string) => ({ authorization: `Basic ${Buffer.from(login).toString('base64')}` });

describe.skipIf(SKIPPED !== '')(`a user whom a proxy names${SKIPPED}`, () => {
  let redis: TestRedis;
  let near: TestConsole;
  let far: TestConsole;
  let plain: TestConsole;
  beforeAll(async () => {
    redis = await startRedis();
    near = await startTestConsole(redis.url, { ...SSO, TRUST_PROXY: 'loopback' });
    far = await startTestConsole(redis.url, { ...SSO, TRUST_PROXY: '10.0.0.0/8' });
    plain = await startTestConsole(redis.url, { DASHBOARD_PASSWORD: PASSWORD, TRUST_PROXY: 'loopback' });
  });
  afterAll(async () => {
    for (const each of [near, far, plain]) await each.close();
    await redis.stop();
  });

  /** Headers as they are, also one that stands there twice. */
  const ask = (url: string, headers: Record<string, string | string[]>, method = 'GET') =>
    new Promise<{ status: number; text: string }>((resolve, reject) => {
      const sent = request(
        url,
        { method, headers: { accept: 'text/html', 'accept-language': 'en', ...headers } },
        (answer) => {
          let text = '';
          answer.setEncoding('utf8').on('data', (part: string) => {
            text += part;
          });
          answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
        },
      );
      sent.on('error', reject).end();
    });
  const utf8 = (name: string) => Buffer.from(name, 'utf8').toString('latin1');
  const lastAction = (site: TestConsole) =>
    JSON.parse(
      site
        .logged()
        .split('\n')
        .findLast((line) => line.includes('admin action')) ?? '{}',
    );

  it('comes in without a password, is named on the page, and may look', async () => {
    const page = await ask(`${near.url}/events`, { 'x-forwarded-user': 'bob' });
    const change = await ask(`${near.url}/events/nobody/retry`, { 'x-forwarded-user': 'bob' }, 'POST');
    const board = await ask(
      `${near.url}/dashboard/api/queues/${QUEUE_NAME}/pause`,
      { 'x-forwarded-user': 'bob' },
      'PUT',
    );

    expect(page.status).toBe(200);
    expect(page.text).toContain('bob');
    expect(page.text).toContain('read only');
    expect([change.status, board.status]).toEqual([403, 403]);
    expect(lastAction(near)).toMatchObject({ user: 'bob', allowed: false });
  });

  it.each(['alice', '王芳'])('may change things where CONSOLE_ADMINS names it: %s', async (user) => {
    const headers = { 'x-forwarded-user': utf8(user) };
    const page = await ask(`${near.url}/events`, headers);
    const paused = await ask(`${near.url}/dashboard/api/queues/${QUEUE_NAME}/pause`, headers, 'PUT');

    expect(page.text).not.toContain('read only');
    expect(paused.status).toBe(200);
    expect(lastAction(near)).toMatchObject({ user, action: 'pause', allowed: true });
    expect(await redis.client.hget(`${keysFor('guance-jira').bullPrefix}:${QUEUE_NAME}:meta`, 'paused')).toBe('1');
  });

  it('is not believed when the connection comes from elsewhere, whatever it says of its way', async () => {
    for (const headers of [{}, { 'x-forwarded-for': '10.0.0.1' }, { forwarded: 'for=10.0.0.1' }])
      expect((await ask(`${far.url}/events`, { 'x-forwarded-user': 'alice', ...headers })).status).toBe(401);
  });

  it('is nobody where no such header is set', async () => {
    expect((await ask(`${plain.url}/events`, { 'x-forwarded-user': 'alice' })).status).toBe(401);
  });

  it.each<[string, string | string[]]>([
    ['stands there twice', ['alice', 'bob']],
    ['was appended to', 'alice, bob'],
    ['is empty', ''],
    ['is blank', '   '],
    ['is longer than a name', 'a'.repeat(300)],
  ])('is nobody where the header %s', async (_what, value) => {
    expect((await ask(`${near.url}/events`, { 'x-forwarded-user': value })).status).toBe(401);
  });

  it('is as it is on the page, and another name than one that looks like it', async () => {
    const page = await ask(`${near.url}/events`, { 'x-forwarded-user': '<b>Alice</b>' });

    expect(page.text).toContain('&lt;b>Alice&lt;/b>');
    expect(page.text).toContain('read only');
  });

  it('may still log in with a password, and wrong ones count by the address that the proxy tells', async () => {
    const from = (address: string, login: string) =>
      ask(`${near.url}/events`, { 'x-forwarded-for': address, ...basic(login) });
    expect((await ask(`${near.url}/events`, basic(`admin:${PASSWORD}`))).status).toBe(200);
    for (let n = 0; n < 20; n += 1) await from('203.0.113.1', 'admin:guess');

    expect((await from('203.0.113.1', 'admin:guess')).status).toBe(429);
    expect((await from('203.0.113.2', `admin:${PASSWORD}`)).status).toBe(200);
  });

  it('is refused a change by another site, too', async () => {
    const headers = { 'x-forwarded-user': 'alice', 'sec-fetch-site': 'cross-site' };
    expect((await ask(`${near.url}/events/nobody/retry`, headers, 'POST')).status).toBe(403);
  });
});
