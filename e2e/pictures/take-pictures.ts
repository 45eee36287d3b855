/** Runs the program, lets a day of alerts pass, and photographs what people see of it. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { TestBrowser } from '../browser/browser.ts';
import { jobTitled } from '../browser/dashboard.ts';
import { type Stack, startStack } from '../harness/index.ts';
import { type Day, dayIn, type PictureLanguage } from './day.ts';
import { terminalPage } from './terminal.ts';

const LOGIN = { username: 'admin', password: 'a-password-for-pictures' };
/** Height of the bar that the sandbox has at the top of each page. */
const BAR = 28;
const LOCALES = { zh: 'zh-CN', en: 'en-US' } as const;

/** @returns the files written */
export async function takePictures(browser: TestBrowser, language: PictureLanguage, folder: string): Promise<string[]> {
  const day = dayIn(language);
  const stack = await startStack({
    dialect: 'datacenter',
    clock: day.now,
    sandbox: { language, projects: day.projects },
    consoleEnv: { DASHBOARD_PASSWORD: LOGIN.password },
    started: false,
  });
  const written: string[] = [];
  const shoot = async (page: Page, name: string, height: number, { width = 1180, top = 0 } = {}) => {
    await page.setViewportSize({ width, height: height + top });
    const path = join(folder, `${name}.${language}.png`);
    await page.screenshot({ path, clip: { x: 0, y: top, width, height } });
    written.push(path);
  };
  /** Without its yellow bar: the title says `Jira sandbox`, and so does the sentence below the picture. Nor the sandbox's own buttons. */
  const shootIssue = async (page: Page, name: string, height: number) => {
    await page.locator('.details > h2', { hasText: 'Actions' }).evaluate((heading) => heading.remove());
    await page.locator('.details > .actions').evaluate((buttons) => buttons.remove());
    await shoot(page, name, height, { top: BAR });
  };
  try {
    const rules = join(stack.dir, 'rules.yaml');
    await writeFile(rules, day.rules);
    for (const app of [stack.worker, stack.console]) app.env.RULES_FILE = rules;
    await Promise.all([stack.receiver.start(), stack.worker.start(), stack.console.start()]);
    const locale = LOCALES[language];
    const { page } = await browser.open({ locale, timezoneId: 'Asia/Shanghai', httpCredentials: LOGIN });

    const { page: console } = await browser.open({ locale, timezoneId: 'Asia/Shanghai', httpCredentials: LOGIN });
    const event = day.sample();
    const sample = await handled(stack, event);
    await console.goto(`${stack.adminUrl}/events/${event.df_event_id}`);
    await shoot(console, 'console-event', 760);
    await page.goto(`${stack.jira.url}/browse/${sample}`);
    await shootIssue(page, 'issue', 722);

    const fault = await follow(stack, day);
    await page.goto(`${stack.jira.url}/browse/${fault}`);
    await shootIssue(page, 'fault', 892);

    const storm = await passThroughStorm(stack, day);
    await page.goto(`${stack.jira.url}/browse/${storm}`);
    await shootIssue(page, 'storm', 732);

    const { page: terminal } = await browser.open();
    await terminal.setContent(await terminalPage(stack, language, [['doctor'], ['find', fault]]));
    const shown = await terminal.locator('pre').evaluate((pre) => pre.getBoundingClientRect().height);
    await shoot(terminal, 'commands', Math.ceil(shown) + 36, { width: 1180 });

    await handled(stack, day.lost());
    // Its history is written every two seconds, what stands failed at once.
    await stack.waitFor('the failed one in the history', async () => {
      await console.goto(`${stack.adminUrl}/`);
      const row = console.locator('tr', { has: console.locator('th .state-failed') });
      return (await row.locator('td').first().textContent())?.trim() === '1';
    });
    await console.locator('figure canvas').first().waitFor();
    await shoot(console, 'console', 860);
    await console.goto(`${stack.adminUrl}/events`);
    await shoot(console, 'console-events', 760);
    await console.goto(`${stack.adminUrl}/events/${day.lost().df_event_id}`);
    await shoot(console, 'console-failed', 720);

    await console.goto(`${stack.adminUrl}/playground?event=${event.df_event_id}`);
    await console.locator('.editor .cm-content').first().waitFor();
    await console.locator('.ticket').waitFor();
    await shoot(console, 'playground', 620);

    // By its address: its links are made anew while one clicks them.
    await page.goto(`${stack.adminUrl}/dashboard/queue/events?status=failed`);
    await jobTitled(page, String(day.lost().df_title)).waitFor();
    await shoot(page, 'dashboard-failed', 620, { width: 1340 });
    return written;
  } finally {
    await stack.close();
  }
}

/** A level change, and the recovery. */
async function follow(stack: Stack, day: Day): Promise<string> {
  let key = '';
  for (const event of day.fault()) key = await handled(stack, event);
  return key;
}

/** More faults at once than the rules allow issues. */
async function passThroughStorm(stack: Stack, day: Day): Promise<string> {
  const events = day.storm();
  await stack.send(events);
  const lines = await stack.waitFor('the outcomes of the storm', () => {
    const seen = stack.worker.log
      .named('event handled')
      .filter(({ eventId }) => events.some((event) => event.df_event_id === eventId));
    return seen.length === events.length && seen;
  });
  return String(lines.find(({ outcome }) => outcome === 'listed')?.issueKey);
}

async function handled(stack: Stack, event: Record<string, unknown>): Promise<string> {
  await stack.send(event);
  const line = await stack.waitFor(`the outcome of ${event.df_title}`, () =>
    stack.worker.log.named('event handled').find(({ eventId }) => eventId === event.df_event_id),
  );
  return String(line.issueKey);
}
