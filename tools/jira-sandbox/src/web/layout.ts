import { type Html, html, type Part } from '@guance-jira/sandbox-pages';

export type Page = { title: string; base: string; refreshSeconds?: number; content: Part };

/** The frame around every page. Nothing comes from another host and nothing runs. */
export function layout({ title, base, refreshSeconds, content }: Page): Html {
  const refresh = refreshSeconds === undefined ? '' : html`<meta http-equiv="refresh" content="${refreshSeconds}">`;
  return html`<!DOCTYPE html>
<html lang="zh">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${refresh}
<title>${title}</title>
<link rel="stylesheet" href="${base}/sandbox.css">
</head>
<body>
<p class="banner">sandbox — not a real Jira</p>
<header><a class="home" href="${base}/">Jira sandbox</a></header>
<main>${content}</main>
</body>
</html>
`;
}

export const pageHeaders = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy':
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  // With no-referrer a browser hides the origin of its own forms, and every button would be refused.
  'Referrer-Policy': 'same-origin',
  'Cache-Control': 'no-store',
};
