import type { Span } from '@guance-jira/service';
import type { Client, SendRequestOptions } from 'jira.js/core';
import type { Dispatcher } from 'undici';
import { type FailureFacts, JiraFailure, type RequestEnd } from '../tracker/failure.ts';
import type { RateLimits } from '../tracker/limit-headers.ts';
import { type TlsTrouble, tlsTrouble } from '../tracker/tls-trouble.ts';
import { readAnswer, readLimits } from './answer.ts';
import { type Certificates, type Connections, openConnections } from './dispatcher.ts';
import { exchange } from './exchange.ts';
import { loginWithin, withoutLogin } from './login-value.ts';
import { header, type RawAnswer } from './raw-answer.ts';
import { endRequestSpan } from './trace-request.ts';
import { contentTypeOf, written } from './upload.ts';

export interface TransportOptions {
  /** Base URL of Jira, with its context path and without a slash at the end. */
  baseUrl: string;
  /** The value of the Authorization header; asked for each request, since a token file may change. */
  authorization: () => string | Promise<string>;
  /** Told that Jira answered 401 to this value; true where another one is to be had at once. */
  refused?: (authorization: string) => boolean;
  /** What ends with this way to Jira: how the login is got. */
  close?: () => Promise<void>;
  /** For a gateway before Jira; asked for each request as well, and below our own. */
  headers?: () => Readonly<Record<string, string>>;
  /** Asked for each request, since files may change. */
  certificates?: () => Certificates;
  /** Limit for a whole request, from the wait for a connection to the last byte of the answer, in milliseconds. */
  timeoutMs: number;
  /** Told about every request that ended, for metrics. `class` is the status, or the cause when no answer came. */
  onEnd?: (endpoint: string, end: RequestEnd) => void;
  /** Asked about each 403 before its request ends, whoever made it: whether it concerns every request. It says so from then on. */
  forbidsAll?: (failure: JiraFailure) => Promise<boolean>;
  /** Begins a span for a request; without it there are none. */
  trace?: ((method: string, path: string) => Span) | undefined;
  /** Told what every good answer says about Jira's rate limit. */
  onLimits?: (limits: RateLimits) => void;
  dispatcher?: Dispatcher;
  now?: () => number;
  /** Takes our secrets out of Jira's words: something on the way may quote the request, and the words go into jobs and logs. */
  redact?: (text: string) => string;
}

export interface Transport extends Client {
  /** Jira's clock minus ours in milliseconds, from the Date header of its last answer; 0 before the first. */
  clockSkewMs(): number;
  close(): Promise<void>;
}

/**
 * The one way to Jira: jira.js's endpoint functions run on it, because its own transport has no time limit, follows
 * redirects (a POST becomes a GET) and takes a login page for success. No retry here: tracker/classify-response.ts decides.
 * @throws JiraFailure, and nothing else
 */
export function createTransport(options: TransportOptions): Transport {
  const certificates = options.certificates ?? (() => NO_CERTIFICATES);
  const connections = options.dispatcher
    ? always(options.dispatcher)
    : openConnections(options.timeoutMs, certificates);
  const now = options.now ?? Date.now;
  const base = new URL(options.baseUrl);
  let skewMs = 0;
  let answered = false;
  const troubleOf = (code: string, sent: boolean) =>
    base.protocol === 'https:'
      ? tlsTrouble({ code, sent, hasCertificate: certificates().cert !== undefined, answered })
      : null;

  async function sendRequest<T>(request: SendRequestOptions<T>): Promise<T> {
    const method = request.method ?? 'GET';
    const endpoint = endpointName(method, request.url);
    const started = now();
    const span = options.trace?.(method, request.url);
    const end = (status: number | null, failure: JiraFailure | null) => {
      options.onEnd?.(endpoint, { method, status, failure, ms: now() - started });
      if (span) endRequestSpan(span, status, failure);
    };
    const sent = { value: false };
    // One limit for all of it, the wait for an access token too: how late Jira can get a request is counted on.
    const until = performance.now() + options.timeoutMs;
    const once = async (authorization: string): Promise<RawAnswer> => {
      const toSend = dispatched(request, base, { ...options, authorization, traceparent: span?.traceparent });
      const dispatcher = await connections.dispatcher();
      const answer = await exchange(dispatcher, toSend, Math.max(until - performance.now(), 1), sent);
      answered = true;
      return answer;
    };
    let authorization = '';
    try {
      authorization = await loginWithin(options.authorization(), until);
      let answer = await once(authorization);
      // An access token that ended before its time. Jira has not acted on it, so it is no second try of what it did.
      if (answer.status === 401 && options.refused?.(authorization)) {
        sent.value = false;
        authorization = await loginWithin(options.authorization(), until);
        answer = await once(authorization);
      }
      skewMs = skewOf(answer, now()) ?? skewMs;
      const value = readAnswer(endpoint, answer, now());
      end(answer.status, null);
      options.onLimits?.(readLimits(answer));
      // jira.js's functions promise T; each caller in this folder parses what it needs of it.
      return value as T;
    } catch (error) {
      const failure =
        error instanceof JiraFailure
          ? withWords(error, method, (text) => withoutLogin(options.redact?.(text) ?? text, authorization))
          : new JiraFailure({ ...noAnswer(endpoint, error, sent.value, troubleOf), method });
      end(failure.facts.status, failure);
      throw await told(failure, options);
    }
  }
  return {
    sendRequest,
    clockSkewMs: () => skewMs,
    close: async () => void (await Promise.all([connections.close(), options.close?.()])),
  };
}

function dispatched(
  request: SendRequestOptions,
  base: URL,
  {
    headers,
    authorization,
    traceparent,
  }: Pick<TransportOptions, 'headers'> & { authorization: string; traceparent: string | undefined },
): Dispatcher.DispatchOptions {
  if (!/^\/rest\/[\w/.@-]*$/.test(request.url) || request.url.includes('..'))
    throw new Error('a path must be plain: validate ids before');
  return {
    origin: base.origin,
    path: `${base.pathname.replace(/\/$/, '')}${request.url}${queryOf(request.searchParams)}`,
    method: request.method ?? 'GET',
    headers: {
      'user-agent': 'guance-jira',
      ...headers?.(),
      authorization,
      accept: 'application/json',
      // Field texts otherwise come in the language of the account; we only show them, but one language helps a reader.
      'accept-language': 'en',
      'x-atlassian-token': 'no-check',
      ...(request.body === undefined ? {} : { 'content-type': contentTypeOf(request.body) }),
      ...(traceparent === undefined ? {} : { traceparent }),
    },
    body: written(request.body),
  };
}

const NO_CERTIFICATES: Certificates = {};

function always(dispatcher: Dispatcher): Connections {
  return { dispatcher: async () => dispatcher, close: () => dispatcher.close() };
}

/** What cannot be told now (Redis does not answer) is left to whoever asked. */
async function told(failure: JiraFailure, { forbidsAll }: Pick<TransportOptions, 'forbidsAll'>): Promise<JiraFailure> {
  if (failure.facts.status !== 403 || !forbidsAll) return failure;
  const ofAll = await forbidsAll(failure).catch(() => false);
  return ofAll ? new JiraFailure({ ...failure.facts, ofAll }) : failure;
}

function withWords(failure: JiraFailure, method: string, redact: (text: string) => string): JiraFailure {
  const { words, fields } = failure.facts;
  const pairs = Object.entries(fields).map(([field, text]) => [field, redact(text)]);
  return new JiraFailure({ ...failure.facts, method, words: words.map(redact), fields: Object.fromEntries(pairs) });
}

function skewOf(answer: RawAnswer, now: number): number | null {
  const date = Date.parse(header(answer, 'date') ?? '');
  return Number.isNaN(date) ? null : date - now;
}

function noAnswer(
  endpoint: string,
  error: unknown,
  sent: boolean,
  troubleOf: (code: string, sent: boolean) => TlsTrouble | null,
): FailureFacts {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'error';
  return {
    endpoint,
    status: null,
    cause: code,
    sent,
    own: false,
    words: [],
    fields: {},
    retryAfterMs: null,
    rateReason: null,
    login: 'unknown',
    tls: troubleOf(code, sent),
  };
}

const COMMA_LISTS: ReadonlySet<string> = new Set(['fields', 'properties', 'expand']);

function queryOf(params: Record<string, unknown> | undefined): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params ?? {})) {
    if (value === undefined) continue;
    // A list of fields may be sent in both ways; some that stand for a Jira read only the last of repeated ones.
    if (Array.isArray(value) && COMMA_LISTS.has(name)) query.append(name, value.join(','));
    else for (const item of Array.isArray(value) ? value : [value]) query.append(name, String(item));
  }
  return query.size > 0 ? `?${query}` : '';
}

/** A small closed set of names for metrics and messages; ids in paths would make one per issue. */
function endpointName(method: string, url: string): string {
  if (url.startsWith('/rest/agile/')) return 'agile';
  const path = url.replace(/^\/rest\/api\/[^/]+\//, '');
  if (/^search/.test(path)) return 'search';
  if (/^issue$/.test(path)) return 'create';
  if (/^issue\/createmeta/.test(path)) return 'createmeta';
  if (/^issue\/bulkfetch$/.test(path)) return 'bulkfetch';
  const part = /^issue\/[^/]+(?:\/(\w+))?/.exec(path);
  if (part) return part[1] ?? (method === 'GET' ? 'get' : 'edit');
  return path.split('/')[0] ?? 'other';
}
