/** What the dashboard (Bull Board) shows to whom. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { seenIn, startBrowser, type TestBrowser } from '../browser/browser.ts';
import { findChromium } from '../browser/chromium.ts';
import { dashboardWords, jobTitled, openFailed, openQueueMenu, shownActions } from '../browser/dashboard.ts';
import { type Stack, sampleEvent, startStack, waitFor } from '../harness/index.ts';

const chromium = findChromium();
const login = { username: 'admin', password: 'a-password-for-the-test' };
const reader = { username: 'viewer', password: 'only-to-look-at-it' };

// In CI a missing browser fails in beforeAll: a skip there would go unseen.
const SKIPPED = chromium === undefined && process.env.CI !== 'true' ? ' (skipped: no chromium)' : '';

describe.skipIf(SKIPPED !== '')(`to those who only look at the dashboard${SKIPPED}`, () => {
  let browser: TestBrowser;
  let running: Stack;
  const created = sampleEvent({ df_title: '看板上的告警' });
  const failed = sampleEvent({ df_title: 'look at me' });
  beforeAll(async () => {
    if (chromium === undefined)
      throw new Error('no chromium on the PATH and none in CHROMIUM: install it, CI needs it');
    browser = await startBrowser(chromium);
    running = await startStack({
      dialect: 'datacenter',
      consoleEnv: { DASHBOARD_PASSWORD: login.password, DASHBOARD_READONLY_PASSWORD: reader.password },
    });
    await running.send(created);
    await handled(created.df_event_id, 'created');
    await running.jira.control('PUT', '/settings', { projects: { OPS: null } });
    await running.send(failed);
    await handled(failed.df_event_id, 'failed');
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

  it('no button is shown that the server would refuse, and the others are', async () => {
    const { page, complaints, shoot } = await browser.open({ httpCredentials: login });
    await openFailed(page, running.adminUrl, 'en-US');
    await jobTitled(page, 'look at me').waitFor();
    const onPage = await shownActions(page);
    await openQueueMenu(page);
    await shoot('dashboard-menu');

    expect(onPage).toEqual(['retry', 'retry all']);
    expect(await shownActions(page)).toEqual(expect.arrayContaining(['pause', 'retry all 1 failed jobs']));
    expect((await shownActions(page)).join()).not.toMatch(/add|empty|obliterate|clean|duplicate|update|set /);
    expect(complaints).toEqual([]);
  });

  it('the read-only user sees why a job failed, and finds nothing to press', async () => {
    const { page, complaints, shoot } = await browser.open({ httpCredentials: reader });
    await openFailed(page, running.adminUrl, 'en-US');
    await page.getByRole('heading', { name: 'look at me' }).waitFor();
    await page.getByText('project is required').first().waitFor();
    await shoot('dashboard-read-only');

    expect(await shownActions(page)).toEqual([]);
    expect(await page.locator('main button:has(svg.lucide-ellipsis-vertical)').count()).toBe(0);
    expect(complaints).toEqual([]);
    // What the page does not offer, a script of the same user can still send.
    const url = `/dashboard/api/queues/events/ev_${failed.df_event_id}/retry`;
    const status = await page.evaluate(`fetch('${url}', { method: 'PUT' }).then((answer) => answer.status)`);
    expect(status).toBe(403);
    // Log lines of one turn leave together, after the answer.
    const line = await waitFor('the line of what was refused', () => running.console.log.named('admin action')[0]);
    expect(line).toMatchObject({ user: 'viewer', allowed: false });
    expect(running.console.log.named('admin action')).toHaveLength(1);
  });

  it.each([
    ['zh-CN', '观测云 → Jira', 'en-US'],
    ['en-US', 'Guance → Jira', 'zh-CN'],
  ] as const)('the dashboard speaks %s to a browser that asks for it', async (locale, title, other) => {
    const { page, complaints, shoot } = await browser.open({ locale, httpCredentials: login });
    await page.goto(`${running.adminUrl}/dashboard/queue/events?status=completed`);
    await page.getByRole('heading', { name: '看板上的告警' }).waitFor();
    await shoot(`dashboard-${locale}`);

    const seen = await seenIn(page.locator('body'));
    expect(await page.title()).toContain(title);
    // The style of the page writes some words in capitals.
    for (const word of [title, dashboardWords(locale).completed])
      expect(seen.toLowerCase()).toContain(word.toLowerCase());
    expect(seen.toLowerCase()).not.toContain(dashboardWords(other).completed.toLowerCase());
    expect(complaints).toEqual([]);
  });

  it('with DASHBOARD_ALLOW_DELETE all buttons are there', async () => {
    await running.console.stop();
    running.console.env.DASHBOARD_ALLOW_DELETE = 'true';
    await running.console.start();

    const { page } = await browser.open({ httpCredentials: login });
    await openFailed(page, running.adminUrl, 'en-US');
    await jobTitled(page, 'look at me').waitFor();

    expect(await shownActions(page)).toEqual(['retry', 'retry all', 'duplicate', 'update data', 'clean', 'clean all']);
  });
});
