/** The rules in force, as a person looks at them while they change. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { seenIn, startBrowser, type TestBrowser } from '../browser/browser.ts';
import { findChromium } from '../browser/chromium.ts';
import { type Stack, sampleEvent, startStack, waitFor } from '../harness/index.ts';
import { barriers, overflow, VISITS } from './page-checks.ts';

const chromium = findChromium();
const login = { username: 'admin', password: 'a-password-for-the-test' };
const SKIPPED = chromium === undefined && process.env.CI !== 'true' ? ' (skipped: no chromium)' : '';

const RULES = `
defaults: { project: OPS, issueType: Bug, group: fault }
routes:
  - name: test systems
    match: { df_workspace_name: "*-test" }
    ignore: true
    reason: nobody is on call for them
  - name: databases
    match: { df_monitor_checker_name: "/MySQL|RDS/", tags.host: ["db-*", "sql-*"] }
    project: DBA
  - name: everything else
fallback: { project: OPS, issueType: Task }
`;

describe.skipIf(SKIPPED !== '')(`the routes in a browser${SKIPPED}`, () => {
  let browser: TestBrowser;
  let stack: Stack;
  let file: string;
  beforeAll(async () => {
    browser = await startBrowser(chromium ?? 'no chromium');
    stack = await startStack({ consoleEnv: { DASHBOARD_PASSWORD: login.password }, started: false });
    file = join(stack.dir, 'rules.yaml');
    await writeFile(file, RULES);
    for (const app of [stack.worker, stack.console]) app.env.RULES_FILE = file;
    await Promise.all([stack.receiver.start(), stack.worker.start(), stack.console.start()]);
    await stack.send([sampleEvent(), sampleEvent({ df_workspace_name: 'shop-test' }), sampleEvent()]);
    await waitFor('three outcomes', () => stack.worker.log.named('event handled').length === 3);
  });
  afterEach(() => browser?.closePages());
  afterAll(async () => {
    await stack?.close();
    await browser?.close();
  });

  it.each(VISITS)('can be read by everybody: %s, %s, %i px', async (locale, colorScheme, width) => {
    const { page, complaints, shoot } = await browser.open({
      ...{ locale, colorScheme, httpCredentials: login, viewport: { width, height: 900 } },
    });
    await page.goto(`${stack.adminUrl}/routes`);
    await page.locator('.finding-ok').waitFor();
    await page.locator('figure canvas').waitFor();
    await shoot(`console-routes-${locale}-${colorScheme}-${width}`);

    expect(await overflow(page)).toBe(0);
    expect(await barriers(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('show which line a refused change fails at, since when, and what is followed meanwhile', async () => {
    const { page, shoot } = await browser.open({ locale: 'en', httpCredentials: login });
    await page.goto(`${stack.adminUrl}/routes`);
    await page.locator('.finding-ok').waitFor();
    await page.getByRole('row', { name: 'everything else' }).first().waitFor();
    await writeFile(file, RULES.replace('project: DBA', 'projekt: DBA'));
    // It is renewed by itself.
    await page.getByText('rejects the file').waitFor({ timeout: 40_000 });
    await shoot('console-routes-refused');
    const text = await seenIn(page.getByRole('main'));
    await writeFile(file, RULES);
    await page.locator('.finding-ok').waitFor({ timeout: 40_000 });

    expect(text).toMatch(/rules\.yaml:10:5: .*unknown key.*projekt/);
    expect(text).toContain('did you mean "project"?');
    expect(text).toContain('It continues with the previous rules');
    expect(text).toContain('databases');
  });
});
