/** One request to Guance's OpenAPI: time limit, envelope, and what a failure means. Never repeated here. */
import { z } from 'zod';
import { GuanceFailure, kindOfAnswer, kindOfError } from './failure.ts';

export interface Connection {
  /** `GUANCE_API_URL`, without a slash at its end. */
  baseUrl: string;
  fetch: typeof fetch;
  timeoutMs: number;
}

export interface Ask {
  /** For logs, metrics and errors. */
  endpoint: string;
  method: 'GET' | 'POST';
  /** With its query. */
  path: string;
  /** Of a POST; null is sent as such. */
  body?: unknown;
}

/** The content of the answer. @throws GuanceFailure */
export async function ask(connection: Connection, key: string, asked: Ask): Promise<unknown> {
  return (await askForPage(connection, key, asked)).content;
}

/** The same, and what the answer says of the pages of a list; null where it says nothing. @throws GuanceFailure */
export async function askForPage(connection: Connection, key: string, asked: Ask): Promise<Page> {
  const { response, bytes } = await exchange(connection, key, { 'DF-API-KEY': key, accept: 'application/json' }, asked);
  return contentOf(response, bytes, key, asked.endpoint);
}

export interface Page {
  content: unknown;
  pageInfo: z.infer<typeof PageInfo> | null;
}

/**
 * The bytes of an answer that is no envelope, and null where it is one that says it went well: then it is not what was asked for.
 * @param token stands in the path, and is no key: nothing but the token is sent
 * @throws GuanceFailure
 */
export async function askForBytes(connection: Connection, token: string, asked: Ask): Promise<Buffer | null> {
  const { response, bytes } = await exchange(connection, token, { accept: 'image/*' }, asked);
  const isEnvelope = Envelope.safeParse(parsed(bytes.toString('utf8'))).success;
  if (response.ok && !isEnvelope) return bytes;
  contentOf(response, bytes, token, asked.endpoint);
  return null;
}

/** @param key must not stand in what a failure says */
function contentOf(response: Response, bytes: Buffer, key: string, endpoint: string): Page {
  const { status } = response;
  const answer = Envelope.safeParse(parsed(bytes.toString('utf8')));
  const code = answer.data?.code ?? status;
  if (response.ok && answer.success && answer.data.success && code < 400) {
    const { content, pageInfo } = answer.data;
    return { content, pageInfo: pageInfo ?? null };
  }
  const said = answer.success
    ? [answer.data.errorCode, answer.data.message].filter((part) => part).join(' ') || 'no reason given'
    : 'something else than an answer of Guance';
  const kind = kindOfAnswer(status, answer.success, code, answer.data?.errorCode ?? '');
  throw new GuanceFailure(kind, {
    // What it says inside counts before the status, as in its kind.
    ...{ endpoint, status: answer.success && code >= 400 ? code : status },
    ...{ retryAfterMs: retryAfter(response.headers.get('retry-after')) },
    said: said.replaceAll(key, '***').slice(0, MAX_SAID),
  });
}

async function exchange(
  { baseUrl, fetch: send, timeoutMs }: Connection,
  key: string,
  login: Readonly<Record<string, string>>,
  { endpoint, method, path, body }: Ask,
): Promise<{ response: Response; bytes: Buffer }> {
  try {
    const response = await send(`${baseUrl}${path}`, {
      method,
      // A GET that changes things must not be sent to where a redirect points.
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        ...login,
        ...(method === 'POST' ? { 'content-type': 'application/json;charset=UTF-8' } : {}),
      },
      ...(method === 'POST' ? { body: JSON.stringify(body ?? null) } : {}),
    });
    return { response, bytes: await bytesOf(response) };
  } catch (error) {
    throw new GuanceFailure(kindOfError(error), {
      endpoint,
      status: null,
      said: wordsOf(error).replaceAll(key, '***'),
    });
  }
}

/** Whatever answers in its place must not fill the memory. */
async function bytesOf({ body }: Response): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body ?? []) {
    size += part.length;
    if (size > MAX_ANSWER) throw new Error(`the answer is larger than ${MAX_ANSWER} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function wordsOf(error: unknown): string {
  const cause: unknown = Reflect.get(Object(error), 'cause');
  const words = [error, cause].flatMap((one) => (one instanceof Error ? [one.message] : []));
  return [...new Set(words)].join(': ').slice(0, MAX_SAID) || 'no answer';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function retryAfter(header: string | null): number | null {
  const seconds = Number(header ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds * 1000, 3_600_000) : null;
}

const MAX_SAID = 300;
/** A hundred events with their data are some hundred kilobytes. */
const MAX_ANSWER = 5 * 1024 * 1024;

const PageInfo = z.object({ pageSize: z.number().int().positive(), totalCount: z.number().int() });
const Envelope = z.object({
  code: z.number().int(),
  content: z.unknown().optional(),
  pageInfo: PageInfo.nullish().catch(null),
  errorCode: z.string().nullish(),
  message: z.string().nullish(),
  success: z.boolean(),
});
