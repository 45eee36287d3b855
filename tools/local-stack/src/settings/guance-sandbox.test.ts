import { describe, expect, it } from 'vitest';
import { SANDBOX_WORKSPACE, withGuance } from './guance-sandbox.ts';
import { type Env, stackSettings } from './settings.ts';

const GUANCE = {
  ...{ port: 8091, key: 'made-key', keysFile: '/data/secrets/guance-api-keys' },
  jiraWebhookToken: 'made-jira-token',
  jiraWebhookSecret: 'made-secret',
};

function settingsWith(env: Env) {
  const facts = {
    ...{ env, redisUrl: 'redis://127.0.0.1:1', dataDir: '/data' },
    ports: { receiver: 8080, metrics: 8084, worker: 8082, admin: 8081, sandbox: 8090 },
    ...{ webhookToken: 'made-webhook-token', dashboardPassword: 'made-password', sandboxToken: 'made-sandbox-token' },
  };
  return withGuance(stackSettings(facts), facts, GUANCE);
}

const rulesIn = ({ files }: Pick<ReturnType<typeof settingsWith>, 'files'>) =>
  files.find(({ file }) => file.endsWith('rules.yaml'));

describe('the small Guance of npm start', () => {
  it('sends to the receiver, and the small Jira tells the receiver', () => {
    const { guance, sandbox, receiver } = settingsWith({});

    expect(guance?.GUANCE_SANDBOX_WEBHOOK_URL).toBe('http://127.0.0.1:8080/webhook/guance/made-webhook-token');
    expect(guance?.GUANCE_SANDBOX_JIRA_URL).toBe('http://127.0.0.1:8090/');
    expect(sandbox).toMatchObject({
      SANDBOX_WEBHOOK_URL: `http://127.0.0.1:8080/webhook/jira/${receiver.JIRA_WEBHOOK_TOKENS}`,
      SANDBOX_WEBHOOK_SECRET: receiver.JIRA_WEBHOOK_SECRET,
    });
    expect(settingsWith({ WEBHOOK_TOKENS: 'old:own-token' }).guance?.GUANCE_SANDBOX_WEBHOOK_URL).toMatch(
      /\/own-token$/,
    );
  });

  it('is the one that the worker asks, whatever key of a real one there is', () => {
    const real = {
      ...{ GUANCE_API_KEYS: 'wksp_real:real-key', GUANCE_API_KEYS_FILE: '/real-file' },
      ...{ GUANCE_CLIENT_TOKENS: 'wksp_real:real-token', GUANCE_CLIENT_TOKENS_FILE: '/real-tokens' },
    };
    const { worker, guance, files } = settingsWith(real);

    expect(worker).toMatchObject({ GUANCE_API_URL: 'http://127.0.0.1:8091' });
    expect(worker.GUANCE_API_KEYS).toBeUndefined();
    expect(worker.GUANCE_CLIENT_TOKENS).toBe(`${SANDBOX_WORKSPACE}:wctn_sandbox`);
    expect(JSON.stringify(worker)).not.toContain('real');
    const text = `${guance?.GUANCE_SANDBOX_WORKSPACE}:${guance?.GUANCE_SANDBOX_KEY}`;
    expect(files).toContainEqual({ file: worker.GUANCE_API_KEYS_FILE, text });
  });

  it('has a route of its own beside the one that the variables make', () => {
    const { worker, console, ...settings } = settingsWith({ LANG: 'en_US.UTF-8' });
    const rules = rulesIn(settings);

    expect([worker.RULES_FILE, console.RULES_FILE]).toEqual([rules?.file, rules?.file]);
    // A worker would say of them that they do nothing beside rules.
    expect([worker, console].flatMap((env) => [env.JIRA_PROJECT, env.JIRA_ISSUE_TYPE, env.JIRA_GROUP])).toEqual(
      Array(6).fill(undefined),
    );
    expect(JSON.parse(rules?.text.replace(/^#.*$/m, '') ?? '')).toMatchObject({
      defaults: { project: 'OPS', issueType: 'Incident', assignee: 'pacher' },
      routes: [
        {
          ...{ match: { df_workspace_uuid: SANDBOX_WORKSPACE }, group: 'fault' },
          back: { done: 'restore', wontFix: { mute: '7d' } },
        },
        { name: 'default', group: 'event' },
      ],
    });
    expect(rulesIn(settingsWith({ JIRA_GROUP: 'fault' }))?.text).not.toContain('"event"');
    expect(settingsWith({ RULES_FILE: '/mine.yaml' })).toMatchObject({ worker: { RULES_FILE: '/mine.yaml' } });
    expect(rulesIn(settingsWith({ RULES_FILE: '/mine.yaml' }))).toBeUndefined();
  });

  it('does not stand beside a real Jira', () => {
    const { guance, files, worker, receiver } = settingsWith({ JIRA_URL: 'https://j', GUANCE_API_KEYS: 'w:real' });

    expect([guance, files, receiver.JIRA_WEBHOOK_TOKENS]).toEqual([undefined, [], undefined]);
    expect(worker.GUANCE_API_KEYS).toBe('w:real');
  });
});
