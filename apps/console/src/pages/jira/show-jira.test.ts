import { readPauses } from '@guance-jira/operations';
import { keysFor } from '@guance-jira/queue';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestConsole, type TestConsole } from '../../testing/console.ts';

const keys = keysFor('guance-jira');
const SITE = 'http://jira.example';
const basic = (login: string) => ({ authorization: `Basic ${Buffer.from(login).toString('base64')}` });
const ADMIN = basic('admin:dashboard-pass');
const ENV = {
  ...{ JIRA_URL: `${SITE}/`, JIRA_PROJECT: 'OPS', JIRA_ISSUE_TYPE: 'Bug' },
  ...{ DASHBOARD_PASSWORD: 'dashboard-pass', DASHBOARD_READONLY_PASSWORD: 'only-to-look' },
};
const READER = basic('viewer:only-to-look');

describe.skipIf(SKIPPED !== '')(`the page about Jira${SKIPPED}`, () => {
  let redis: TestRedis;
  let site: TestConsole;
  beforeAll(async () => {
    redis = await startRedis();
    site = await startTestConsole(redis.url, ENV);
  });
  beforeEach(() => redis.client.flushall());
  afterAll(async () => {
    await site.close();
    await redis.stop();
  });

  const page = async (path = '/jira', headers: Record<string, string> = ADMIN) => {
    const answer = await fetch(site.url + path, {
      headers: { accept: 'text/html', 'accept-language': 'en', ...headers },
    });
    return answer.text();
  };
  const send = (
    path: string,
    fields: Record<string, string> = {},
    headers: Record<string, string> = ADMIN,
    { url } = site,
  ) =>
    fetch(url + path, {
      ...{ method: 'POST', redirect: 'manual', body: new URLSearchParams(fields) },
      headers: { accept: 'text/html', ...headers },
    });
  const manual = async () => (await readPauses(redis.client, keys, SITE)).manual;
  const lastAction = () =>
    JSON.parse(
      site
        .logged()
        .split('\n')
        .findLast((line) => line.includes('admin action')) ?? '{}',
    );

  it('says that nothing is known before the first worker', async () => {
    const text = await page();

    for (const part of ['Requests to Jira go out.', 'No rate was learned', 'No worker has logged in', 'OPS / Bug'])
      expect(text).toContain(part);
  });

  it('tells what the workers know: rate, accounts, projects, fields', async () => {
    const state = { perSecond: 12.5, limit: 20, refused: true, heldUntil: 0 };
    await redis.client.hset(keys.rate(SITE), { state: JSON.stringify(state), perSecond: 12.5 });
    await redis.client.zadd(keys.accounts, 5, 'old-bot', Date.now(), '<b>bot</b>');
    await redis.client.hset(keys.visible(SITE), { OPS: 'seen', DBA: 'hidden' });
    await redis.client.hset(keys.highestKeys(SITE), { OPS: 'OPS-42' });
    const field = { hasDefault: false, allowed: null, kind: 'text', required: true };
    const schema = { type: '1', fields: [{ ...field, id: 'summary', name: 'Summary <i>' }] };
    await redis.client.set(keys.schema(SITE, 'OPS', 'Bug'), JSON.stringify({ v: 1, schema }));
    const text = await page();

    for (const part of [
      '12.5 requests a second',
      'allows 20 a second',
      '&lt;b>bot&lt;/b>',
      'up to OPS-42',
      'issues are hidden',
    ])
      expect(text).toContain(part);
    expect(text).toContain('Summary &lt;i>');
  });

  it('pauses and resumes as the commands do, and the log says who', async () => {
    const paused = await send('/jira/pause', { for: '2h', reason: 'upgrade of Jira' });
    expect(paused.headers.get('location')).toBe('/jira?done=paused');
    expect(await manual()).toMatchObject({ by: 'admin', reason: 'upgrade of Jira' });
    expect(lastAction()).toMatchObject({ user: 'admin', action: 'pause', forMs: 7_200_000, allowed: true });
    expect(await page()).toContain('upgrade of Jira');

    await send('/jira/resume');
    expect(await manual()).toBeNull();
    expect(lastAction()).toMatchObject({ user: 'admin', action: 'resume', allowed: true });
  });

  it('pauses and resumes, and says so, where the replicas do not hold it, as a failover may take it back', async () => {
    const wanting = await startTestConsole(redis.url, { ...ENV, REDIS_WAIT_REPLICAS: '1' });
    try {
      const paused = await send('/jira/pause', { for: '2h' }, ADMIN, wanting);
      expect(paused.headers.get('location')).toBe('/jira?done=pausedHere');
      expect(await manual()).not.toBeNull();
      const resumed = await send('/jira/resume', {}, ADMIN, wanting);
      expect(resumed.headers.get('location')).toBe('/jira?done=resumedHere');
      expect(await manual()).toBeNull();
    } finally {
      await wanting.close();
    }
    expect(await page('/jira?done=pausedHere')).toContain('REDIS_WAIT_REPLICAS');
  });

  it('refuses spans that it does not offer', async () => {
    for (const span of ['', '9y', 'constructor', '-1'])
      expect((await send('/jira/pause', { for: span })).headers.get('location')).toBe('/jira?done=refused');
    expect(await manual()).toBeNull();
  });

  it('changes nothing for those who may look only, nor for the pages of others', async () => {
    const text = await page('/jira', READER);

    expect(text).not.toContain('<form');
    expect((await send('/jira/pause', { for: '1h' }, READER)).status).toBe(403);
    expect((await send('/jira/resume', {}, { ...ADMIN, 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await send('/jira/pause', { for: '1h' }, {})).status).toBe(401);
    expect(await manual()).toBeNull();
  });
});
