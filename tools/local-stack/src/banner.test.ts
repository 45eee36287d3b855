import { describe, expect, it } from 'vitest';
import { type BannerFacts, banner } from './banner.ts';
import { languageIn } from './settings/language.ts';

const facts: Omit<BannerFacts, 'language'> = {
  ...{ consoleUrl: 'http://127.0.0.1:8081/', dashboardUser: 'admin', dashboardPassword: 'secret-word' },
  ...{ webhookUrl: 'http://127.0.0.1:8080/webhook/guance/token', jiraUrl: 'http://127.0.0.1:8090/', sandbox: true },
  ...{ guanceUrl: 'http://127.0.0.1:8091/', jiraWebhookUrl: 'http://127.0.0.1:8080/webhook/jira/jira-token' },
  ...{ redis: 'redis-server', forgets: true, curl: 'curl …', recoveryCurl: 'curl … ok' },
};

describe('what npm start prints', () => {
  it.each(['en', 'zh'] as const)('has in %s every address, the login and both curl lines', (language) => {
    const text = banner({ ...facts, language });
    for (const fact of [
      facts.consoleUrl,
      facts.webhookUrl,
      'http://127.0.0.1:8080/webhook/jira/jira-token',
      facts.jiraUrl,
      'http://127.0.0.1:8091/',
      'JIRA_GROUP=fault npm start',
      'admin',
      'secret-word',
    ])
      expect(text).toContain(fact);
    // To be copied as they are.
    expect(text.split('\n').filter((line) => line.startsWith('curl'))).toEqual([facts.curl, facts.recoveryCurl]);
  });

  it('is Chinese where the terminal speaks it', () => {
    expect(banner({ ...facts, language: languageIn({ LANG: 'zh_CN.UTF-8' }) })).toContain('guance-jira 已启动');
    expect(banner({ ...facts, language: languageIn({ LANG: 'C.UTF-8' }) })).toContain('guance-jira is running');
    expect(banner({ ...facts, language: languageIn({ LANG: 'zh_CN.UTF-8', LC_ALL: 'en_US.UTF-8' }) })).toContain(
      'Stop with Ctrl-C.',
    );
  });
});
