/** Whatever an alert says stays text on every page: the corpus of the fuzz tests, through the door, the worker and a browser. */
import fc from 'fast-check';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startBrowser, type TestBrowser } from '../browser/browser.ts';
import { findChromium } from '../browser/chromium.ts';
import { anyEvent } from '../fuzz/alerts.ts';
import { type Stack, startStack } from '../harness/index.ts';

const chromium = findChromium();
const SKIPPED = chromium === undefined && process.env.CI !== 'true' ? ' (skipped: no chromium)' : '';
const httpCredentials = { username: 'admin', password: 'a-password-for-the-test' };
const EVENTS = 250;

/** Runs in the page: asks for each address, and tells what of it is no text: elements, attributes and addresses that no page of ours has. */
const LOOK = `async (paths) => {
  const tags = 'HTML HEAD META TITLE LINK SCRIPT BODY A HEADER NAV DIV SPAN MAIN H1 H2 P FORM LABEL INPUT SELECT OPTION BUTTON TABLE THEAD TBODY TR TH TD TIME SECTION DL DT DD OL UL LI CODE PRE DETAILS SUMMARY ASIDE FIGURE STRONG';
  const known = new Set(tags.split(' '));
  const found = [];
  for (const path of paths) {
    const answer = await fetch(path, { headers: { accept: 'text/html' } });
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const strange = [];
    for (const element of page.querySelectorAll('*')) {
      if (!known.has(element.tagName)) strange.push(element.tagName);
      for (const { name, value } of element.attributes) {
        if (name.startsWith('on') || name === 'style' || name === 'srcdoc') strange.push(name);
        if (!['href', 'src', 'action'].includes(name)) continue;
        const { protocol } = new URL(value, location.href);
        if (protocol !== 'http:' && protocol !== 'https:') strange.push(value);
        if (element.tagName !== 'A' && !value.startsWith('/')) strange.push(value);
      }
    }
    const texts = [...page.querySelectorAll('.list .title')].map((title) => title.textContent);
    const next = page.querySelector('a[rel=next]')?.getAttribute('href') ?? null;
    const faults = [...page.querySelectorAll('a[href^="/faults/"], a[href^="/storms?"]')].map((link) => link.getAttribute('href'));
    found.push({ path, status: answer.status, strange, heading: page.querySelector('h1')?.textContent ?? '', texts, next, faults });
  }
  return found;
}`;

const Looked = z.array(
  z.object({
    ...{ path: z.string(), status: z.number(), strange: z.array(z.string()), heading: z.string() },
    ...{ texts: z.array(z.string()), next: z.string().nullable(), faults: z.array(z.string()) },
  }),
);

const Texts = z.array(z.string());

/** What a parser of HTML leaves of a text: no NUL, one kind of line end, and no half characters, which UTF-8 has not. */
function asParsed(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[\0\uFFFD]/g, '');
}

describe.skipIf(SKIPPED !== '')(`the corpus on the pages${SKIPPED}`, () => {
  let browser: TestBrowser;
  let stack: Stack;
  /** By event id, as the queue has it. */
  const titles = new Map<string, string>();
  let page: Page;
  let complaints: readonly string[];

  beforeAll(async () => {
    if (chromium === undefined)
      throw new Error('no chromium on the PATH and none in CHROMIUM: install it, CI needs it');
    browser = await startBrowser(chromium);
    stack = await startStack({
      ...{ dialect: 'datacenter', workerEnv: { JIRA_GROUP: 'fault' } },
      consoleEnv: { DASHBOARD_PASSWORD: httpCredentials.password },
    });
    for (const event of fc.sample(anyEvent, { seed: 17, numRuns: EVENTS })) await stack.send(event);
    const prefix = `{${stack.prefix}}`;
    const ids = Texts.parse(await stack.redis.call('ZRANGE', `${prefix}:seen`, 0, -1));
    for (const jobId of ids) {
      const name = await stack.redis.call('HGET', `${prefix}:events:${jobId}`, 'name');
      titles.set(jobId.replace(/^ev_/, ''), z.string().parse(name));
    }
    await stack.waitFor(
      'an outcome of each',
      async () => {
        const states = ['wait', 'active', 'prioritized', 'delayed'];
        const open = await Promise.all(
          states.map((state, n) => stack.redis.call(n < 2 ? 'LLEN' : 'ZCARD', `${prefix}:events:${state}`)),
        );
        return open.every((count) => count === 0);
      },
      180_000,
    );
    ({ page, complaints } = await browser.open({ locale: 'en', httpCredentials }));
    await page.goto(`${stack.adminUrl}/jira`);
  });
  afterAll(async () => {
    await stack?.close();
    await browser?.close();
  });

  const look = async (paths: readonly string[]) =>
    Looked.parse(await page.evaluate(`(${LOOK})(${JSON.stringify(paths)})`));

  it('is text in the lists, each title as it came', async () => {
    const seen: string[] = [];
    for (let path: string | null = '/events'; path !== null; ) {
      const [list] = await look([path]);
      expect(list).toMatchObject({ status: 200, strange: [] });
      seen.push(...(list?.texts ?? []));
      path = list?.next ?? null;
    }

    expect(titles.size).toBeGreaterThan(EVENTS / 2);
    expect(seen.map(asParsed).sort()).toEqual([...titles.values()].map(asParsed).sort());
  });

  it('is text on the page of each event, whose heading it is', async () => {
    const looked = await look([...titles.keys()].map((id) => `/events/${encodeURIComponent(id)}`));

    expect(looked.filter(({ status, strange }) => status !== 200 || strange.length > 0)).toEqual([]);
    expect(looked.map(({ heading }) => asParsed(heading))).toEqual([...titles.values()].map(asParsed));
  });

  it('is text on all other pages, and on the page of each fault', async () => {
    const looked = await look([
      '/',
      '/faults',
      '/retry',
      '/routes',
      '/jira',
      '/events?state=failed',
      '/events?q=%3Cb%3E',
    ]);
    const faults = await look([...new Set(looked.flatMap(({ faults }) => faults))]);

    expect(faults.length).toBeGreaterThan(5);
    expect([...looked, ...faults].filter(({ status, strange }) => status !== 200 || strange.length > 0)).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
