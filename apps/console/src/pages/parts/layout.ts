/** The frame of every page. */
import { type PageLanguage, pageLanguages } from '../../words/language.ts';
import { type Html, html } from '../html.ts';
import type { Visit } from '../visit.ts';

export interface Page {
  readonly title: string;
  readonly here: 'overview' | 'events' | 'faults' | 'jira' | 'rules' | null;
  readonly body: Html;
  /** Asks for this page again every few seconds, and shows what has changed. */
  readonly live?: boolean;
  /** Something is drawn on it. */
  readonly charts?: boolean;
  /** A script of this page alone. */
  readonly script?: string;
}

export function layout({ title, here, body, live = false, charts = false, script }: Page, visit: Visit): Html {
  const { common } = visit.words;
  const current = (page: Page['here']) => (here === page ? 'page' : undefined);
  return html`<html lang=${common.lang}>
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <title>${`${title} · ${common.brand}`}</title>
      ${charts && html`<link rel="stylesheet" href="/assets/uplot/uPlot.min.css" />`}
      <link rel="stylesheet" href="/assets/console.css" />
      <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
      <script type="module" src="/assets/console.js"></script>
      ${script !== undefined && html`<script type="module" src=${`/assets/${script}`}></script>`}
    </head>
    <body data-live=${live ? 'yes' : undefined}>
      <a class="skip" href="#main">${common.skip}</a>
      <header class="top">
        <a class="brand" href="/">${common.brand}</a>
        <nav aria-label=${common.nav.label}>
          <a href="/" aria-current=${current('overview')}>${common.nav.overview}</a>
          <a href="/events" aria-current=${current('events')}>${common.nav.events}</a>
          <a href="/faults" aria-current=${current('faults')}>${common.nav.faults}</a>
          <a href="/routes" aria-current=${current('rules')}>${common.nav.rules}</a>
          <a href="/jira" aria-current=${current('jira')}>${common.nav.jira}</a>
          <a href="/dashboard/">${common.nav.jobs}</a>
        </nav>
        <div class="who">
          ${visit.user !== null && html`<span class="user" title=${common.user(visit.user)}>${visit.user}</span>`}
          ${visit.readOnly && html`<span class="chip">${common.readOnly}</span>`}
          ${otherLanguages(visit).map(({ lang, href, name }) => html`<a class="language" lang=${lang} href=${href}>${name}</a>`)}
        </div>
      </header>
      <main id="main" tabindex="-1">${body}</main>
    </body>
  </html>`;
}

/** This page in each of the others. */
function otherLanguages({ language, url }: Visit): { lang: string; href: string; name: string }[] {
  return pageLanguages
    .filter((other) => other !== language)
    .map((other) => {
      // A path that begins with two slashes would lead elsewhere.
      const here = new URL(url.replace(/^\/+/, '/'), 'http://console');
      here.searchParams.set('lang', other);
      return { ...OWN_NAMES[other], href: `${here.pathname}${here.search}` };
    });
}

/** What each language calls itself. */
const OWN_NAMES: Record<PageLanguage, { lang: string; name: string }> = {
  zh: { lang: 'zh-CN', name: '简体中文' },
  en: { lang: 'en', name: 'English' },
};
