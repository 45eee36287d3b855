/** The page of the Guance sandbox as a person uses it: with the keyboard, in both languages, on a phone, in the dark. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type GuanceSandbox, startGuanceSandbox } from '@guance-jira/guance-sandbox';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startBrowser, type TestBrowser } from '../browser/browser.ts';
import { findChromium } from '../browser/chromium.ts';
import { barriers, overflow, VISITS } from '../console/page-checks.ts';
import { waitFor } from '../harness/index.ts';

const chromium = findChromium();
const SKIPPED = chromium === undefined && process.env.CI !== 'true' ? ' (skipped: no chromium)' : '';

describe.skipIf(SKIPPED !== '')(`the Guance sandbox in a browser${SKIPPED}`, () => {
  let browser: TestBrowser;
  let webhook: Server;
  let sandbox: GuanceSandbox;
  const received: Record<string, unknown>[] = [];

  beforeAll(async () => {
    if (chromium === undefined)
      throw new Error('no chromium on the PATH and none in CHROMIUM: install it, CI needs it');
    browser = await startBrowser(chromium);
  });
  beforeEach(async () => {
    received.length = 0;
    webhook = createServer(async (req, res) => {
      received.push(await new Response(req as never).json());
      res.writeHead(202, { 'content-type': 'application/json' }).end('{"status":"queued"}');
    });
    await new Promise<void>((resolve) => webhook.listen(0, '127.0.0.1', resolve));
    // After listening on a port an address is an object.
    const { port } = webhook.address() as AddressInfo;
    sandbox = await startGuanceSandbox({ webhookUrl: `http://127.0.0.1:${port}/webhook/guance/token` });
  });
  afterEach(async () => {
    await browser?.closePages();
    await sandbox?.close();
    webhook?.closeAllConnections();
    await new Promise((resolve) => webhook.close(resolve));
  });
  afterAll(() => browser?.close());

  const restore = () => {
    const ref = sandbox.control.state().objects[0]?.ref;
    return fetch(`${sandbox.url}/api/v1/keyevent/restore?monitorCheckerEventRef=${ref}`, {
      headers: { 'df-api-key': 'sandbox-guance-key' },
    });
  };

  it('makes an alert by the keyboard alone, and shows what came back without a reload', async () => {
    const { page, complaints } = await browser.open({ locale: 'en-US' });
    await page.goto(sandbox.url);
    const object = page.getByRole('listitem').filter({ hasText: 'web-01' });
    await object.getByRole('button', { name: 'Critical' }).focus();
    await page.keyboard.press('Enter');
    await object.getByText('since').waitFor();
    expect(new URL(page.url()).hash).toBe('#o-cpu-web-01');
    await waitFor('the delivery', () => received.length === 1);
    expect(received[0]).toMatchObject({ df_status: 'critical', host: 'web-01' });
    // From here the next key goes on at the same object.
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.closest("li")?.id')).toBe('o-cpu-web-01');

    await restore();
    await page.getByRole('region', { name: 'Restored by the OpenAPI' }).getByText('cpu-web-01').waitFor();
    await object.getByText('OK', { exact: true }).waitFor();
    expect(await page.evaluate('document.activeElement.closest("li")?.id')).toBe('o-cpu-web-01');
    await page.getByRole('region', { name: 'Deliveries' }).getByRole('link').first().click();
    await page.getByText('"df_sub_status": "manual_ok"').waitFor();
    expect(complaints).toEqual([]);
  });

  it.each(VISITS)('keeps nobody out and fits: %s, %s, %i px', async (locale, colorScheme, width) => {
    sandbox.control.fire('cpu-web-01');
    sandbox.control.fire('disk-db-01-dev-vdb', { level: 'warning' });
    sandbox.control.fire('log-orders', { level: 'nodata' });
    await sandbox.settled();
    await restore();
    const { page, complaints, shoot } = await browser.open({ locale, colorScheme, viewport: { width, height: 900 } });
    await page.goto(sandbox.url);
    await shoot(`guance-sandbox-${locale}-${colorScheme}-${width}`);

    expect(await barriers(page)).toEqual([]);
    expect(await overflow(page)).toBe(0);
    expect(await page.locator('html').getAttribute('lang')).toBe(locale === 'en' ? 'en' : 'zh-CN');
    expect(complaints).toEqual([]);
  });
});
