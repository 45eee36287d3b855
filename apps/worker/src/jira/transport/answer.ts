import { type FailureFacts, JiraFailure } from '../../tracker/failure.ts';
import type { RateLimits } from '../../tracker/rate-limits.ts';

/** An answer as it came off the wire. */
export interface RawAnswer {
  status: number;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The whole body as text; null when it was larger than we read. */
  body: string | null;
}

/**
 * The value of a good answer: parsed JSON, or undefined for an empty body.
 * @throws JiraFailure for everything else. A log-in page with status 200, a redirect and a cut body are failures.
 */
export function readAnswer(endpoint: string, answer: RawAnswer, now: number): unknown {
  const fail = (cause: string, extra: Partial<FailureFacts> = {}): never => {
    throw new JiraFailure({
      endpoint,
      status: answer.status,
      cause,
      sent: true,
      own: false,
      words: [],
      fields: {},
      retryAfterMs: retryAfterMs(header(answer, 'retry-after'), now),
      rateReason: header(answer, 'ratelimit-reason'),
      login: loginOf(answer),
      ...extra,
    });
  };
  if (answer.body === null) return fail('too_large');
  if (answer.status < 200 || answer.status > 299)
    return fail('status', { ...jiraWords(answer.body), own: isOwn(answer) });
  // Real 204 answers carry `content-type: text/html`, so an empty body is judged before the type.
  if (answer.body.trim() === '') return undefined;
  const parsed = parseJson(answer.body);
  if (!parsed.ok) return fail('not_json');
  // A refused log-in with status 200 is an anonymous answer: an empty search would prove nothing. An id proves an act.
  if (loginOf(answer) === 'denied' && !hasId(parsed.value)) return fail('anonymous');
  return parsed.value;
}

/** Milliseconds to wait, from seconds or an HTTP date; null when absent or unreadable. Never under a second: Data Center sends 0. */
export function retryAfterMs(value: string | null, now: number): number | null {
  if (value === null) return null;
  const ms = /^\d+(\.\d+)?$/.test(value.trim()) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 1000), 3_600_000) : null;
}

/**
 * Data Center states what it fills into the bucket in an interval; Cloud only the size of its bucket of a second. Neither is
 * promised: recordings of 2025 have none of these headers.
 */
export function readLimits(answer: Pick<RawAnswer, 'headers'>): RateLimits {
  const number = (name: string) => {
    const value = Number(header(answer, name) ?? Number.NaN);
    return Number.isFinite(value) && value > 0 ? value : null;
  };
  const filled = number('x-ratelimit-fillrate');
  const perSecond =
    filled === null ? number('x-ratelimit-limit') : filled / (number('x-ratelimit-interval-seconds') ?? 1);
  return { perSecond, near: header(answer, 'x-ratelimit-nearlimit')?.toLowerCase() === 'true' };
}

export function header(answer: Pick<RawAnswer, 'headers'>, name: string): string | null {
  const value = answer.headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? null;
}

/** Whatever words a JSON answer has, Jira's or not: they are shown to people. HTML pages and other texts say nothing to us. */
function jiraWords(body: string): { words: string[]; fields: Record<string, string> } {
  const { errorMessages, errors, message, detail } = envelopeOf(body);
  const words = (Array.isArray(errorMessages) ? errorMessages : [message, detail]).filter(
    (word) => typeof word === 'string',
  );
  const pairs = isRecord(errors) ? Object.entries(errors) : [];
  return {
    words: words.slice(0, 5).map((word) => word.slice(0, 500)),
    fields: Object.fromEntries(pairs.slice(0, 50).map(([field, text]) => [field, String(text).slice(0, 500)])),
  };
}

/**
 * `errorMessages` or `errors` are Jira's; newer answers are problem+json (RFC 9457), with a text or the envelope as `detail`.
 * Atlassian's edge marks what it answers in place of a site. `Server: AtlassianEdge` is no such mark: it stands in Jira's own answers too.
 */
function isOwn(answer: RawAnswer): boolean {
  if (EDGE_HEADERS.some((name) => header(answer, name) !== null)) return false;
  const envelope = envelopeOf(answer.body ?? '');
  if ('cloudflare_error' in envelope) return false;
  const { errorMessages, errors, detail } = envelope;
  // Jira's are by field; those of a firewall or a gateway hold its own code and words.
  if (Array.isArray(errorMessages) || (isRecord(errors) && !('code' in errors))) return true;
  return typeof detail === 'string' && /^application\/problem\+json\b/i.test(header(answer, 'content-type') ?? '');
}

const EDGE_HEADERS = ['atl-missing-tcs', 'x-failure-category'];

function envelopeOf(body: string): Readonly<Record<string, unknown>> {
  const parsed = parseJson(body);
  const value = parsed.ok && isRecord(parsed.value) ? parsed.value : {};
  return isRecord(value.detail) ? value.detail : value;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function loginOf(answer: RawAnswer): 'ok' | 'denied' | 'unknown' {
  // Jira can answer 200 to a request whose log-in it refused (go-jira/jira#8): the header tells, the status does not.
  const reason = header(answer, 'x-seraph-loginreason') ?? '';
  if (header(answer, 'x-authentication-denied-reason') !== null || /DENIED|FAILED/.test(reason)) return 'denied';
  return /\bOK\b/.test(reason) ? 'ok' : 'unknown';
}

function hasId(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'id' in value;
}

function parseJson(text: string): { ok: true; value: unknown } | { ok: false } {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false };
  }
}
