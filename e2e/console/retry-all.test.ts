/** The list of a night: narrowed to when it happened, and all that failed tried again at once. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { seenIn, startBrowser, type TestBrowser } from '../browser/browser.ts';
import { findChromium } from '../browser/chromium.ts';
import { type Stack, sampleEvent, startStack, waitFor } from '../harness/index.ts';
import { barriers, overflow, VISITS } from './page-checks.ts';

const chromium = findChromium();
const SKIPPED = chromium === undefined && process.env.CI !== 'true' ? ' (skipped: no chromium)' : '';
const httpCredentials = { username: 'admin', password: 'a-password-for-the-test' };

describe.skipIf(SKIPPED !== '')(`failed events in a browser${SKIPPED}`, () => {
  let browser: TestBrowser;
  let stack: Stack;
  const events = ['one', 'two', 'three'].map((name) => sampleEvent({ df_title: `failed ${name}` }));
  const handled = (outcome: string) =>
    waitFor(`all ${outcome}`, () => {
      const lines = stack.worker.log.named('event handled').filter((line) => line.outcome === outcome);
      return lines.length >= events.length ? lines : undefined;
    });

  beforeAll(async () => {
    if (chromium === undefined)
      throw new Error('no chromium on the PATH and none in CHROMIUM: install it, CI needs it');
    browser = await startBrowser(chromium);
    stack = await startStack({ dialect: 'datacenter', consoleEnv: { DASHBOARD_PASSWORD: httpCredentials.password } });
    await stack.jira.control('PUT', '/settings', { projects: { OPS: null } });
    await stack.send(events);
    await handled('failed');
  });
  afterEach(() => browser?.closePages());
  afterAll(async () => {
    await stack?.close();
    await browser?.close();
  });

  it.each(VISITS)('are counted by reason before anything is done: %s, %s, %i px', async (...visit) => {
    const [locale, colorScheme, width] = visit;
    const { page, complaints, shoot } = await browser.open({
      ...{ locale, colorScheme, httpCredentials, viewport: { width, height: 900 } },
    });
    for (const [path, name] of [
      ['/events?state=failed', 'events-failed'],
      ['/retry', 'retry-all'],
    ] as const) {
      await page.goto(stack.adminUrl + path);
      await shoot(`console-${name}-${visit.join('-')}`);
      expect(await overflow(page), `${path} is wider than the window`).toBe(0);
      expect(await barriers(page)).toEqual([]);
    }

    expect(await seenIn(page.getByRole('main'))).toContain(locale === 'en' ? '3 events would be' : '将重试 3 个事件');
    expect(complaints).toEqual([]);
  });

  it('are found by the reader’s clock, and tried again when that is confirmed', async () => {
    const { page, complaints } = await browser.open({ locale: 'en', httpCredentials, timezoneId: 'Pacific/Auckland' });
    const local = (ms: number) => new Date(ms).toLocaleString('sv', { timeZone: 'Pacific/Auckland' }).replace(' ', 'T');
    const narrow = async (from: number, until: number) => {
      await page.goto(`${stack.adminUrl}/events?state=failed`);
      await page.getByLabel('from', { exact: true }).fill(local(from).slice(0, 16));
      await page.getByLabel('until', { exact: true }).fill(local(until).slice(0, 16));
      await page.getByRole('button', { name: 'Find' }).click();
      await page.waitForURL(/zone=Pacific/);
      return page.locator('tbody tr').count();
    };
    const now = Date.now();
    const before = await narrow(now - 7_200_000, now - 3_600_000);
    const during = await narrow(now - 3_600_000, now + 3_600_000);
    await stack.jira.control('PUT', '/settings', { projects: { OPS: { name: 'ops' } } });
    await page.getByRole('link', { name: 'Try all of these again' }).click();
    await page.getByRole('button', { name: 'Try 3 again' }).click();
    await page.getByText('3 events put back into the queue.').waitFor();
    await handled('created');

    expect([before, during]).toEqual([0, 3]);
    expect(stack.console.log.named('admin action')).toMatchObject([{ user: 'admin', action: 'retry', count: 3 }]);
    expect(complaints).toEqual([]);
  });
});
