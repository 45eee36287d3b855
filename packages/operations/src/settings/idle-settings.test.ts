import { expect, it } from 'vitest';
import { idleSettings } from './idle-settings.ts';

it('names what the rules make idle, and only beside rules', () => {
  const env = { JIRA_PROJECT: 'OPS', JIRA_ASSIGNEE_FILE: '/run/a', JIRA_GROUP: '', JIRA_URL: 'http://j' };

  expect(idleSettings({ ...env, RULES_FILE: 'r.yaml' })).toEqual({
    byRules: ['JIRA_PROJECT', 'JIRA_ASSIGNEE'],
    misspelt: [],
  });
  expect(idleSettings(env).byRules).toEqual([]);
});

it('tells which variable a misspelt one was to be', () => {
  expect(idleSettings({ JIRA_GROUPS: 'fault' }).misspelt).toEqual([{ name: 'JIRA_GROUPS', meant: 'JIRA_GROUP' }]);
});
