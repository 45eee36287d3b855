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

export async function openQueueMenu(page: Page): Promise<void> {
  await page.locator('main button', { has: page.locator('svg.lucide-ellipsis-vertical') }).click();
  await page.getByRole('menuitem').first().waitFor();
}

/** What a person could press that changes something, by icon and by words. Sorted by what is pressed most. */
export async function shownActions(page: Page): Promise<string[]> {
  const found: unknown = await page.evaluate(VISIBLE_ACTIONS);
  return Array.isArray(found) ? found.map(String) : [];
}

/** Runs in the page. A button of a job has an icon and no words. */
const VISIBLE_ACTIONS = `(() => {
  const icons = { 'refresh-cw': 'retry', files: 'duplicate', pencil: 'update data', 'trash-2': 'clean', 'arrow-up-circle': 'promote' };
  const order = ['retry', 'retry all', 'duplicate', 'update data', 'clean', 'clean all'];
  const buttons = [...document.querySelectorAll('main ul button, [role="menuitem"]')].filter((one) => one.checkVisibility());
  const names = buttons.map((one) => {
    const text = one.innerText.trim().toLowerCase();
    const icon = [...one.querySelectorAll('svg')].flatMap((svg) => [...svg.classList]).map((name) => icons[name.replace('lucide-', '')]).find(Boolean);
    return text || icon || '';
  });
  return names.filter((name) => name !== '').sort((a, b) => order.indexOf(a) - order.indexOf(b));
})()`;
