import type { TlsTrouble } from './tls-trouble.ts';

/** Where and how a request to Jira ended, when it did not end well. Facts only: no request, no header, no secret. */
export interface FailureFacts {
  /** Which kind of request, such as `create` or `search`. */
  endpoint: string;
  /** `GET` for a look at what the same endpoint changes. */
  method?: string;
  /** HTTP status; null when no whole answer came. */
  status: number | null;
  /**
   * Why: the code of the socket error (`ECONNREFUSED`), or for an answer `status`, `not_json`, `too_large`, `unexpected`
   * (JSON, but not the one that this request is answered with).
   */
  cause: string;
  /** Whether any byte of the request may have reached Jira. */
  sent: boolean;
  /**
   * Whether Jira itself wrote the answer: it has Jira's envelope and no mark of what stands before Jira. A proxy, an edge or a
   * Jira that is still starting can use any status, and have not looked at the request.
   */
  own: boolean;
  /** Jira's own `errorMessages`, at most a few. */
  words: readonly string[];
  /** Jira's own `errors`: field id to text. The id does not depend on the language of the account; the text does. */
  fields: Readonly<Record<string, string>>;
  retryAfterMs: number | null;
  /** `RateLimit-Reason` of a 429. */
  rateReason: string | null;
  /** `denied` when Jira says that the login failed or wants a captcha, whatever the status. */
  login: 'ok' | 'denied' | 'unknown';
  /** A 403 that was found to concern every request, not this one, and of which all have been told. */
  ofAll?: true;
  /** What TLS had against the connection, where that is why. */
  tls?: TlsTrouble | null;
}

/** A request to Jira that did not end in the answer it should. `facts` decides what happens next, see tracker/classify-response.ts. */
export class JiraFailure extends Error {
  readonly stage = 'jira';
  readonly code: string;
  readonly facts: FailureFacts;
  constructor(facts: FailureFacts) {
    super(describe(facts));
    this.name = 'JiraFailure';
    this.code = facts.status === null ? 'jira_no_answer' : `jira_${facts.status}`;
    this.facts = facts;
  }
}

/** How a request ended. `failure` is null for an answer as it should be, as far as its form tells. */
export interface RequestEnd {
  method: string;
  status: number | null;
  failure: JiraFailure | null;
  ms: number;
}

/**
 * Whether Jira has surely finished with the request. What stands before it writes 502 and 504 when Jira did not answer in time,
 * and 503 or 520 when a connection broke: Jira may still be at work then. So may it behind a page, or JSON, with status 200
 * (nginx: `error_page 504 =200`). 500 is Jira's own, and a redirect sends the request elsewhere before Jira sees it.
 */
export function fromJiraItself({ facts: { status } }: JiraFailure): boolean {
  return status !== null && ((status >= 300 && status < 400) || status === 500);
}

/** What Jira said, in its own words alone, for people who read them in their language; the status where it said nothing. */
export function jirasWords({ facts }: JiraFailure): string {
  const said = saidIn(facts);
  if (said.length > 0) return said.join('; ');
  return facts.status === null ? facts.cause : `HTTP ${facts.status}`;
}

function saidIn({ words, fields }: FailureFacts): string[] {
  return [...words, ...Object.entries(fields).map(([field, text]) => `${field}: ${text}`)];
}

function describe(facts: FailureFacts): string {
  const said = saidIn(facts);
  const head =
    facts.status === null
      ? `no answer (${facts.cause})`
      : `answered ${facts.status}${facts.cause === 'status' ? '' : ` (${facts.cause})`}`;
  return `Jira ${facts.endpoint}: ${head}${said.length > 0 ? `: ${said.join('; ')}` : ''}`;
}
