import type { EnvHttpProxyAgent } from 'undici';
import { type NotifyRequest, problemOf } from './request.ts';
import type { NotifyKind } from './settings.ts';

/** Sends one message. @throws Error with the reason, in words that do not hold the address */
export type Send = (kind: NotifyKind, message: NotifyRequest) => Promise<void>;

const WITHIN_MS = 10_000;
const MAX_ANSWER = 64 * 1024;

/** Over the proxy of the environment, as requests to Jira go. No redirect is followed: the address is a secret. */
export function createSend(withinMs = WITHIN_MS): { send: Send; close: () => Promise<void> } {
  let agent: EnvHttpProxyAgent | null = null;
  return {
    send: async (kind, { url, body }) => {
      // Loaded by the first message, since a receiver needs it for nothing else.
      const undici = await import('undici');
      agent ??= agentOf(undici.EnvHttpProxyAgent);
      const answer = await undici.request(url, {
        dispatcher: agent,
        method: 'POST',
        headers: { 'content-type': 'application/json; charset=utf-8', 'user-agent': 'guance-jira' },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(withinMs),
      });
      const problem = problemOf(kind, answer.statusCode, await beginningOf(answer.body));
      if (problem !== null) throw new Error(problem);
    },
    close: async () => agent?.destroy(),
  };
}

function agentOf(Agent: typeof EnvHttpProxyAgent): EnvHttpProxyAgent {
  const verified = { rejectUnauthorized: true };
  return new Agent({ connect: verified, requestTls: verified, proxyTls: verified });
}

async function beginningOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body) {
    parts.push(part);
    size += part.length;
    if (size > MAX_ANSWER) break;
  }
  return Buffer.concat(parts).toString('utf8');
}
