import { type Html, html } from '../html.ts';
import { timeText } from './time-text.ts';

/** A time by the server's clock face; a script of the page turns it into the reader's own. */
export function moment(ms: number): Html {
  return html`<time datetime=${new Date(ms).toISOString()} data-show="text">${timeText(ms)}</time>`;
}
