import { keysFor, noteRefused, QUEUE_NAME } from '@guance-jira/queue';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestConsole, type TestConsole } from '../../testing/console.ts';

const keys = keysFor('guance-jira');

describe.skipIf(SKIPPED !== '')(`the pages of events${SKIPPED}`, () => {
  let redis: TestRedis;
  let site: TestConsole;
  beforeAll(async () => {
    redis = await startRedis();
    site = await startTestConsole(redis.url, {
      JIRA_PROJECT: 'OPS',
      JIRA_ISSUE_TYPE: 'Bug',
      JIRA_URL: 'http://jira.example/',
    });
    for (let n = 0; n < 60; n += 1) await put(`event-${n}`, 1000 + n);
    await redis.client.set(keys.issue('http://jira.example', 'OPS-7'), keys.event('event-7'));
  });
  afterAll(async () => {
    await site.close();
    await redis.stop();
  });

  async function put(id: string, at: number): Promise<void> {
    const data = JSON.stringify({ v: 1, eventId: id, event: { df_title: id, df_event_id: id }, receivedAt: at });
    const job = {
      name: `title of ${id}`,
      timestamp: at,
      data,
      opts: '{}',
      finishedOn: at,
      about: '1\nerror\nw\nobserver\n',
    };
    await redis.client.hset(`${keys.bullPrefix}:${QUEUE_NAME}:ev_${id}`, job);
    await redis.client.hset(keys.event(id), { outcome: 'created', at, opener: id, issueKey: `OPS-${id.slice(6)}` });
    await redis.client.zadd(keys.seen, at, `ev_${id}`);
  }
  const page = async (path: string) => {
    const answer = await fetch(site.url + path, { headers: { accept: 'text/html', 'accept-language': 'en' } });
    return { status: answer.status, text: await answer.text() };
  };
  const titles = (text: string) =>
    [...text.matchAll(/class="title" href="\/events\/([^"]+)"/g)].map((match) => match[1]);

  it('lead from page to page, each with an address of its own', async () => {
    const first = await page('/events');
    const next = /rel="next" href="([^"]+)"/.exec(first.text)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const second = await page(next);

    expect(titles(first.text)).toHaveLength(50);
    expect(titles(first.text)[0]).toBe('event-59');
    expect(titles(second.text)).toEqual(Array.from({ length: 10 }, (_, n) => `event-${9 - n}`));
    expect(second.text).not.toContain('rel="next"');
  });

  it.each([
    ['an event id', 'event-7', ['event-7']],
    ['a job id', 'ev_event-7', ['event-7']],
    ['an issue key', 'ops-7', ['event-7']],
    ['the address of an issue', 'http://jira.example/browse/OPS-7', ['event-7']],
    [
      'a part of a title',
      'title of event-5',
      Array.from({ length: 11 }, (_, n) => (n < 10 ? `event-${59 - n}` : 'event-5')),
    ],
    ['nothing that is known', 'event-700', []],
  ])('find %s', async (_name, asked, ids) => {
    expect(titles((await page(`/events?q=${encodeURIComponent(asked)}`)).text)).toEqual(ids);
  });

  it('say that an event is not known, whatever its address', async () => {
    for (const id of ['nobody', '%2e%2e%2fx', 'meta', 'a%00b', 'x'.repeat(3000), '<script>'])
      expect((await page(`/events/${id}`)).status, id).toBe(404);
  });

  it('link to the issue at the Jira that the settings name', async () => {
    expect((await page('/events/event-7')).text).toContain('href="http://jira.example/browse/OPS-7"');
  });

  it('keep the language that was chosen, and lead nowhere else with it', async () => {
    const chosen = await fetch(`${site.url}/events?lang=zh`, { headers: { accept: 'text/html' } });
    const cookie = chosen.headers.get('set-cookie') ?? '';
    const later = await fetch(`${site.url}/events?q=%22%3E`, {
      headers: { accept: 'text/html', cookie: cookie.split(';')[0] ?? '' },
    });
    const other = await page('//evil.example/?q=1');

    expect(cookie).toMatch(/HttpOnly/i);
    expect(await later.text()).toContain('<html lang="zh-CN">');
    expect(other.text).not.toContain('href="//evil');
  });

  it('say of an event that a worker has in hand that it is not in a queue', async () => {
    const jobs = `${keys.bullPrefix}:${QUEUE_NAME}:`;
    const data = JSON.stringify({ v: 1, eventId: 'now', event: { df_title: 'now' }, receivedAt: 9000 });
    await redis.client.hset(`${jobs}ev_now`, { name: 'now', timestamp: 9000, data, opts: '{}', processedOn: 9001 });
    await redis.client.hset(keys.ledger, { epoch: 1, beatAt: Date.now() });
    const waits = await page('/events/now');
    await redis.client.lpush(`${jobs}active`, 'ev_now');
    const handled = await page('/events/now');

    expect(waits.text).toContain('its turn in the queue');
    expect(handled.text).not.toContain('its turn in the queue');
    expect(handled.text).toContain('the worker that is handling it');
  });

  it('say what the issue of an event was given from Guance, on the page of the event that opened it', async () => {
    const at = 'http://jira.example';
    for (const id of ['event-41', 'event-42']) await redis.client.hset(keys.event(id), { site: at, issueId: '77' });
    const order = {
      ...{ issue: { id: '77', key: 'OPS-42' }, route: 'web', eventId: 'event-42', workspace: 'w', ref: null, at: 1 },
      ...{ language: 'en', timezone: 'UTC', audience: { internal: false, visibility: null }, orderedAt: 1 },
      ...{ chart: { query: null }, logs: { query: { query: 'L::x' }, lines: 20, withinMs: 1 } },
    };
    const left = { end: 'left_out', reason: 'no_client_token: none', at: 2 };
    const fields = { order: JSON.stringify(order), chart: JSON.stringify(left) };
    await redis.client.hset(keys.context(at, '77'), fields);
    const early = (await page('/events/event-42')).text;
    await redis.client.hset(keys.context(at, '77'), 'logs', JSON.stringify({ end: 'added', reason: null, at: 3 }));
    const late = (await page('/events/event-42')).text;

    expect(early).toMatch(/<dt>Log lines<\/dt><dd>not added yet<\/dd>/);
    expect(early).toMatch(/<dt>Chart<\/dt><dd>left out: no_client_token: none<\/dd>/);
    expect(late).toMatch(/<dt>Log lines<\/dt><dd>added to the issue, from Guance<\/dd>/);
    expect((await page('/events/event-41')).text).not.toContain('Log lines');
  });

  it('say of an alert that is not there what the door refused lately, and all of it at /refused', async () => {
    const before = await page('/events?q=never+came');
    const one = { at: Date.now() - 60_000, code: 'unauthorized', address: '<b>10.0.0.9', tokenLabel: null, count: 3 };
    await noteRefused(redis.client, keys, { ...one, at: Date.now() - 3 * 86_400_000, code: 'invalid_json', count: 1 });
    await noteRefused(redis.client, keys, one);
    const [after, all, overview] = [await page('/events?q=never+came'), await page('/refused'), await page('/')];

    expect(before.text).toContain('The receiver refused no delivery in the last day');
    expect(after.text).toContain('The receiver refused 3 deliveries in the last day');
    expect(after.text).toContain('&lt;b>10.0.0.9');
    expect(after.text).not.toContain('invalid_json');
    expect(all.text).toContain('invalid_json');
    expect(overview.text).toContain('The receiver refused 3 deliveries in the last hour.');
  });
});
