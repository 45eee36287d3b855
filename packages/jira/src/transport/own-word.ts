/** Pure: whether Jira itself wrote an answer that is no success, by its form alone. Whoever stands before Jira can use any status. */
import { header, type RawAnswer } from './raw-answer.ts';

/**
 * Jira's envelope is a list of texts in `errorMessages`, with texts by field in `errors`. Newer requests of Jira Cloud, mostly such
 * as do not exist, are answered problem+json (RFC 9457) by Spring, in the very form of any other Spring on the way; and other
 * frameworks write `errors` alone. Both count only beside the id that Jira gives each request, on Cloud and Data Center. A proxy may take
 * that header away, so the envelope does not need it: taken for an outage, a refusal makes the event wait, which is no loss.
 */
export function isJirasWord(answer: RawAnswer): boolean {
  if (EDGE_HEADERS.some((name) => header(answer, name) !== null)) return false;
  const { errorMessages, errors = null, detail, ...others } = recordIn(answer.body ?? '');
  if ('cloudflare_error' in others) return false;
  const ofFields = isRecord(errors) && Object.values(errors).every(isText);
  if (errorMessages !== undefined)
    return Array.isArray(errorMessages) && errorMessages.every(isText) && (ofFields || errors === null);
  if (header(answer, 'x-arequestid') === null) return false;
  return ofFields || (isText(detail) && /^application\/problem\+json\b/i.test(header(answer, 'content-type') ?? ''));
}

/** Whatever words a JSON answer has, Jira's or not: they are shown to people. HTML pages and other texts say nothing to us. */
export function wordsIn(body: string): { words: string[]; fields: Record<string, string> } {
  const whole = recordIn(body);
  const { errorMessages, errors, message, detail } = isRecord(whole.detail) ? whole.detail : whole;
  const words = (Array.isArray(errorMessages) ? errorMessages : [message, detail]).filter(isText);
  const pairs = isRecord(errors) ? Object.entries(errors) : [];
  return {
    words: words.slice(0, 5).map((word) => word.slice(0, 500)),
    fields: Object.fromEntries(pairs.slice(0, 50).map(([field, text]) => [field, String(text).slice(0, 500)])),
  };
}

/** Atlassian's edge marks what it answers in place of a site. `Server: AtlassianEdge` is no such mark: it stands in Jira's own answers too. */
const EDGE_HEADERS = ['atl-missing-tcs', 'x-failure-category'];

function recordIn(body: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body);
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
