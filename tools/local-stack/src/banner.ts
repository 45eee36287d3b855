export interface BannerFacts {
  readonly consoleUrl: string;
  readonly dashboardUser: string;
  readonly dashboardPassword: string;
  readonly webhookUrl: string;
  readonly jiraUrl: string;
  readonly sandbox: boolean;
  readonly redis: string;
  /** True when nothing survives a restart. */
  readonly forgets: boolean;
  readonly curl: string;
}

/** What a person needs to know once all is running. */
export function banner(facts: BannerFacts): string {
  const rows = [
    ['Console', facts.consoleUrl],
    ['Dashboard', `${facts.consoleUrl}dashboard`],
    ['', `user ${facts.dashboardUser}, password ${facts.dashboardPassword}`],
    ['Webhook', facts.webhookUrl],
    ['Jira', `${facts.jiraUrl}${facts.sandbox ? '  (sandbox; set JIRA_URL for a real one)' : ''}`],
    ['Redis', facts.redis],
  ];
  const line = '─'.repeat(78);
  return [
    '',
    line,
    ' guance-jira is running',
    '',
    ...rows.map(([name, value]) => `   ${(name ?? '').padEnd(10)} ${value}`),
    ...(facts.forgets
      ? ['', '   NOTHING SURVIVES A RESTART: Redis runs in memory. Install redis-server, or set REDIS_URL.']
      : []),
    '',
    ' Send the sample alert from another terminal (again and again: it stays one issue):',
    '',
    facts.curl,
    '',
    ' Stop with Ctrl-C.',
    line,
    '',
  ].join('\n');
}
