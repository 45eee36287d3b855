/** What is known of Jira, and the pause of a person: in a browser, with a worker that follows it. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { seenIn, startBrowser, type TestBrowser } from '../browser/browser.ts';
import { findChromium } from '../browser/chromium.ts';
import { type Stack, sampleEvent, startStack, waitFor } from '../harness/index.ts';
import { barriers, overflow, VISITS } from './page-checks.ts';

const chromium = findChromium();
const SKIPPED = chromium === undefined && process.env.CI !== 'true' ? ' (skipped: no chromium)' : '';
const httpCredentials = { username: 'admin', password: 'a-password-for-the-test' };

describe.skipIf(SKIPPED !== '')(`Jira in a browser${SKIPPED}`, () => {
  let browser: TestBrowser;
  let stack: Stack;
  const handled = (id: string) =>
    waitFor(`the outcome of ${id}`, () =>
      stack.worker.log.named('event handled').find(({ eventId }) => eventId === id),
    );

  beforeAll(async () => {
    if (chromium === undefined)
      throw new Error('no chromium on the PATH and none in CHROMIUM: install it, CI needs it');
    browser = await startBrowser(chromium);
    stack = await startStack({ dialect: 'datacenter', consoleEnv: { DASHBOARD_PASSWORD: httpCredentials.password } });
    const event = sampleEvent();
    await stack.send(event);
    await handled(event.df_event_id);
  });
  afterEach(() => browser?.closePages());
  afterAll(async () => {
    await stack?.close();
    await browser?.close();
  });

  it.each(VISITS)('is told by what the workers know: %s, %s, %i px', async (...visit) => {
    const [locale, colorScheme, width] = visit;
    const { page, complaints, shoot } = await browser.open({
      ...{ locale, colorScheme, httpCredentials, viewport: { width, height: 900 } },
    });
    await page.goto(`${stack.adminUrl}/jira`);
    await page.locator('summary').first().click();
    await shoot(`console-jira-${visit.join('-')}`);

    expect(await overflow(page)).toBe(0);
    expect(await barriers(page)).toEqual([]);
    const text = await seenIn(page.getByRole('main'));
    for (const part of [stack.jira.url, 'OPS', 'OPS-1', 'bot', '429']) expect(text).toContain(part);
    expect(complaints).toEqual([]);
  });

  it('rests when a person says so, and goes on when that is over', async () => {
    const { page, complaints } = await browser.open({ locale: 'en', httpCredentials });
    await page.goto(`${stack.adminUrl}/jira`);
    await page.getByLabel('Reason, shown to others').fill('upgrade of Jira');
    await page.getByRole('button', { name: 'Pause requests' }).click();
    await page.getByText('Requests to Jira are paused. Workers stop').waitFor();
    const event = sampleEvent({ df_title: 'waits for a person' });
    await stack.send(event);
    await waitFor('the worker has met the pause', async () => {
      const metrics = await fetch(`http://127.0.0.1:${stack.worker.env.WORKER_PORT}/metrics`);
      return (await metrics.text()).includes('guance_jira_pauses_total{reason="manual"} 1');
    });
    await page.goto(`${stack.adminUrl}/events/${event.df_event_id}`);
    const waits = await seenIn(page.getByRole('main'));
    await page.goto(`${stack.adminUrl}/jira`);
    const paused = await seenIn(page.getByRole('main'));
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.getByText('The pause has ended').waitFor();

    for (const text of [waits, paused]) expect(text).toContain('by admin: upgrade of Jira');
    expect(await handled(event.df_event_id)).toMatchObject({ outcome: 'created' });
    expect(stack.console.log.named('admin action')).toMatchObject([
      { user: 'admin', action: 'pause', reason: 'upgrade of Jira', allowed: true },
      { user: 'admin', action: 'resume', allowed: true },
    ]);
    expect(complaints).toEqual([]);
  });
});
