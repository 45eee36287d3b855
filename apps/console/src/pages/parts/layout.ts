/** The frame of every page. */
import { type Html, html } from '../html.ts';
import type { Visit } from '../visit.ts';

export interface Page {
  readonly title: string;
  readonly here: 'overview' | 'events' | null;
  readonly body: Html;
  /** Asks for this page again every few seconds, and shows what has changed. */
  readonly live?: boolean;
}

export function layout({ title, here, body, live = false }: Page, visit: Visit): Html {
  const { common } = visit.words;
  const current = (page: Page['here']) => (here === page ? 'page' : undefined);
  return html`<html lang=${common.lang}>
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <title>${`${title} · ${common.brand}`}</title>
      ${here === 'overview' && html`<link rel="stylesheet" href="/assets/uplot/uPlot.min.css" />`}
      <link rel="stylesheet" href="/assets/console.css" />
      <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
      <script type="module" src="/assets/console.js"></script>
    </head>
    <body data-live=${live ? 'yes' : undefined}>
      <a class="skip" href="#main">${common.skip}</a>
      <header class="top">
        <a class="brand" href="/">${common.brand}</a>
        <nav aria-label=${common.nav.label}>
          <a href="/" aria-current=${current('overview')}>${common.nav.overview}</a>
          <a href="/events" aria-current=${current('events')}>${common.nav.events}</a>
          <a href="/dashboard/">${common.nav.jobs}</a>
        </nav>
        <div class="who">
          ${visit.user !== null && html`<span class="user" title=${common.user(visit.user)}>${visit.user}</span>`}
          ${visit.readOnly && html`<span class="chip">${common.readOnly}</span>`}
          <a class="language" lang=${otherLanguage(visit).tag} href=${otherLanguage(visit).href}>${common.otherLanguage}</a>
        </div>
      </header>
      <main id="main" tabindex="-1">${body}</main>
    </body>
  </html>`;
}

function otherLanguage({ language, url }: Visit): { href: string; tag: string } {
  const other = language === 'zh' ? 'en' : 'zh';
  // A path that begins with two slashes would lead elsewhere.
  const here = new URL(url.replace(/^\/+/, '/'), 'http://console');
  here.searchParams.set('lang', other);
  return { href: `${here.pathname}${here.search}`, tag: other === 'zh' ? 'zh-CN' : 'en' };
}
