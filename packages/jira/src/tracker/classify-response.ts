/**
 * Pure: how a request to Jira ended → what it means → what next. Design: at most one issue per event, so a request whose
 * fate is unknown is never simply repeated.
 */
import { type FailureFacts, JiraFailure } from './failure.ts';

export type AnswerClass =
  /** Jira has not acted on it: nothing was sent, or what stands before Jira refused it. Wait and send again. */
  | 'not_executed'
  /** Jira asks us to slow down; it has not acted. */
  | 'throttled'
  /** Jira may or may not have acted. Never send again before looking. */
  | 'ambiguous'
  /** Jira has looked at this request and refuses it. Concerns this route only. */
  | 'rejected'
  /** Jira does not know us (any more). Concerns every request. */
  | 'unauthorized'
  /** 403: either the account lost its rights everywhere (`/myself` fails too), or only this request is forbidden. */
  | 'forbidden';

/** Sorts a failed request. Total: every status and every way a socket can die has a class; what nobody knows is ambiguous. */
export function classify(facts: FailureFacts): AnswerClass {
  if (facts.login === 'denied') return 'unauthorized';
  if (facts.status === null) return facts.sent ? 'ambiguous' : 'not_executed';
  // The body was cut or is not what Jira writes: something between us may have answered, before or after Jira acted.
  if (facts.cause !== 'status') return 'ambiguous';
  const status = facts.status;
  if (status === 401) return 'unauthorized';
  if (status === 403) return 'forbidden';
  if (status === 407) return 'not_executed';
  if (status === 408) return 'ambiguous';
  if (status === 425) return 'not_executed';
  if (status === 429) return 'throttled';
  if (status >= 400 && status <= 499) return facts.own ? 'rejected' : 'not_executed';
  return 'ambiguous';
}

/**
 * Whether Jira itself has refused this: nobody else's word counts as a "no", as "gone" or as "there is none". Nor does a 403 that
 * every request gets.
 */
export function isJirasRefusal(error: unknown): error is JiraFailure & { facts: { own: true } } {
  if (!(error instanceof JiraFailure) || isForbiddenToAll(error)) return false;
  return error.facts.own && REFUSALS.includes(classify(error.facts));
}
const REFUSALS: readonly AnswerClass[] = ['rejected', 'forbidden'];

/** A login is enough for these, and the first needs not even that. */
export const NEEDS_NO_RIGHT: readonly string[] = ['serverInfo', 'myself'];

/**
 * Whether a 403 is surely about no single request: its words say so, it was found so when it came, or it was the answer to what needs
 * no right. When the site has just become well, `/myself` would say that only this request is refused, and its event would end.
 * https://support.atlassian.com/security-and-access-policies/docs/specify-ip-addresses-for-product-access/
 */
export function isForbiddenToAll({ facts }: JiraFailure): boolean {
  if (facts.status !== 403) return false;
  if (facts.ofAll || NEEDS_NO_RIGHT.includes(facts.endpoint)) return true;
  return facts.words.some((word) => /not on the IP allow-?list|Basic Authentication has been disabled/i.test(word));
}

/** Whether a failed request surely tells of all others too: its own question is still to be asked. */
export function concernsAll(failure: JiraFailure): boolean {
  const kind = classify(failure.facts);
  if (kind === 'not_executed') return !isRefusedBeforeJira(failure);
  return kind === 'unauthorized' || kind === 'throttled' || isForbiddenToAll(failure);
}

/**
 * Whether something before Jira answered in its place and Jira has not acted: a page of an edge, a proxy or a firewall. It can
 * concern all requests, one kind of them, or one body alone.
 */
export function isRefusedBeforeJira({ facts }: JiraFailure): boolean {
  if (facts.own || facts.status === null || ALL_ALIKE.includes(facts.status)) return false;
  return ['not_executed', 'forbidden'].includes(classify(facts));
}
/** A proxy that wants a login, and "too early": they say nothing of the request. */
const ALL_ALIKE: readonly number[] = [407, 425];

/**
 * Whether something else than Jira wrote an answer to a request, whatever Jira may have done meanwhile: what is refused before Jira,
 * a page or foreign JSON with status 200, a redirect, the 502, 503 or 504 of a proxy. A 500 counts as Jira's own, see fromJiraItself.
 */
export function isInPlaceOfJira(failure: JiraFailure): boolean {
  const { own, status, cause } = failure.facts;
  if (own || status === null || status === 500 || cause === 'too_large') return false;
  return isRefusedBeforeJira(failure) || classify(failure.facts) === 'ambiguous';
}

/**
 * Milliseconds before try number `failures + 1`: doubling from `baseMs`, capped, and spread over the upper half so that
 * workers do not come back together. With base 1 s and cap 60 s: about 1, 2, 4, 8, 16, 32, 60, 60 … s.
 */
export function backoffMs(failures: number, baseMs: number, capMs: number, random: () => number): number {
  const full = Math.min(capMs, baseMs * 2 ** Math.min(Math.max(failures, 1) - 1, 30));
  return Math.round(full * (0.5 + random() / 2));
}
