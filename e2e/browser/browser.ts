import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core';

/** A browser of the test's own. It reaches this machine only. */
export interface TestBrowser {
  /** A page with its own cookies and login. */
  open(options?: BrowserContextOptions): Promise<TestPage>;
  /** Closes all that were opened: a page that nobody looks at any more goes on asking for news, and each has a window to be drawn. */
  closePages(): Promise<void>;
  close(): Promise<void>;
}

export interface TestPage {
  readonly page: Page;
  /** What the browser complained about: errors on the console, exceptions, and answers of 400 and more. */
  readonly complaints: readonly string[];
  /** Saves what is seen, for people, where SCREENSHOTS names a folder for it: to draw and to pack a picture takes as long as the page. */
  shoot(name: string): Promise<void>;
}

const { SCREENSHOTS } = process.env;

/** Bull Board's page names a font at Google's; our Content-Security-Policy keeps the browser from asking for it. */
const BLOCKED_FONT = /fonts\.(googleapis|gstatic)\.com/;

export async function startBrowser(executablePath: string): Promise<TestBrowser> {
  const browser = await chromium.launch({
    executablePath,
    args: ['--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1', '--force-color-profile=srgb'],
  });
  if (SCREENSHOTS) mkdirSync(SCREENSHOTS, { recursive: true });
  return {
    open: async (options = {}) => {
      // A browser without a window may name no language by itself.
      const usual = { locale: 'en-US', viewport: { width: 1280, height: 900 } };
      const context = await browser.newContext({ ...usual, ...options });
      const page = await context.newPage();
      const complaints: string[] = [];
      const complain = (text: string) => {
        if (!BLOCKED_FONT.test(text)) complaints.push(text);
      };
      page.on('console', (message) => {
        if (message.type() === 'error') complain(`console: ${message.text()} (${message.location().url})`);
      });
      page.on('pageerror', (error) => complain(`exception: ${error.message}`));
      page.on('response', (answer) => {
        if (answer.status() >= 400) complain(`${answer.status()} ${answer.request().method()} ${answer.url()}`);
      });
      return {
        page,
        complaints,
        shoot: async (name) => {
          if (SCREENSHOTS) await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), fullPage: true });
        },
      };
    },
    closePages: async () => {
      await Promise.all(browser.contexts().map((context) => context.close()));
    },
    close: () => browser.close(),
  };
}

/** The text as a person sees it, with its line breaks. */
export function seenIn(part: Locator): Promise<string> {
  // biome-ignore lint/performance/useDomNodeTextContent: what the style makes of it is what a person sees
  return part.innerText();
}
