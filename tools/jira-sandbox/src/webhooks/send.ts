import { createHmac, randomUUID } from 'node:crypto';
import type { JsonObject } from '../json.ts';
import type { Happening } from '../state/model.ts';
import { commentBody, webhookBody } from './body.ts';

type State = Parameters<typeof webhookBody>[0];
type Webhook = State['settings']['webhooks'][number];

/** Jira gives up an answer after that. */
const TIMEOUT_MS = 30_000;
/** https://developer.atlassian.com/cloud/jira/platform/webhooks/#retry-policy */
const TRIED_AGAIN = [408, 409, 425, 429];

type Deps = {
  sleep: (ms: number) => Promise<void>;
  /** Scheme, host and context path of the sandbox. */
  baseUrl: () => string;
  stopping: AbortSignal;
};

/** Tells the webhooks of the settings what happens to issues: in the order in which it happens, unless their delay is by chance. */
export function sendWebhooks(state: State, deps: Deps): void {
  state.onHappening = (happening) => {
    const { webhooks } = state.settings;
    if (webhooks.length === 0) return;
    // Made now: the issue may be another when it is sent.
    const bodies = bodiesOf(state, happening, deps.baseUrl());
    for (const webhook of webhooks)
      for (const body of bodies)
        if (webhook.events.some((event) => event === body.webhookEvent)) void deliver(state, webhook, body, deps);
  };
}

function bodiesOf(state: State, happening: Happening, baseUrl: string): JsonObject[] {
  const comment = commentBody(state, happening, baseUrl);
  return [webhookBody(state, happening, baseUrl), ...(comment === undefined ? [] : [comment])];
}

/** Every copy has the same identifier, as has each try. */
async function deliver(state: State, webhook: Webhook, body: JsonObject, deps: Deps): Promise<void> {
  const identifier = randomUUID();
  const text = JSON.stringify(body);
  const copies = Array.from({ length: webhook.copies }, async () => {
    if (webhook.maxDelayMs > 0) await deps.sleep(webhook.maxDelayMs * state.random());
    for (let retry = 0; retry <= (state.isCloud ? webhook.retries : 0); retry += 1) {
      if (retry > 0) await deps.sleep(webhook.retryAfterMs);
      if (await post(webhook, text, { identifier, retry }, deps.stopping)) return;
    }
  });
  await Promise.all(copies);
}

/** False: to be tried again. */
async function post(
  { url, secret }: Webhook,
  text: string,
  { identifier, retry }: { identifier: string; retry: number },
  stopping: AbortSignal,
): Promise<boolean> {
  const signature = secret === undefined ? undefined : createHmac('sha256', secret).update(text).digest('hex');
  try {
    const { status, body } = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json; charset=UTF-8',
        'user-agent': 'Atlassian Webhook HTTP Client',
        'x-atlassian-webhook-identifier': identifier,
        'x-atlassian-webhook-flow': 'Primary',
        ...(retry === 0 ? {} : { 'x-atlassian-webhook-retry': String(retry) }),
        ...(signature === undefined ? {} : { 'x-hub-signature': `sha256=${signature}` }),
      },
      body: text,
      redirect: 'manual',
      signal: AbortSignal.any([stopping, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    await body?.cancel();
    return status < 500 && !TRIED_AGAIN.includes(status);
  } catch {
    return stopping.aborted;
  }
}
