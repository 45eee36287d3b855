/** What each page of the console is held to in a browser. */
import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** What axe finds that keeps people out, for this page as it is. */
export async function barriers(page: Page): Promise<string[]> {
  // By the protocol of the browser: the policy of the page lets no script in from elsewhere.
  await page.evaluate(`${axe.source}; undefined`);
  const found: unknown = await page.evaluate(
    `axe.run(document, { resultTypes: ['violations'] }).then((r) => r.violations.filter((v) => ['serious', 'critical'].includes(v.impact)).map((v) => v.id + ': ' + v.nodes.map((n) => n.html.slice(0, 200)).join(' | ')))`,
  );
  return Array.isArray(found) ? found.map(String) : ['axe gave no answer'];
}

/** How far the page reaches over the right edge of the window, in pixels. */
export async function overflow(page: Page): Promise<unknown> {
  return page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}

/** Language, colors and width by which each page is looked at. */
export const VISITS = [
  ['en', 'light', 1280],
  ['zh-CN', 'dark', 1280],
  ['zh-CN', 'light', 390],
  ['en', 'dark', 390],
] as const;
