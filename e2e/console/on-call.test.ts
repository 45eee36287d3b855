/** "There is no ticket for this alert": from its title to the cause, as somebody does it who is on call, for six causes. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { seenIn, startBrowser, type TestBrowser } from '../browser/browser.ts';
import { findChromium } from '../browser/chromium.ts';
import { type Stack, sampleEvent, startStack, waitFor } from '../harness/index.ts';
import { sendTo } from '../harness/send.ts';
import { barriers } from './page-checks.ts';

const chromium = findChromium();
const login = { username: 'admin', password: 'a-password-for-the-test' };
const SKIPPED = chromium === undefined && process.env.CI !== 'true' ? ' (skipped: no chromium)' : '';

const RULES = `defaults: { project: OPS, issueType: Bug, group: fault }
routes:
  - { name: test systems, match: { df_workspace_name: "*-test" }, ignore: true, reason: nobody is on call for them }
  - { name: shop, match: { df_title: "shop*" }, project: SHOP }
  - { name: databases, match: { df_title: "database*" } }
  - name: everything else
storm: { limit: 2, window: 10m }
`;

const alert = (title: string, fields: Record<string, unknown> = {}) =>
  sampleEvent({
    df_title: title,
    df_monitor_checker_event_ref: title,
    df_fault_id: `fault of ${title}`,
    df_dimension_tags: JSON.stringify({ host: title }),
    ...fields,
  });

describe.skipIf(SKIPPED !== '')(`whoever is on call${SKIPPED}`, () => {
  let browser: TestBrowser;
  let stack: Stack;
  const outcomes = () => stack.worker.log.named('event handled');
  const sent = async (event: ReturnType<typeof alert>, outcome: string) => {
    await stack.send(event);
    await waitFor(`${event.df_title} ${outcome}`, () =>
      outcomes().find((line) => line.eventId === event.df_event_id && line.outcome === outcome),
    );
  };
  beforeAll(async () => {
    browser = await startBrowser(chromium ?? 'no chromium');
    stack = await startStack({ consoleEnv: { DASHBOARD_PASSWORD: login.password }, started: false });
    const file = join(stack.dir, 'rules.yaml');
    await writeFile(file, RULES);
    for (const app of [stack.worker, stack.console]) app.env.RULES_FILE = file;
    await Promise.all([stack.receiver.start(), stack.worker.start(), stack.console.start()]);
    await sent(alert('disk of a test system', { df_workspace_name: 'shop-test' }), 'ignored');
    await sent(alert('shop checkout is slow'), 'failed');
    const twice = alert('memory of cache-1');
    await sent(twice, 'created');
    await stack.send(twice);
    await sent(alert('web-1 cannot be reached'), 'created');
    await sent(alert('web-2 cannot be reached'), 'listed');
    await sendTo(`${stack.receiverUrl}/webhook/guance/a-wrong-token`, alert('never arrived'));
    await stack.jira.control('POST', '/faults', { times: 'forever', action: { respond: { status: 503 } } });
    await stack.send(alert('database lags'));
    await waitFor('Jira to be away', async () => (await stack.jira.requests()).some(({ status }) => status === 503));
  });
  afterEach(() => browser?.closePages());
  afterAll(async () => {
    await stack?.close();
    await browser?.close();
  });

  /** The first page, the title into the search field, Enter, and the event where there is one. */
  async function lookFor(page: Page, title: string): Promise<void> {
    await page.goto(`${stack.adminUrl}/events`);
    await page.getByRole('searchbox').fill(title);
    await page.getByRole('searchbox').press('Enter');
    await page.waitForURL(/[?&]q=/);
    const line = page.getByRole('link', { name: title, exact: true });
    if ((await line.count()) > 0) {
      await line.click();
      await page.waitForURL(/\/events\/./);
    }
  }

  it.each([
    [
      'ignored by a route',
      'disk of a test system',
      ['Nothing was written to Jira, on purpose', 'ignore: true', 'test systems', 'nobody is on call for them'],
      ['按设定没有写入 Jira', 'ignore: true', 'test systems'],
    ],
    [
      'listed in a storm',
      'web-2 cannot be reached',
      ["It arrived in an alert storm: the storm's issue lists it.", 'OPS-'],
      ['处于告警风暴中', 'OPS-'],
    ],
    [
      'waiting for Jira',
      'database lags',
      ['It is waiting', 'held up', 'Next try in', 'Jira cannot be reached'],
      ['正在等待', '暂停中', '无法连接 Jira'],
    ],
    [
      'refused by Jira',
      'shop checkout is slow',
      ['Jira did not accept it', 'project', 'Try it again'],
      ['Jira 没有接受', '重试'],
    ],
    [
      'delivered twice',
      'memory of cache-1',
      ['Delivered again', 'once: it is the same event', 'OPS-'],
      ['重复投递', '同一个事件'],
    ],
    [
      'sent with a wrong token',
      'never arrived',
      ['Is an alert missing that Guance sent?', 'The token in the address is missing or wrong (401).', '127.0.0.1'],
      ['地址里的 token 缺失或不正确'],
    ],
  ])('learns from the title that it was %s', async (name, title, en, zh) => {
    const { page, complaints, shoot } = await browser.open({ locale: 'en', httpCredentials: login });
    await lookFor(page, title);
    // What changes while somebody looks is renewed.
    await page
      .getByText(en.at(-1) ?? '')
      .first()
      .waitFor();
    const text = await seenIn(page.getByRole('main'));
    await shoot(`on-call-${name.replaceAll(' ', '-')}`);
    const found = await barriers(page);
    await page.goto(`${page.url()}${page.url().includes('?') ? '&' : '?'}lang=zh`);
    const chinese = await seenIn(page.getByRole('main'));

    for (const said of en) expect(text).toContain(said);
    for (const said of zh) expect(chinese).toContain(said);
    expect(found).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
