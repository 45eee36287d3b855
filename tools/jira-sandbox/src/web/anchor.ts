import { type Html, html, type Part } from '@guance-jira/sandbox-pages';

/** A link, or only its text where the address is not one to follow. */
export function anchor(address: string, content: Part): Html {
  const href = safeHref(address);
  return href === undefined
    ? html`${content}`
    : html`<a href="${href}" rel="noreferrer noopener nofollow">${content}</a>`;
}

/** The address if a browser may follow it, else undefined: no `javascript:`, no `data:`. */
function safeHref(address: string): string | undefined {
  const trimmed = address.trim();
  return /^(https?:\/\/|mailto:)[^\s<>"]+$/i.test(trimmed) ? trimmed : undefined;
}
