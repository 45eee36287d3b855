import { join } from 'node:path';
import { speaksEnglish } from './language.ts';
import type { Env, StackFacts, StackSettings } from './settings.ts';
import { webhookToken } from './webhook-token.ts';

/** The workspace of the small Guance. */
export const SANDBOX_WORKSPACE = 'wksp_5a0d9b0c1e2f43d8a7c6b5e4f3d2c1b0';

export interface GuanceFacts {
  readonly port: number;
  /** For its OpenAPI. */
  readonly key: string;
  /** Where the worker and the command line read it, with its workspace. */
  readonly keysFile: string;
  /** What Jira's webhook has in its address, and what it signs with. */
  readonly jiraWebhookToken: string;
  readonly jiraWebhookSecret: string;
}

export interface LoopSettings extends StackSettings {
  /** Absent where a real Jira is used: buttons that make tickets there are no toy. */
  readonly guance?: Env;
  /** What has to be there before they start: the key, and rules where the user has none. */
  readonly files: readonly { readonly file: string; readonly text: string }[];
}

/** Adds the small Guance to the small Jira, and what each must know of the other, so that the whole loop can be seen. */
export function withGuance(settings: StackSettings, facts: StackFacts, guance: GuanceFacts): LoopSettings {
  const { sandbox, receiver, worker, console } = settings;
  if (sandbox === undefined) return { ...settings, files: [] };
  const { env, ports, dataDir } = facts;
  const file = env.RULES_FILE ? undefined : join(dataDir, 'sandbox', 'rules.yaml');
  const ofRules = file === undefined ? {} : { RULES_FILE: file, ...IN_THE_RULES };
  const receiverUrl = `http://127.0.0.1:${ports.receiver}`;
  const { jiraWebhookToken: token, jiraWebhookSecret: secret } = guance;
  return {
    receiver: { ...receiver, JIRA_WEBHOOK_TOKENS: token, JIRA_WEBHOOK_SECRET: secret },
    worker: { ...worker, ...ofRules, ...openApi(guance) },
    console: { ...console, ...ofRules },
    sandbox: {
      ...sandbox,
      SANDBOX_WEBHOOK_URL: `${receiverUrl}/webhook/jira/${token}`,
      SANDBOX_WEBHOOK_SECRET: secret,
    },
    guance: {
      ...{ PATH: env.PATH, HOME: env.HOME, TZ: env.TZ },
      GUANCE_SANDBOX_HOST: '127.0.0.1',
      GUANCE_SANDBOX_PORT: String(guance.port),
      GUANCE_SANDBOX_WORKSPACE: SANDBOX_WORKSPACE,
      GUANCE_SANDBOX_KEY: guance.key,
      GUANCE_SANDBOX_WEBHOOK_URL: `${receiverUrl}/webhook/guance/${webhookToken(receiver)}`,
      GUANCE_SANDBOX_JIRA_URL: `http://127.0.0.1:${ports.sandbox}/`,
      GUANCE_SANDBOX_LANGUAGE: speaksEnglish(env) ? 'en' : 'zh',
    },
    files: [
      { file: guance.keysFile, text: `${SANDBOX_WORKSPACE}:${guance.key}` },
      ...(file === undefined ? [] : [{ file, text: rulesText(worker) }]),
    ],
  };
}

/** Beside rules that say the same they do nothing, and a worker would tell the reader so, who may have set none of them. */
const IN_THE_RULES: Env = {
  JIRA_PROJECT: undefined,
  JIRA_ISSUE_TYPE: undefined,
  JIRA_ASSIGNEE: undefined,
  JIRA_PRIORITY: undefined,
  JIRA_GROUP: undefined,
};

/** The key of a real Guance has no business with issues of the sandbox. */
function openApi({ port, keysFile }: GuanceFacts): Env {
  return {
    GUANCE_API_URL: `http://127.0.0.1:${port}`,
    GUANCE_API_KEYS: undefined,
    GUANCE_API_KEYS_FILE: keysFile,
    // The one that the small Guance draws its charts for, and no secret.
    GUANCE_CLIENT_TOKENS: `${SANDBOX_WORKSPACE}:wctn_sandbox`,
    GUANCE_CLIENT_TOKENS_FILE: undefined,
  };
}

/** What the page of Guance sends becomes one issue for each fault; all else is as without a rules file. JSON is YAML. */
function rulesText(worker: Env): string {
  const defaults = {
    project: worker.JIRA_PROJECT,
    issueType: worker.JIRA_ISSUE_TYPE,
    assignee: worker.JIRA_ASSIGNEE,
    // The sandbox sends in order: nobody who tries this out need wait whether the fault of a recovery comes yet.
    recoverGrace: '2s',
    ...(worker.JIRA_PRIORITY ? { priority: worker.JIRA_PRIORITY } : {}),
  };
  const ofGuance = {
    name: 'guance-sandbox',
    match: { df_workspace_uuid: SANDBOX_WORKSPACE },
    group: 'fault',
    // As the buttons of the small Jira have it, and its resolutions in Chinese.
    wontFix: ["Won't Do", '不予处理'],
    back: { done: 'restore', wontFix: { mute: '7d' } },
  };
  const routes = [ofGuance, { name: 'default', group: worker.JIRA_GROUP || 'event' }];
  return `# ${HEAD}\n${JSON.stringify({ defaults, routes }, null, 2)}\n`;
}

const HEAD =
  'Made anew by each npm start without RULES_FILE. The group of the route default is JIRA_GROUP: JIRA_GROUP=fault npm start';
