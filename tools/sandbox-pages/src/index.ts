/** What the pages of both sandboxes need, and what knows of neither Jira nor Guance. */
export { Html, html, join, type Part } from './html.ts';
export { fromThisMachine, sameOrigin } from './same-origin.ts';
