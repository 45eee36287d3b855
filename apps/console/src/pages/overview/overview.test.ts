import { keysFor } from '@guance-jira/queue';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addEvent, startTestConsole, type TestConsole } from '../../testing/console.ts';

const asBrowser = { headers: { accept: 'text/html', 'accept-language': 'en' } };

describe.skipIf(SKIPPED !== '')(`the overview${SKIPPED}`, () => {
  let redis: TestRedis;
  let site: TestConsole;
  beforeAll(async () => {
    redis = await startRedis();
    site = await startTestConsole(redis.url, { RULES_FILE: '/nowhere/rules.yaml', JIRA_URL: 'http://jira.example' });
  });
  afterAll(async () => {
    redis.thaw();
    await site.close();
    await redis.stop();
  });
  const page = async (path = '/') => {
    const answer = await fetch(site.url + path, asBrowser);
    return { status: answer.status, text: await answer.text(), headers: answer.headers };
  };

  it('says what is wrong, and the command or page that helps', async () => {
    await addEvent(redis.port, 'event-1');
    await redis.client.zadd(`${keysFor('guance-jira').bullPrefix}:events:failed`, 1, 'ev_event-0');
    await redis.client.hset(`${keysFor('guance-jira').bullPrefix}:events:meta`, { max: 1, duration: 600_000 });

    const { status, text } = await page();

    expect(status).toBe(200);
    for (const said of [
      'No worker has ever run on this Redis',
      'Somebody has limited the queue: 1 in 10 min.',
      'npm run cli -- resume',
      '1 event has failed and can be retried.',
      'href="/events?state=failed"',
      'The rules have 1 error',
      'npm run cli -- validate',
    ])
      expect(text).toContain(said);
    expect(text).not.toContain('All is well');
  });

  it.each(['/', '/events', '/events/event-1', '/nowhere'])(
    'lets nothing of %s come from elsewhere or stand in the page',
    async (path) => {
      const { text, headers } = await page(path);

      expect(headers.get('content-security-policy')).not.toContain('unsafe');
      expect(text).not.toMatch(/<[^>]+ (style|on[a-z]+)=|<style|<script(?! type="module" src="\/)/i);
      expect(text).not.toMatch(/(src|href)="(?!\/|https?:\/\/jira\.example|#)/);
    },
  );

  it('serves its scripts and styles itself', async () => {
    for (const asset of [
      'console.css',
      'console.js',
      'chart.js',
      'icon.svg',
      'uplot/uPlot.esm.js',
      'uplot/uPlot.min.css',
    ])
      expect((await fetch(`${site.url}/assets/${asset}`)).status, asset).toBe(200);
    expect((await fetch(`${site.url}/assets/..%2fapp.ts`)).status).toBe(404);
    expect((await fetch(`${site.url}/assets/uplot/../../package.json`)).status).toBe(404);
  });

  it('says when Redis is away, and the other pages do so in their place', async () => {
    redis.freeze();
    try {
      const overview = await page();
      const list = await page('/events');
      const program = await fetch(`${site.url}/events`);

      expect(overview.status).toBe(200);
      expect(overview.text).toContain('Redis does not answer.');
      expect(list.status).toBe(503);
      expect(list.text).toContain('Redis does not answer');
      expect(await program.json()).toMatchObject({ error: { code: 'unavailable' } });
    } finally {
      redis.thaw();
    }
  });
});
