import { keysFor, QUEUE_NAME } from '@guance-jira/queue';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestConsole, type TestConsole } from '../../testing/console.ts';

const keys = keysFor('guance-jira');
const jobs = `${keys.bullPrefix}:${QUEUE_NAME}:`;
const basic = (login: string) => ({ authorization: `Basic ${Buffer.from(login).toString('base64')}` });
const ADMIN = basic('admin:dashboard-pass');
const READER = basic('viewer:only-to-look');

describe.skipIf(SKIPPED !== '')(`trying all that a filter shows again${SKIPPED}`, () => {
  let redis: TestRedis;
  let site: TestConsole;
  beforeAll(async () => {
    redis = await startRedis();
    site = await startTestConsole(redis.url, {
      ...{ DASHBOARD_PASSWORD: 'dashboard-pass', DASHBOARD_READONLY_PASSWORD: 'only-to-look' },
    });
  });
  beforeEach(() => redis.client.flushall());
  afterAll(async () => {
    await site.close();
    await redis.stop();
  });

  const fail = async (id: string, at: number, { route = 'db', reason = 'Jira create: answered 400' } = {}) => {
    const data = JSON.stringify({ v: 1, eventId: id, event: { df_title: id }, receivedAt: at });
    const job = {
      name: `<b>${id}</b>`,
      timestamp: at,
      data,
      opts: '{"attempts":5}',
      finishedOn: at,
      failedReason: reason,
    };
    await redis.client.hset(`${jobs}ev_${id}`, { ...job, about: '1\nerror\nw\nobserver\n' });
    await redis.client.zadd(`${jobs}failed`, at, `ev_${id}`);
    await redis.client.hset(keys.event(id), { outcome: 'failed', at, route, reason });
  };
  const ask = (path: string, headers: Record<string, string> = ADMIN) =>
    fetch(site.url + path, { headers: { accept: 'text/html', 'accept-language': 'en', ...headers } });
  const send = (fields: Record<string, string>, headers: Record<string, string> = ADMIN) =>
    fetch(`${site.url}/retry`, {
      ...{ method: 'POST', redirect: 'manual', body: new URLSearchParams(fields) },
      headers: { accept: 'text/html', ...headers },
    });
  const failed = () => redis.client.zrange(`${jobs}failed`, '0', '-1');
  const actions = () =>
    site
      .logged()
      .split('\n')
      .filter((line) => line.includes('admin action'))
      .map((line) => JSON.parse(line));

  it('counts first, by route and reason, and changes nothing', async () => {
    for (const n of [1, 2]) await fail(`db-${n}`, n);
    await fail('web-1', 3, { route: 'web', reason: 'no project' });
    const list = await (await ask('/events?state=failed&route=db')).text();
    const link = /href="(\/retry\?[^"]+)"/.exec(list)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const page = await (await ask(link)).text();

    expect(page).toContain('2 events would be retried.');
    expect(page).toContain('Jira create: answered 400');
    expect(page).toContain('&lt;b>db-1&lt;/b>');
    expect(page).not.toContain('web-1');
    expect(await failed()).toHaveLength(3);
  });

  it('does it when that is confirmed, writes down who, and leaves alone what failed since', async () => {
    for (const n of [1, 2]) await fail(`db-${n}`, n);
    await fail('web-1', 3, { route: 'web' });
    await fail('db-later', 50);
    const answer = await send({ state: 'created', route: 'db', counted: '50' });
    const page = await (await ask(answer.headers.get('location') ?? '')).text();

    expect(answer.status).toBe(303);
    expect(await failed()).toEqual(['ev_web-1', 'ev_db-later']);
    expect(await redis.client.llen(`${jobs}wait`)).toBe(2);
    expect(await redis.client.hgetall(keys.event('db-1'))).toMatchObject({ retriedBy: 'admin', retries: '1' });
    expect(page).toContain('2 events put back into the queue.');
    expect(actions().at(-1)).toMatchObject({
      ...{ user: 'admin', action: 'retry', jobs: 'failed', filter: 'state=failed&route=db', count: 2, allowed: true },
    });
  });

  it('takes five hundred at most, oldest of those first, and says that there may be more', async () => {
    for (let n = 0; n < 510; n += 1) await fail(`e${n}`, n + 1);
    const page = await (await ask('/retry')).text();
    const answer = await send({});

    expect(page).toContain('More events may match.');
    expect(answer.headers.get('location')).toBe('/events?state=failed&retried=500&missed=0');
    expect(await failed()).toHaveLength(10);
  });

  it('is not for those who may look only, nor for the pages of others', async () => {
    await fail('db-1', 1);
    const list = await (await ask('/events?state=failed', READER)).text();
    const page = await (await ask('/retry', READER)).text();

    expect(list).not.toContain('/retry');
    expect(page).not.toContain('<form');
    expect((await send({}, READER)).status).toBe(403);
    expect(actions().at(-1)).toMatchObject({ user: 'viewer', allowed: false });
    for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { origin: 'https://evil.example' }])
      expect((await send({}, { ...ADMIN, ...headers })).status).toBe(403);
    expect((await send({}, {})).status).toBe(401);
    expect(await failed()).toEqual(['ev_db-1']);
  });
});
