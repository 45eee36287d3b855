import { keysFor, QUEUE_NAME } from '@guance-jira/queue';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestConsole, type TestConsole } from '../../testing/console.ts';
import { faultAddress } from './query.ts';

const keys = keysFor('guance-jira');

describe.skipIf(SKIPPED !== '')(`the pages of faults${SKIPPED}`, () => {
  let redis: TestRedis;
  let site: TestConsole;
  beforeAll(async () => {
    redis = await startRedis();
    site = await startTestConsole(redis.url, { JIRA_URL: 'http://jira.example/' });
    for (let n = 0; n < 60; n += 1) await put(`${n}`);
  });
  afterAll(async () => {
    await site.close();
    await redis.stop();
  });

  async function put(n: string): Promise<void> {
    const object = keys.object(`object ${n}`);
    const applied = { at: 1_700_000_000_000, receivedAt: 1_700_000_000_000, eventId: `event-${n}` };
    const issue = { id: n, key: `OPS-${n}` };
    const state = { faultKey: `w/fault/${n}`, route: 'disks', issue, openedAt: 1, applied, level: 'error' };
    await redis.client.hset(object, { state: JSON.stringify({ ...state, peak: 3, priorityRank: 3 }) });
    await redis.client.zadd(keys.openObjects, Number(n), object);
    const data = JSON.stringify({ v: 1, eventId: `event-${n}`, event: {}, receivedAt: 1 });
    const job = { name: `<b>title ${n}</b>`, timestamp: 1, data, opts: '{}', finishedOn: 2, about: '1\nerror\nw\nw\n' };
    await redis.client.hset(`${keys.bullPrefix}:${QUEUE_NAME}:ev_event-${n}`, job);
  }
  const page = async (path: string, language = 'en') => {
    const answer = await fetch(site.url + path, { headers: { accept: 'text/html', 'accept-language': language } });
    return { status: answer.status, text: await answer.text() };
  };

  it('lead from page to page, and to each fault', async () => {
    const first = await page('/faults');
    const next = /rel="next" href="([^"]+)"/.exec(first.text)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const second = await page(next);
    const one = /class="title" href="([^"]+)"/.exec(second.text)?.[1] ?? '';
    const fault = await page(one);

    const count = (text: string) => text.match(/class="title"/g)?.length;
    expect([count(first.text), count(second.text)]).toEqual([50, 10]);
    expect(first.text).toContain('&lt;b>title 59&lt;/b>');
    expect(first.text).toContain('href="http://jira.example/browse/OPS-59"');
    expect(fault.text).toContain('<h1>&lt;b>title 9&lt;/b></h1>');
    expect(fault.text).toContain('href="http://jira.example/browse/OPS-9"');
  });

  it('say in both languages that nothing is known', async () => {
    expect((await page('/faults?level=fatal', 'zh')).text).toContain('没有符合条件的未恢复故障。');
    for (const path of [
      faultAddress('nobody', null),
      faultAddress('%/..', 'a'.repeat(32)),
      '/storms',
      '/storms?route=x&start=1',
    ])
      expect((await page(path)).status, path).toBe(404);
  });

  it('take whatever an address says, and no more than it means', async () => {
    for (const query of [
      'level=nothing',
      'after=x',
      'after=1_%00',
      'route=',
      'level=error&level=ok',
      `route=${'x'.repeat(300)}`,
    ])
      expect((await page(`/faults?${query}`)).status, query).toBe(200);
    expect((await page(`${faultAddress('w/fault/1', null)}?from=-1&object=../x`)).status).toBe(404);
  });
});
