import type { Language } from './settings/language.ts';

export interface BannerFacts {
  readonly consoleUrl: string;
  readonly dashboardUser: string;
  readonly dashboardPassword: string;
  readonly webhookUrl: string;
  /** Where Jira tells of changed issues. Null without JIRA_WEBHOOK_TOKENS, and where the sandbox knows it already. */
  readonly jiraWebhookUrl: string | null;
  readonly jiraUrl: string;
  readonly sandbox: boolean;
  /** Null where no small Guance stands beside it. */
  readonly guanceUrl: string | null;
  readonly redis: string;
  /** True when nothing survives a restart. */
  readonly forgets: boolean;
  /** Sends an alert. */
  readonly curl: string;
  /** Sends the end of its fault. */
  readonly recoveryCurl: string;
  readonly language: Language;
}

/** What a person needs to know once all is running. */
export function banner(facts: BannerFacts): string {
  const words = WORDS[facts.language];
  const rows = [
    ['Console', facts.consoleUrl],
    ['Dashboard', `${facts.consoleUrl}dashboard`],
    ['', words.login(facts.dashboardUser, facts.dashboardPassword)],
    ['Webhook', facts.webhookUrl],
    ...(facts.jiraWebhookUrl === null ? [] : [['', `${facts.jiraWebhookUrl}  ${words.ofJira}`]]),
    ...(facts.guanceUrl === null ? [] : [['Guance', `${facts.guanceUrl}  ${words.guance}`]]),
    ['Jira', `${facts.jiraUrl}${facts.sandbox ? `  ${words.sandbox}` : ''}`],
    ['Redis', facts.redis],
  ];
  const line = '─'.repeat(78);
  return [
    '',
    line,
    ` ${words.running}`,
    '',
    ...rows.map(([name, value]) => `   ${(name ?? '').padEnd(10)} ${value}`),
    ...(facts.forgets ? ['', `   ${words.forgets}`] : []),
    '',
    ` ${words.send}`,
    '',
    facts.curl,
    '',
    ` ${words.recover}`,
    '',
    facts.recoveryCurl,
    '',
    ` ${words.stop}`,
    line,
    '',
  ].join('\n');
}

interface Words {
  login: (user: string, password: string) => string;
  sandbox: string;
  guance: string;
  ofJira: string;
  running: string;
  forgets: string;
  send: string;
  recover: string;
  stop: string;
}

/** The names of the rows stay: they are what the documentation and the settings call these things. */
const WORDS: Record<Language, Words> = {
  en: {
    login: (user, password) => `user ${user}, password ${password}`,
    ofJira: '(for Jira: docs/guide/back.md)',
    guance: '(sandbox; its buttons send alerts, one issue for each fault)',
    sandbox: '(sandbox; set JIRA_URL for a real one)',
    running: 'guance-jira is running',
    forgets: 'NOTHING SURVIVES A RESTART: Redis runs in memory. Install redis-server, or set REDIS_URL.',
    send: 'Send the sample alert from another terminal (again and again: it stays one issue):',
    recover:
      'And its recovery (told in the issue with JIRA_GROUP=fault npm start, or group: fault in the rules; else ignored):',
    stop: 'Stop with Ctrl-C.',
  },
  zh: {
    login: (user, password) => `用户 ${user}，密码 ${password}`,
    ofJira: '（填在 Jira 里：docs/guide/back.zh-CN.md）',
    guance: '（沙箱；点按钮即发送告警，一个故障一张单）',
    sandbox: '（沙箱；设置 JIRA_URL 即连接真实的 Jira）',
    running: 'guance-jira 已启动',
    forgets: '重启后什么都不会保留：Redis 运行在内存中。请安装 redis-server，或设置 REDIS_URL。',
    send: '在另一个终端发送示例告警（发多少次都只有一张单）：',
    recover:
      '再发送它的恢复（以 JIRA_GROUP=fault npm start 启动，或规则里写 group: fault，恢复才写进单子，否则被忽略）：',
    stop: '按 Ctrl-C 停止。',
  },
};
