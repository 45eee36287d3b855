import type { Response } from 'express';
import { type ComponentChild, Fragment, h } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { html } from './html.ts';
import { layout, type Page } from './parts/layout.ts';
import type { Visit } from './visit.ts';

export function sendPage(res: Response, visit: Visit, page: Page, status = 200): void {
  const tree = h(Fragment, null, layout(page, visit) as ComponentChild);
  res
    .status(status)
    .set('Cache-Control', 'no-store')
    .vary('Accept-Language, Cookie')
    .type('html')
    .send(`<!doctype html>${renderToString(tree)}`);
}

/**
 * A page that has nothing to tell but one thing.
 * @param mayAskAgain whether a page that is away for a while may be asked for again by itself
 */
export function sendMessage(
  res: Response,
  visit: Visit,
  status: number,
  title: string,
  text: string,
  mayAskAgain = true,
): void {
  const body = html`<section class="empty"><h1>${title}</h1><p>${text}</p></section>`;
  sendPage(res, visit, { title, here: null, body, live: status === 503 && mayAskAgain }, status);
}
