/** Keys and tokens of the way back, and where it leads. */
import type { Needs } from '../faults/fault.ts';

export const WORKSPACE = 'wksp_chaos';
export const KEY = 'key-of-the-workspace-chaos';
export const TOKEN = 'token-for-jira-0123456789';
const SECRET = 'secret-of-the-webhook-0123';

export function needsOf(guanceUrl: string, webhookUrl: string): Needs {
  return {
    receiverEnv: { JIRA_WEBHOOK_TOKENS: TOKEN, JIRA_WEBHOOK_SECRET: SECRET },
    workerEnv: {
      ...{ GUANCE_API_URL: guanceUrl, GUANCE_API_KEYS: `${WORKSPACE}:${KEY}`, GUANCE_TIMEOUT_MS: '2500' },
    },
    settings: { webhooks: [{ url: webhookUrl, secret: SECRET, events: ['jira:issue_updated'], maxDelayMs: 1500 }] },
  };
}
