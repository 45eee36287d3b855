import type { Locator, Page } from 'playwright-core';

/** What Bull Board calls things. Its buttons have icons and no names, so the icon tells which one it is. */
const WORDS = {
  'zh-CN': { failed: '失败', completed: '已完成' },
  'en-US': { failed: 'Failed', completed: 'Completed' },
} as const;
export type DashboardLanguage = keyof typeof WORDS;

export function dashboardWords(language: DashboardLanguage): (typeof WORDS)[DashboardLanguage] {
  return WORDS[language];
}

/** Goes as a person does: dashboard, queue, tab of the failed. */
export async function openFailed(page: Page, adminUrl: string, language: DashboardLanguage): Promise<void> {
  await page.goto(`${adminUrl}/dashboard/`);
  await page.getByRole('navigation').getByRole('link', { name: 'events' }).click();
  await page.getByRole('main').getByRole('link', { name: WORDS[language].failed }).click();
}

/** The job whose title this is. */
export function jobTitled(page: Page, title: string): Locator {
  return page
    .getByRole('main')
    .locator('div', { has: page.getByRole('heading', { name: title, exact: true }) })
    .filter({ has: page.locator('svg.lucide-refresh-cw') })
    .last();
}

export async function clickRetry(page: Page, job: Locator): Promise<void> {
  await job.locator('button', { has: page.locator('svg.lucide-refresh-cw') }).click();
  // "Are you sure?": yes stands before no.
  await page.getByRole('alertdialog').getByRole('button').first().click();
}
