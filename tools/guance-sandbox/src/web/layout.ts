import { type Html, html, type Part } from '@guance-jira/sandbox-pages';
import type { Words } from './words.ts';

/** The frame around every page. Nothing comes from another host. */
export function layout(words: Words, title: string, content: Part): Html {
  const { other } = words;
  return html`<!DOCTYPE html>
<html lang="${words.lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="stylesheet" href="/sandbox.css">
<link rel="icon" href="data:,">
<script type="module" src="/live.js"></script>
</head>
<body>
<a class="skip" href="#main">${words.skip}</a>
<p class="banner">${words.banner}</p>
<header><a class="home" href="/">${words.title}</a><a lang="${other.lang}" hreflang="${other.lang}" href="?lang=${other.language}">${other.name}</a></header>
<main id="main" tabindex="-1">${content}</main>
</body>
</html>
`;
}

export const pageHeaders = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy':
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'same-origin',
  'Cache-Control': 'no-store',
  Vary: 'Accept-Language, Cookie',
};
