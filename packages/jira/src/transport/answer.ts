import { type FailureFacts, JiraFailure } from '../tracker/failure.ts';
import type { RateLimits } from '../tracker/limit-headers.ts';
import { tlsTroubleOfPage } from '../tracker/tls-trouble.ts';
import { isJirasWord, wordsIn } from './own-word.ts';
import { header, type RawAnswer } from './raw-answer.ts';

/**
 * The value of a good answer: parsed JSON, or undefined for an empty body.
 * @throws JiraFailure for everything else. A login page with status 200, a redirect and a cut body are failures.
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
      retryAfterMs: retryAfterOf(answer, now),
      rateReason: header(answer, 'ratelimit-reason'),
      login: loginOf(answer),
      ...extra,
    });
  };
  if (answer.body === null) return fail('too_large');
  if (answer.status < 200 || answer.status > 299)
    return fail('status', {
      ...wordsIn(answer.body),
      own: isJirasWord(answer),
      tls: tlsTroubleOfPage(answer.status, answer.body),
    });
  // Real 204 answers carry `content-type: text/html`, so an empty body is judged before the type.
  if (answer.body.trim() === '')
    return answer.status === 200 && DONE_IS_204.includes(endpoint) ? fail('unexpected') : undefined;
  const parsed = parseJson(answer.body);
  if (!parsed.ok) return fail('not_json');
  // A refused login with status 200 is an anonymous answer: an empty search would prove nothing. An id proves an act.
  if (loginOf(answer) === 'denied' && !hasId(parsed.value)) return fail('anonymous');
  return parsed.value;
}

/** Changes of an issue whose empty answer has another status than the 200 that anything on the way may give. */
const DONE_IS_204 = ['transitions', 'edit'];

/** What an answer says of waiting. A date in it is told by the clock of whoever answered, from which ours may be hours away. */
export function retryAfterOf(answer: Pick<RawAnswer, 'headers'>, now: number): number | null {
  const theirs = Date.parse(header(answer, 'date') ?? '');
  return retryAfterMs(header(answer, 'retry-after'), Number.isFinite(theirs) ? theirs : now);
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

function loginOf(answer: RawAnswer): 'ok' | 'denied' | 'unknown' {
  // Jira can answer 200 to a request whose login it refused (go-jira/jira#8): the header tells, the status does not.
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
