import type { Answer } from '../answer.ts';
import type { PerIssueLimit, RateLimit } from '../options.ts';

export type Verdict = { refused?: Answer; headers: Record<string, string> };

/** A token bucket, refilled continuously. Its settings may change between two requests. */
export class TokenBucket {
  #tokens = Number.POSITIVE_INFINITY;
  #at = 0;

  /** Takes one token; returns the seconds until there is one, 0 if it was taken, and what is left. */
  take(limit: RateLimit, now: number): { waitSeconds: number; left: number } {
    const size = limit.burst ?? Math.max(1, Math.floor(limit.perSecond));
    this.#tokens = Math.min(size, this.#tokens + ((now - this.#at) / 1000) * limit.perSecond);
    this.#at = now;
    if (this.#tokens < 1) return { waitSeconds: (1 - this.#tokens) / limit.perSecond, left: 0 };
    this.#tokens -= 1;
    return { waitSeconds: 0, left: Math.floor(this.#tokens) };
  }
}

/** Cloud counts writes to one issue apart from everything else. */
export class PerIssueWindow {
  readonly #writes = new Map<string, number[]>();

  take(limit: PerIssueLimit, issue: string, now: number): number {
    const recent = (this.#writes.get(issue) ?? []).filter((at) => at > now - limit.seconds * 1000);
    const oldest = recent[0];
    if (recent.length >= limit.writes && oldest !== undefined) return (oldest + limit.seconds * 1000 - now) / 1000;
    recent.push(now);
    this.#writes.set(issue, recent);
    return 0;
  }
}

export function cloudVerdict(limit: RateLimit, taken: { waitSeconds: number; left: number }, now: number): Verdict {
  const size = limit.burst ?? Math.max(1, Math.floor(limit.perSecond));
  const headers = { 'X-RateLimit-Limit': String(size), 'X-RateLimit-Remaining': String(taken.left) };
  if (taken.waitSeconds === 0) {
    return { headers: taken.left < size / 5 ? { ...headers, 'X-RateLimit-NearLimit': 'true' } : headers };
  }
  return { headers, refused: cloudRefusal('jira-burst-based', retryAfter(limit, taken.waitSeconds), now) };
}

export function cloudRefusal(reason: string, seconds: number, now: number): Answer {
  return {
    status: 429,
    body: { errorMessages: ['The request has been rate-limited. Please try again later.'], errors: {} },
    headers: {
      'Retry-After': String(seconds),
      'X-RateLimit-Reset': new Date(now + seconds * 1000).toISOString().replace(/\.\d+Z/, 'Z'),
      'RateLimit-Reason': reason,
    },
  };
}

/** Data Center answers from Tomcat's error page, and its Retry-After says 0 as long as tokens are left. */
export function dataCenterVerdict(limit: RateLimit, taken: { waitSeconds: number; left: number }): Verdict {
  const headers = {
    'X-RateLimit-Limit': String(limit.burst ?? Math.max(1, Math.floor(limit.perSecond))),
    'X-RateLimit-Remaining': String(taken.left),
    'X-RateLimit-Interval-Seconds': '1',
    'X-RateLimit-FillRate': String(limit.perSecond),
    'retry-after': taken.waitSeconds === 0 ? '0' : String(retryAfter(limit, taken.waitSeconds)),
  };
  if (taken.waitSeconds === 0) return { headers };
  const text =
    '<!doctype html><html lang="en"><head><title>HTTP Status 429 – Too Many Requests</title></head><body><h1>HTTP Status 429 – Too Many Requests</h1><p><b>Message</b> Rate limit exceeded.</p></body></html>';
  return { headers, refused: { status: 429, text, headers: { 'content-type': 'text/html;charset=utf-8' } } };
}

function retryAfter(limit: RateLimit, waitSeconds: number): number {
  return limit.retryAfterSeconds ?? Math.max(1, Math.ceil(waitSeconds));
}
