/** The console as a person sees it: from the title of an alert to what became of it, why, and what to do. */
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { seenIn, startBrowser, type TestBrowser } from '../browser/browser.ts';
import { findChromium } from '../browser/chromium.ts';
import { type Stack, sampleEvent, startStack, waitFor } from '../harness/index.ts';

const chromium = findChromium();
const login = { username: 'admin', password: 'a-password-for-the-test' };
const reader = { username: 'viewer', password: 'only-to-look-at-it' };
const consoleEnv = { DASHBOARD_PASSWORD: login.password, DASHBOARD_READONLY_PASSWORD: reader.password };
const SKIPPED = chromium === undefined && process.env.CI !== 'true' ? ' (skipped: no chromium)' : '';

/** Runs in the page: what reaches over the right edge of the window. */
const WIDER = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';

const HOSTILE = [
  '<script>document.title = "taken"</script>',
  '"><img src=x onerror="document.title=1">',
  '{{constructor.constructor("alert(1)")()}} #{7*7} <%= 7*7 %>',
  '&lt;b&gt; \u202e etihw & \u0000 </title></textarea><svg/onload=alert(1)>',
  'javascript:alert(1)//',
];

const VISITS = [
  ['en', 'light', 1280],
  ['zh-CN', 'dark', 1280],
  ['zh-CN', 'light', 390],
  ['en', 'dark', 390],
] as const;

describe.skipIf(SKIPPED !== '')(`the console in a browser${SKIPPED}`, () => {
  let browser: TestBrowser;
  let running: Stack;
  beforeAll(async () => {
    if (chromium === undefined)
      throw new Error('no chromium on the PATH and none in CHROMIUM: install it, CI needs it');
    browser = await startBrowser(chromium);
    running = await startStack({ dialect: 'datacenter', consoleEnv });
  });
  afterEach(() => browser?.closePages());
  afterAll(async () => {
    await running?.close();
    await browser?.close();
  });

  const handled = (id: string, outcome: string) =>
    waitFor(`${id} ${outcome}`, () =>
      running.worker.log.named('event handled').find((line) => line.eventId === id && line.outcome === outcome),
    );

  /** What axe finds that keeps people out, for this page as it is. */
  async function barriers(page: Page): Promise<string[]> {
    // By the protocol of the browser: the policy of the page lets no script in from elsewhere.
    await page.evaluate(`${axe.source}; undefined`);
    const found: unknown = await page.evaluate(
      `axe.run(document, { resultTypes: ['violations'] }).then((r) => r.violations.filter((v) => ['serious', 'critical'].includes(v.impact)).map((v) => v.id + ': ' + v.nodes.map((n) => n.html.slice(0, 200)).join(' | ')))`,
    );
    return Array.isArray(found) ? found.map(String) : ['axe gave no answer'];
  }

  it('finds an alert by its title, and its page tells route, why, way and issue', async () => {
    const event = sampleEvent();
    await running.send([event, sampleEvent({ df_title: '另一条告警' })]);
    const { issueKey } = await handled(event.df_event_id, 'created');

    const { page, complaints, shoot } = await browser.open({ locale: 'en', httpCredentials: login });
    await page.goto(`${running.adminUrl}/`);
    // Counts come with the worker's next report.
    await page.getByRole('row', { name: 'created 2 2 2' }).waitFor();
    await page.locator('figure canvas').first().waitFor();
    await shoot('console-overview-well');
    const overview = await seenIn(page.getByRole('main'));
    expect(await barriers(page)).toEqual([]);
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Events' }).click();
    await page.getByRole('searchbox').fill('磁盘使用率');
    await page.getByRole('searchbox').press('Enter');
    await page.getByRole('link', { name: '实例名称为 share 磁盘使用率过高' }).waitFor();
    const found = await page.locator('tbody tr').count();
    await shoot('console-events');
    await page.getByRole('link', { name: '实例名称为 share 磁盘使用率过高' }).click();
    await page.getByRole('heading', { level: 1 }).waitFor();
    await shoot('console-event');

    expect(overview).toContain('All is well');
    expect(overview).toContain('实例名称为 share 磁盘使用率过高');
    expect(found).toBe(1);
    const text = await seenIn(page.getByRole('main'));
    for (const part of [
      'An issue was created for it.',
      issueKey,
      'host = share',
      'takes it',
      'Received by the webhook',
    ])
      expect(text).toContain(part);
    expect(
      await page
        .getByRole('link', { name: String(issueKey), exact: true })
        .first()
        .getAttribute('href'),
    ).toBe(`${running.jira.url}/browse/${issueKey}`);
    expect(await barriers(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('tries a failed event again from its page, which only those may who may change things', async () => {
    await running.jira.control('PUT', '/settings', { projects: { OPS: null } });
    const event = sampleEvent({ df_title: 'no project yet' });
    await running.send(event);
    await handled(event.df_event_id, 'failed');
    const address = `${running.adminUrl}/events/${event.df_event_id}`;

    const looking = await browser.open({ locale: 'zh-CN', httpCredentials: reader });
    await looking.page.goto(address);
    await looking.shoot('console-event-failed-reader');
    const seen = await seenIn(looking.page.getByRole('main'));
    const refused = await looking.page.request.post(`${address}/retry`, { maxRedirects: 0 });

    const { page, complaints, shoot } = await browser.open({
      ...{ locale: 'en', httpCredentials: login, colorScheme: 'dark' },
    });
    await page.goto(`${running.adminUrl}/`);
    await shoot('console-overview-failed-dark');
    const overview = await seenIn(page.getByRole('main'));
    await page.getByRole('link', { name: 'See which, and why' }).first().click();
    await page.getByRole('link', { name: 'no project yet' }).click();
    await page.getByRole('button', { name: 'Try it again' }).waitFor();
    await shoot('console-event-failed-dark');
    await running.jira.control('PUT', '/settings', { projects: { OPS: { name: 'ops' } } });
    await page.getByRole('button', { name: 'Try it again' }).click();
    await page.getByText('It is back in the queue.').waitFor();
    const { issueKey } = await handled(event.df_event_id, 'created');
    // It is renewed by itself.
    await page.getByRole('link', { name: String(issueKey) }).waitFor();

    expect(overview).toContain('1 thing needs attention');
    expect(overview).toContain('1 event has failed, 1 in the last day, and can be retried.');
    expect(seen).toContain('project is required');
    expect(seen).toContain('你只能查看');
    expect(await looking.page.getByRole('button', { name: '重试' }).count()).toBe(0);
    expect(refused.status()).toBe(403);
    expect(running.console.log.named('admin action')).toMatchObject([
      { user: 'viewer', allowed: false },
      { user: 'admin', action: 'retry', eventId: event.df_event_id, allowed: true },
    ]);
    expect(complaints).toEqual([]);
  });

  describe('with hostile titles', () => {
    const events = HOSTILE.map((text) =>
      sampleEvent({ df_title: text, df_message: text, df_workspace_name: text, df_dimension_tags: { [text]: text } }),
    );
    beforeAll(async () => {
      await running.send(events);
      for (const { df_event_id } of events) await handled(df_event_id, 'created');
    });

    it.each(VISITS)('shows them as the text that they are, and fits the window: %s, %s, %i px', async (...visit) => {
      const [locale, colorScheme, width] = visit;
      const { page, complaints, shoot } = await browser.open({
        ...{ locale, colorScheme, httpCredentials: login, viewport: { width, height: 900 } },
      });
      const look = async (path: string, name: string) => {
        await page.goto(running.adminUrl + path);
        await shoot(`console-${name}-${visit.join('-')}`);
        expect(await page.evaluate(WIDER), `${path} is wider than the window`).toBe(0);
        expect(await barriers(page)).toEqual([]);
      };
      await look('/', 'overview');
      await look('/events', 'events');
      // The latest stand first; those of the tests above follow.
      const titles = (await page.locator('.event .title').allTextContents()).slice(0, HOSTILE.length);
      await look(`/events/${events[0]?.df_event_id}`, 'event');
      const messages: (string | null)[] = [];
      for (const { df_event_id } of events) {
        await page.goto(`${running.adminUrl}/events/${df_event_id}`);
        messages.push(await page.locator('pre.message').textContent());
      }

      const begins = (texts: readonly (string | null)[]) => texts.map((text) => text?.slice(0, 14)).sort();
      expect(begins(titles)).toEqual(begins(HOSTILE));
      expect(begins(messages)).toEqual(begins(HOSTILE));
      expect(await page.title()).toContain('→ Jira');
      expect(complaints).toEqual([]);
    });
  });
});
