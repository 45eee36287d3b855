/** Does the receiver answer where Guance, or at least this machine, finds it? */
import { z } from 'zod';
import { type Check, check } from '../command-line/check.ts';
import type { Words } from '../words/words.ts';

export interface WebhookFacts {
  readonly url: string;
  /** Whether that is the address that Guance uses. */
  readonly isPublic: boolean;
  readonly answer: { readonly status: number; readonly state: string | null } | { readonly error: string };
  /** Whether the receiver has an address for changes in Jira; null: that is not known. */
  readonly takesChanges: boolean | null;
}

const WITHIN_MS = 5000;
const Ready = z.object({ status: z.string() });

export async function readWebhook(env: Readonly<Record<string, string | undefined>>): Promise<WebhookFacts> {
  const isPublic = Boolean(env.PUBLIC_URL);
  const host =
    env.RECEIVER_HOST && env.RECEIVER_HOST !== '0.0.0.0' && env.RECEIVER_HOST !== '::'
      ? env.RECEIVER_HOST
      : '127.0.0.1';
  const url = (env.PUBLIC_URL || `http://${host}:${env.RECEIVER_PORT || '8080'}`).replace(/\/+$/, '');
  try {
    const response = await fetch(`${url}/readyz`, { redirect: 'manual', signal: AbortSignal.timeout(WITHIN_MS) });
    const body = Ready.safeParse(await response.json().catch(() => null));
    const answer = { status: response.status, state: body.data?.status ?? null };
    return { url, isPublic, answer, takesChanges: answer.state === null ? null : await hasChanges(url) };
  } catch (error) {
    return { url, isPublic, answer: { error: reasonOf(error) }, takesChanges: null };
  }
}

/** With GET nothing is delivered, and no token tried: what is there says that it wants a POST. */
async function hasChanges(url: string): Promise<boolean | null> {
  const asked = fetch(`${url}${JIRA_PATH}/-`, { redirect: 'manual', signal: AbortSignal.timeout(WITHIN_MS) });
  const status = await asked.then((response) => response.status).catch(() => null);
  return status === 405 ? true : status === 404 ? false : null;
}

export const JIRA_PATH = '/webhook/jira';

export function checkWebhook({ url, isPublic, answer }: Omit<WebhookFacts, 'takesChanges'>, words: Words): Check {
  const says = words.doctor;
  // Without PUBLIC_URL this looks on this machine alone, and the receiver may well be on another.
  const level = isPublic ? 'bad' : 'unknown';
  if ('error' in answer)
    return check('webhook', 'webhook_silent', level, says.webhookSilent(url, answer.error, isPublic));
  if (answer.state === 'ready') return check('webhook', 'webhook', 'ok', says.webhook(url, isPublic));
  if (answer.state === 'degraded') return check('webhook', 'webhook_spools', 'warn', says.webhookSpools(url));
  if (answer.state === 'unavailable')
    return check('webhook', 'webhook_unavailable', 'bad', says.webhookUnavailable(url));
  return check('webhook', 'webhook_foreign', level, says.webhookForeign(url, answer.status));
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'error';
  const { cause } = error;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : error.name;
}
