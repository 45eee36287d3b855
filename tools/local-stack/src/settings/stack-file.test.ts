import { describe, expect, it } from 'vitest';
import { type Env, stackSettings } from './settings.ts';
import { stackFileOf } from './stack-file.ts';

const ports = { receiver: 8080, metrics: 8084, worker: 8082, admin: 8081, sandbox: 8090 };

function fileWith(env: Env, ours: string | null = 'redis://127.0.0.1:1') {
  const redisUrl = ours ?? undefined;
  const made = { webhookToken: 'made-webhook', dashboardPassword: 'made-password', sandboxToken: 'made-sandbox' };
  const settings = stackSettings({ env, ports, redisUrl, dataDir: '/data', ...made });
  return stackFileOf(settings, { redisUrl, ports, dataDir: '/data' });
}

describe('what the stack leaves for the command line', () => {
  it('is where its Redis and receiver are, and with the sandbox the worker’s own way to it', () => {
    expect(fileWith({ REDIS_PREFIX: 'mine' })).toEqual({
      v: 1,
      settings: { REDIS_URL: 'redis://127.0.0.1:1', RECEIVER_PORT: '8080', WORKER_PORT: '8082' },
      sandbox: expect.objectContaining({
        JIRA_URL: 'http://127.0.0.1:8090',
        JIRA_USER: 'bot',
        JIRA_TOKEN_FILE: '/data/secrets/sandbox-token',
        REDIS_PREFIX: 'mine-sandbox',
      }),
    });
  });

  it('leaves a real Jira, and a Redis of the user, to the settings that name them', () => {
    const file = fileWith({ JIRA_URL: 'https://j', JIRA_TOKEN: 'real-token', REDIS_URL: 'redis://mine' }, null);

    expect(file).toEqual({ v: 1, settings: { RECEIVER_PORT: '8080', WORKER_PORT: '8082' }, sandbox: null });
  });

  it('holds no secret', () => {
    const texts = [fileWith({}), fileWith({ JIRA_URL: 'https://j', JIRA_TOKEN: 'made-1', WEBHOOK_TOKENS: 'made-2' })];
    expect(JSON.stringify(texts)).not.toContain('made-');
  });
});
