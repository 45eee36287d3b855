/** Rules are tried in the browser: an alert moves to another project, a mistake shows at its line, and nothing is written. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { seenIn, startBrowser, type TestBrowser } from '../browser/browser.ts';
import { findChromium } from '../browser/chromium.ts';
import { type Stack, sampleEvent, startStack, waitFor } from '../harness/index.ts';
import { barriers, overflow, VISITS } from './page-checks.ts';

const chromium = findChromium();
const login = { username: 'admin', password: 'a-password-for-the-test' };
const SKIPPED = chromium === undefined && process.env.CI !== 'true' ? ' (skipped: no chromium)' : '';

const RULES = `defaults: { project: OPS, issueType: Bug, group: fault }
routes:
  - name: test systems
    match: { df_workspace_name: "*-test" }
    ignore: true
  - name: everything else
`;
const HOSTILE = '<img src=x onerror="document.title=1"> **[x](javascript:alert(1))**';

describe.skipIf(SKIPPED !== '')(`the playground in a browser${SKIPPED}`, () => {
  let browser: TestBrowser;
  let stack: Stack;
  const event = sampleEvent({ df_message: HOSTILE });
  beforeAll(async () => {
    browser = await startBrowser(chromium ?? 'no chromium');
    stack = await startStack({ consoleEnv: { DASHBOARD_PASSWORD: login.password }, started: false });
    const file = join(stack.dir, 'rules.yaml');
    await writeFile(file, RULES);
    for (const app of [stack.worker, stack.console]) app.env.RULES_FILE = file;
    await Promise.all([stack.receiver.start(), stack.worker.start(), stack.console.start()]);
    await stack.send([event, sampleEvent()]);
    await waitFor('two outcomes', () => stack.worker.log.named('event handled').length === 2);
  });
  afterEach(() => browser?.closePages());
  afterAll(async () => {
    await stack?.close();
    await browser?.close();
  });

  /** Puts these words in place of all that the editor of the rules holds. */
  async function write(page: Page, text: string): Promise<void> {
    await page.locator('.editor .cm-content').last().click();
    await page.keyboard.press('ControlOrMeta+a');
    // As a person pastes it: text that a test puts in by the protocol becomes elements of the browser's own, with styles.
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);
    await page.keyboard.press('ControlOrMeta+v');
  }
  const result = (page: Page) => page.locator('#result');

  it('moves an alert to another project, shows a mistake at its line, and what all others would do', async () => {
    const { page, complaints, shoot } = await browser.open({ locale: 'en', httpCredentials: login });
    await page.goto(`${stack.adminUrl}/events/${event.df_event_id}`);
    await page.getByRole('link', { name: 'Try it with other rules' }).click();
    await page.locator('.editor .cm-content').last().waitFor();
    await result(page).getByText('Route everything else takes it to OPS / Bug').waitFor();
    await shoot('console-playground-taken');

    await write(page, RULES.replace('name: everything else', 'name: everything else\n    project: DBA'));
    await result(page).getByText('Route everything else takes it to DBA / Bug').waitFor();
    await page.getByText('Request to Jira Data Center').click();
    const moved = await seenIn(result(page));
    await page.getByRole('button', { name: 'What would change' }).click();
    await result(page).getByText('of the last 2 events would change').waitFor();
    await shoot('console-playground-change');

    await write(page, RULES.replace('ignore: true', 'ignoer: true'));
    await result(page).getByText('unknown key "ignoer"').waitFor();
    await page.locator('.editor .cm-lint-marker-error').first().waitFor();
    await shoot('console-playground-mistake');
    const mistake = await seenIn(result(page));

    await write(page, 'defaults:\n  gro');
    await page.keyboard.press('Control+Space');
    await page.locator('.cm-tooltip-autocomplete li', { hasText: 'group' }).waitFor();
    await shoot('console-playground-completion');
    await page.keyboard.press('Escape');

    expect(moved).toContain('"key": "DBA"');
    expect(mistake).toMatch(/rules\.yaml:5:5/);
    expect(await page.title()).toContain('Playground');
    expect(complaints).toEqual([]);
  });

  it.each(VISITS)('can be used by everybody: %s, %s, %i px', async (locale, colorScheme, width) => {
    const { page, complaints, shoot } = await browser.open({
      ...{ locale, colorScheme, httpCredentials: login, viewport: { width, height: 900 } },
    });
    await page.goto(`${stack.adminUrl}/playground?event=${event.df_event_id}`);
    await page.locator('.editor .cm-content').last().waitFor();
    await result(page).locator('.ticket').waitFor();
    await shoot(`console-playground-${locale}-${colorScheme}-${width}`);

    expect(await result(page).locator('.adf').textContent()).toContain('<img src=x');
    expect(await result(page).locator('img').count()).toBe(0);
    expect(await overflow(page)).toBe(0);
    expect(await barriers(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('is a form that works without scripts', async () => {
    const { page, shoot } = await browser.open({ locale: 'en', httpCredentials: login, javaScriptEnabled: false });
    await page.goto(`${stack.adminUrl}/playground?event=${event.df_event_id}`);
    const rules = page.getByRole('textbox', { name: /rules\.yaml/ });
    await rules.fill(RULES.replace('name: everything else', 'name: all of it'));
    await page.getByRole('button', { name: 'Try', exact: true }).click();
    await result(page).getByText('Route all of it takes it to OPS / Bug').waitFor();
    await shoot('console-playground-no-script');

    expect(await rules.inputValue()).toContain('all of it');
  });
});
