/** Faults and storms as a person sees them: which stand, since when, and the life of one. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { seenIn, startBrowser, type TestBrowser } from '../browser/browser.ts';
import { findChromium } from '../browser/chromium.ts';
import { type GuanceEvent, type Stack, sampleEvent, startStack, waitFor } from '../harness/index.ts';
import { barriers, overflow, VISITS } from './page-checks.ts';

const chromium = findChromium();
const SKIPPED = chromium === undefined && process.env.CI !== 'true' ? ' (skipped: no chromium)' : '';
const httpCredentials = { username: 'admin', password: 'a-password-for-the-test' };
const RULES = `
defaults: { project: OPS, issueType: 故障, group: fault, recoverGrace: 1s }
routes: [{ name: everything }]
storm: { limit: 2, window: 10m }
`;

describe.skipIf(SKIPPED !== '')(`faults in a browser${SKIPPED}`, () => {
  let browser: TestBrowser;
  let stack: Stack;
  const begun = Math.floor(Date.now() / 1000) - 600;
  const event = (fault: string, after: number, changes: Record<string, unknown> = {}) =>
    sampleEvent({
      ...{ df_fault_id: fault, df_monitor_checker_event_ref: `ref of ${fault}`, df_title: `title of ${fault}` },
      ...{ date: begun + after, timestamp: begun + after, df_issue_start_time: begun },
      ...changes,
    });
  const handle = async (...events: GuanceEvent[]) => {
    for (const each of events) {
      await stack.send(each);
      await waitFor(`${each.df_title}: its outcome`, () =>
        stack.worker.log.named('event handled').find(({ eventId }) => eventId === each.df_event_id),
      );
    }
  };

  beforeAll(async () => {
    if (chromium === undefined)
      throw new Error('no chromium on the PATH and none in CHROMIUM: install it, CI needs it');
    browser = await startBrowser(chromium);
    stack = await startStack({ dialect: 'datacenter', started: false });
    const file = join(stack.dir, 'rules.yaml');
    await writeFile(file, RULES);
    for (const app of [stack.worker, stack.console]) app.env.RULES_FILE = file;
    stack.console.env.DASHBOARD_PASSWORD = httpCredentials.password;
    for (const app of [stack.receiver, stack.worker, stack.console]) await app.start();
    await handle(
      event('disk', 0, { df_status: 'warning' }),
      event('disk', 60, { df_status: 'critical' }),
      event('disk', 120, { df_status: 'critical' }),
      event('memory', 0),
      event('memory', 300, { df_status: 'ok' }),
      ...['one', 'two'].map((name) => event(`storm ${name}`, 5)),
    );
  });
  afterEach(() => browser?.closePages());
  afterAll(async () => {
    await stack?.close();
    await browser?.close();
  });

  it.each(VISITS)('tell which stand, and the life of each: %s, %s, %i px', async (...visit) => {
    const [locale, colorScheme, width] = visit;
    const { page, complaints, shoot } = await browser.open({
      ...{ locale, colorScheme, httpCredentials, viewport: { width, height: 900 } },
    });
    const look = async (name: string) => {
      await shoot(`console-${name}-${visit.join('-')}`);
      expect(await overflow(page), `${name} is wider than the window`).toBe(0);
      expect(await barriers(page)).toEqual([]);
      return seenIn(page.getByRole('main'));
    };
    await page.goto(`${stack.adminUrl}/faults`);
    const list = await look('faults');
    await page.getByRole('link', { name: 'title of disk' }).click();
    await page.locator('.way').waitFor();
    const fault = await look('fault');
    await page.goBack();
    await page.locator('.storms a.title').click();
    await page.getByRole('link', { name: 'title of storm one' }).waitFor();
    const storm = await look('storm');

    const zh = locale === 'zh-CN';
    for (const part of ['title of disk', 'OPS-1', 'everything', zh ? '告警风暴' : 'Storms'])
      expect(list).toContain(part);
    expect(list).not.toContain('title of memory');
    for (const part of zh ? ['已建单', '已评论', '已忽略', '未恢复'] : ['created', 'commented', 'ignored', 'Open for'])
      expect(fault).toContain(part);
    expect(fault).toContain('OPS-1');
    expect(storm).toContain('title of storm two');
    expect(complaints).toEqual([]);
  });

  it('lead from an event to its fault, which is over', async () => {
    const { page } = await browser.open({ locale: 'en', httpCredentials });
    await page.goto(`${stack.adminUrl}/events?q=title+of+memory`);
    await page.getByRole('link', { name: 'title of memory' }).first().click();
    await page.locator('dd a[href^="/faults/"]').click();
    await page.getByText('Recovered after 5 min').waitFor();

    const text = await seenIn(page.getByRole('main'));
    for (const part of ['title of memory', 'created', 'OPS-2']) expect(text).toContain(part);
  });
});
