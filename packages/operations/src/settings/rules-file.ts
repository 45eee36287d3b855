import { parseRulesFiles, type Rules, rulesFromSettings } from '@guance-jira/mapping';
import { readRulesSync } from './rules-source.ts';
import type { WorkerEnv } from './worker-settings.ts';

/** What the rules come from. */
export type RulesSettings = Pick<
  WorkerEnv,
  'RULES_FILE' | 'JIRA_PROJECT' | 'JIRA_ISSUE_TYPE' | 'JIRA_ASSIGNEE' | 'JIRA_PRIORITY' | 'JIRA_GROUP'
>;

/**
 * The rules of RULES_FILE, a file or a folder of them, or without it the one route that the JIRA_* variables make.
 * @throws RulesInvalid with every problem by file, line and column
 */
export function loadRules(config: RulesSettings): Rules {
  return config.RULES_FILE === undefined
    ? rulesFromVariables(config)
    : parseRulesFiles(readRulesSync(config.RULES_FILE));
}

function rulesFromVariables(config: RulesSettings): Rules {
  const { JIRA_PROJECT: project, JIRA_ISSUE_TYPE: issueType } = config;
  if (project === undefined || issueType === undefined)
    throw new Error('JIRA_PROJECT and JIRA_ISSUE_TYPE are required without RULES_FILE');
  return rulesFromSettings({
    project,
    issueType,
    group: config.JIRA_GROUP,
    ...(config.JIRA_ASSIGNEE === undefined ? {} : { assignee: config.JIRA_ASSIGNEE }),
    ...(config.JIRA_PRIORITY === undefined ? {} : { priority: config.JIRA_PRIORITY }),
  });
}
