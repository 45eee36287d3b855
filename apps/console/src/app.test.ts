import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { keysFor, QUEUE_NAME } from '@guance-jira/queue';
import { SKIPPED, startRedis, type TestRedis, until } from '@guance-jira/testing';
import { Worker } from 'bullmq';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { addEvent, startTestConsole, type TestConsole } from './testing/console.ts';

const basic = (login: string) => ({ authorization: `Basic ${Buffer.from(login).toString('base64')}` });
const LOGIN = basic('admin:dashboard-pass');
const READER = basic('viewer:only-to-look');

describe.skipIf(SKIPPED !== '')(`the dashboard${SKIPPED}`, () => {
  let redis: TestRedis;
  let board: TestConsole;
  const call = (path: string, init: RequestInit = {}) =>
    fetch(`${board.url}${path}`, { ...init, headers: { ...LOGIN, ...init.headers }, redirect: 'manual' });
  const failedJob = async (id: string) => {
    await addEvent(redis.port, id);
    const worker = new Worker(
      QUEUE_NAME,
      async () => {
        throw new Error('Jira said no');
      },
      {
        connection: { port: redis.port, maxRetriesPerRequest: null },
        prefix: keysFor('guance-jira').bullPrefix,
        settings: { backoffStrategy: () => -1 },
      },
    );
    await until(async () => (await redis.client.zscore('{guance-jira}:events:failed', `ev_${id}`)) !== null);
    await worker.close();
  };

  beforeAll(async () => {
    redis = await startRedis();
    board = await startTestConsole(redis.url, {
      DASHBOARD_PASSWORD: 'dashboard-pass',
      DASHBOARD_READONLY_PASSWORD: 'only-to-look',
    });
  });
  afterAll(async () => {
    redis.thaw();
    await board.close();
    await redis.stop();
  });

  it.each(['/dashboard', '/dashboard/api/queues', '/', '/routes', '/playground', '/refused'])(
    'shows %s only after a login',
    async (path) => {
      const without = await fetch(board.url + path, { redirect: 'manual' });
      const wrong = await fetch(board.url + path, {
        headers: { authorization: `Basic ${Buffer.from('admin:wrong').toString('base64')}` },
        redirect: 'manual',
      });

      expect([without.status, wrong.status]).toEqual([401, 401]);
      expect(without.headers.get('www-authenticate')).toMatch(/^Basic /);
      expect((await call(path)).status).toBeLessThan(400);
    },
  );

  it('tells this machine without a login that it lives, and its metrics', async () => {
    expect((await fetch(`${board.url}/healthz`)).status).toBe(200);
    expect((await fetch(`${board.url}/metrics`)).status).toBe(200);
  });

  it('asks for the login for the metrics too when it listens beyond this machine', async () => {
    const other = await startTestConsole(redis.url, {
      ADMIN_HOST: '0.0.0.0',
      DASHBOARD_PASSWORD: 'dashboard-pass',
    });
    const metrics = (headers: Record<string, string>) => fetch(`${other.url}/metrics`, { headers });

    expect([(await metrics({})).status, (await metrics(LOGIN)).status]).toEqual([401, 200]);
    await other.close();
  });

  it.each([
    ['zh-CN,zh;q=0.9,en;q=0.8', 'zh-CN', '观测云'],
    ['zh', 'zh-CN', '观测云'],
    ['en-GB,en;q=0.9', 'en-US', 'Guance'],
    ['fr', 'en-US', 'Guance'],
  ])('speaks the language that %s asks for', async (accept, locale, title) => {
    const page = await (await call('/dashboard', { headers: { 'accept-language': accept } })).text();

    expect(page).toContain(`"lng":"${locale}"`);
    expect(page).toContain(`<title>${title}`);
    const words = await (await call(`/dashboard/static/locales/${locale}/messages.json`)).json();
    const require = createRequire(createRequire(import.meta.url).resolve('@bull-board/api'));
    const shipped = require.resolve('@bull-board/ui/package.json').replace('package.json', '');
    expect(words).toEqual(JSON.parse(readFileSync(`${shipped}dist/static/locales/${locale}/messages.json`, 'utf8')));
  });

  it('forbids frames and foreign scripts', async () => {
    const policy = (await call('/dashboard')).headers.get('content-security-policy');

    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
  });

  it('lists an event under its title', async () => {
    await addEvent(redis.port, 'listed', { df_title: '磁盘 已满' });
    const list = await (await call(`/dashboard/api/queues?activeQueue=${QUEUE_NAME}&status=waiting`)).text();

    expect(list).toContain('磁盘 已满');
    expect(list).toContain('ev_listed');
  });

  it('retries a failed job over HTTP, and logs who did', async () => {
    await failedJob('to-retry');

    const answer = await call(`/dashboard/api/queues/${QUEUE_NAME}/ev_to-retry/retry`, { method: 'PUT' });

    expect(answer.status).toBe(204);
    expect(await redis.client.zscore('{guance-jira}:events:failed', 'ev_to-retry')).toBeNull();
    const line = board
      .logged()
      .split('\n')
      .find((text) => text.includes('admin action'));
    expect(JSON.parse(line ?? '')).toMatchObject({
      user: 'admin',
      action: 'retry',
      eventId: 'to-retry',
      allowed: true,
    });
  });

  it.each([
    ['PUT', `/${QUEUE_NAME}/ev_looked-at/retry`],
    ['PUT', `/${QUEUE_NAME}/retry/failed`],
    ['PUT', `/${QUEUE_NAME}/pause`],
    ['PUT', '/pause'],
    ['PUT', `/${QUEUE_NAME}/promote`],
    ['POST', `/${QUEUE_NAME}/add`],
    ['PATCH', `/${QUEUE_NAME}/ev_looked-at/update-data`],
    ['DELETE', `/${QUEUE_NAME}`],
  ])('lets the read-only user look, and not %s %s', async (method, path) => {
    const look = (await call('/dashboard/api/queues', { headers: READER })).status;
    const answer = await answerOf(call(`/dashboard/api/queues${path}`, { method, headers: READER }));

    expect([look, answer.status, answer.json.error?.code]).toEqual([200, 403, 'read_only']);
    const line = board
      .logged()
      .split('\n')
      .findLast((text) => text.includes('admin action'));
    expect(JSON.parse(line ?? '')).toMatchObject({ user: 'viewer', method, allowed: false });
    expect((await call('/metrics', { headers: READER })).status).toBe(200);
  });

  it('shows the read-only user a board without actions, and no board a font from elsewhere', async () => {
    const queues = await (await call('/dashboard/api/queues', { headers: READER })).json();
    const pages = [await call('/dashboard', { headers: READER }), await call('/dashboard/')].map((page) => page.text());

    expect(queues).toMatchObject({ queues: [{ readOnlyMode: true, allowRetries: false }] });
    for (const page of await Promise.all(pages)) {
      expect(page).toContain('static/guance-jira.css');
      expect(page).not.toContain('googleapis');
    }
    expect((await call('/dashboard/static/guance-jira.css')).headers.get('content-type')).toContain('text/css');
  });

  it('takes no password of one user for another', async () => {
    for (const login of ['viewer:dashboard-pass', 'admin:only-to-look', 'viewer:', ':', 'admin'])
      expect((await fetch(`${board.url}/dashboard`, { headers: basic(login) })).status).toBe(401);
  });

  it.each([
    ['POST', `/${QUEUE_NAME}/add`, { name: 'x', data: {} }],
    ['PUT', `/${QUEUE_NAME}/ev_kept/clean`, undefined],
    ['PUT', `/${QUEUE_NAME}/clean/completed`, undefined],
    ['PUT', `/${QUEUE_NAME}/empty`, undefined],
    ['PUT', `/${QUEUE_NAME}/obliterate`, {}],
    ['PATCH', `/${QUEUE_NAME}/ev_kept/update-data`, { jobData: {} }],
    ['PUT', `/${QUEUE_NAME.toUpperCase()}/EMPTY`, undefined],
    ['PUT', `/${QUEUE_NAME}/ev_kept/remove-unprocessed-children`, undefined],
  ])('refuses %s %s', async (method, path, body) => {
    await addEvent(redis.port, 'kept');
    const answer = await call(`/dashboard/api/queues${path}`, {
      method,
      ...(body ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {}),
    });

    expect([answer.status, await messageOf(answer)]).toEqual([403, expect.stringContaining('DASHBOARD_ALLOW_DELETE')]);
    expect(await redis.client.hget('{guance-jira}:events:ev_kept', 'name')).toBe('Disk full');
  });

  it.each([
    ['concurrency', { concurrency: 1 }],
    ['rate-limit', { max: 1, duration: 600_000 }],
  ])('takes no limit of the queue by %s, and says what limits instead', async (action, body) => {
    const answer = await call(`/dashboard/api/queues/${QUEUE_NAME}/${action}`, {
      method: 'PUT',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    });

    expect([answer.status, await messageOf(answer)]).toEqual([403, expect.stringContaining('JIRA_MAX_RPS')]);
    expect(await redis.client.hmget('{guance-jira}:events:meta', 'concurrency', 'max')).toEqual([null, null]);
  });

  it.each([
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    [{ 'sec-fetch-site': 'same-site' }, 403],
    [{ origin: 'https://evil.example' }, 403],
    [{ origin: 'null' }, 403],
    [{ 'sec-fetch-site': 'same-origin' }, 200],
    [{}, 200],
  ])(
    'takes a change with the headers %j or refuses it as another site’s',
    async (headers: Record<string, string>, status) => {
      const answer = await call(`/dashboard/api/queues/${QUEUE_NAME}/resume`, { method: 'PUT', headers });

      expect(answer.status).toBe(status);
    },
  );

  it('counts the jobs by state for Prometheus', async () => {
    await addEvent(redis.port, 'mild', { df_status: 'warning' });
    const metrics = await (await call('/metrics')).text();

    expect(metrics).toMatch(/guance_jira_queue_jobs\{state="waiting"\} [1-9]/);
    expect(metrics).toMatch(/guance_jira_queue_jobs\{state="prioritized"\} 1/);
    expect(metrics).toContain('process_cpu_user_seconds_total');
  });

  it('keeps its passwords out of logs, metrics and pages', async () => {
    const pages = await Promise.all(
      ['/dashboard', '/metrics', '/dashboard/api/queues'].map(async (path) => (await call(path)).text()),
    );

    expect([board.logged(), ...pages].join()).not.toMatch(/dashboard-pass|only-to-look/);
  });

  it('blames no Redis for a job that cannot be shown, nor its own log for a request that is too large', async () => {
    const jobs = '{guance-jira}:events:';
    await redis.client.hset(`${jobs}ev_odd`, { name: 'odd', data: '{oops', opts: '{}' });
    await redis.client.zadd(`${jobs}failed`, 1, 'ev_odd');
    const shown = await answerOf(call('/dashboard/api/queues?activeQueue=events&status=failed'));
    await redis.client.zrem(`${jobs}failed`, 'ev_odd');
    const body = `reason=${'x'.repeat(20_000)}`;
    const headers = {
      accept: 'text/html',
      'content-type': 'application/x-www-form-urlencoded',
      'accept-language': 'en',
    };
    const large = await call('/jira/pause', { method: 'POST', body, headers });

    expect([shown.status, shown.json.error?.code]).toEqual([500, 'failed']);
    expect(board.logged()).toContain('admin request failed unexpectedly');
    expect(large.status).toBe(413);
    expect(await large.text()).toContain('too large');
  });

  // From here on nothing is asked of Redis any more.
  describe('while Redis is frozen', () => {
    afterEach(() => redis.thaw());

    it('answers 503, and /metrics without the figures of the queue', async () => {
      redis.freeze();
      const list = await answerOf(call('/dashboard/api/queues'));
      const metrics = await (await call('/metrics')).text();

      expect([list.status, list.json.error?.code]).toEqual([503, 'unavailable']);
      expect(metrics).toContain('process_cpu_user_seconds_total');
      expect(metrics).not.toContain('guance_jira_queue_jobs{');
    });

    it('asks again by itself for a page, and never for a change', async () => {
      redis.freeze();
      const headers = { accept: 'text/html', 'accept-language': 'en' };
      const [list, retry] = await Promise.all(
        [call('/events', { headers }), call('/events/any/retry', { method: 'POST', headers })].map(async (answer) =>
          (await answer).text(),
        ),
      );

      expect(list).toContain('data-live="yes"');
      expect(retry).not.toContain('data-live');
      expect(retry).toContain('It is unknown whether the change was made.');
    });
  });

  it('shows a browser a page where it refuses, in its language, and a program what it reads', async () => {
    const zh = { accept: 'text/html', 'accept-language': 'zh-CN' };
    const cases: [Promise<Response>, number, string][] = [
      [fetch(`${board.url}/events`, { headers: zh }), 401, '(401 unauthorized)'],
      [call('/retry', { method: 'POST', headers: { ...zh, origin: 'http://elsewhere.example' } }), 403, '来自其他网站'],
      [call('/retry', { method: 'POST', headers: { ...zh, ...READER } }), 403, '只能查看'],
    ];
    for (const [answer, status, words] of cases) {
      const { headers, status: got } = await answer;
      const page = await (await answer).text();
      expect([got, headers.get('content-type'), page]).toEqual([
        status,
        'text/html; charset=utf-8',
        expect.stringContaining(words),
      ]);
      expect(page).not.toMatch(/DASHBOARD_PASSWORD=|http-equiv/);
    }
    const program = await fetch(`${board.url}/events`);
    expect([program.status, await program.json()]).toMatchObject([401, { error: { code: 'unauthorized' } }]);
    expect(program.headers.get('www-authenticate')).toMatch(/^Basic /);
  });

  it('shows the page of a job that cannot be read, and takes it for none that can be tried again', async () => {
    await failedJob('corrupt');
    await redis.client.hset('{guance-jira}:events:ev_corrupt', { data: '{"v":1,', stacktrace: '[', progress: '{' });
    const headers = { accept: 'text/html', 'accept-language': 'en' };

    const page = await call('/events/corrupt', { headers });
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('Jira said no')]);
    const retry = await call('/events/corrupt/retry', { method: 'POST', headers });
    expect([retry.status, retry.headers.get('location')]).toEqual([303, '/events/corrupt?retried=no']);
    await redis.client.zrem('{guance-jira}:events:failed', 'ev_corrupt');
  });

  it('knows nothing of an event that is not there when it is to be tried again, and says so in its log', async () => {
    const answer = await call('/events/nobody-knows-it/retry', { method: 'POST' });

    expect(answer.status).toBe(404);
    const line = board
      .logged()
      .split('\n')
      .find((text) => text.includes('nobody-knows-it'));
    expect(JSON.parse(line ?? '{}')).toMatchObject({ message: 'admin action', action: 'retry', allowed: false });
  });

  it('looks at no further password from where too many wrong ones came, but for who was in before', async () => {
    const wrong = () =>
      fetch(`${board.url}/dashboard`, {
        headers: { authorization: `Basic ${Buffer.from('admin:guess').toString('base64')}` },
      });
    const reader = () =>
      fetch(`${board.url}/dashboard`, {
        headers: { authorization: `Basic ${Buffer.from('guesser:dashboard-pass').toString('base64')}` },
      });
    expect((await call('/dashboard')).status).toBe(200);
    await Promise.all(Array.from({ length: 20 }, wrong));

    expect([(await wrong()).status, (await reader()).status]).toEqual([429, 429]);
    expect((await call('/dashboard')).status).toBe(200);
  });
});

describe('the dashboard without a password', () => {
  it('opens only under a loopback name, so that no web page reaches it through a name of its own', async () => {
    const open = await startTestConsole('redis://127.0.0.1:1');
    const { get } = await import('node:http');
    const status = (host: string) =>
      new Promise((resolve) =>
        get(`${open.url}/metrics`, { headers: { host } }, (res) => resolve(res.resume().statusCode)),
      );

    expect([await status('localhost:1'), await status('127.0.0.1'), await status('[::1]:8')]).toEqual([200, 200, 200]);
    expect([await status('evil.example'), await status('127.0.0.1.evil.example:80')]).toEqual([403, 403]);
    await open.close();
  });
});

/** The message of Bull Board's own refusal. */
async function messageOf(answer: Response): Promise<unknown> {
  const body: unknown = await answer.json();
  return body !== null && typeof body === 'object' && 'message' in body ? body.message : null;
}

async function answerOf(request: Promise<Response>): Promise<{ status: number; json: { error?: { code: string } } }> {
  const answer = await request;
  return { status: answer.status, json: JSON.parse(await answer.text()) };
}
