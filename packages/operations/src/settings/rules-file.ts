import {
  parseRulesFiles,
  type RuleSettings,
  type Rules,
  type RulesText,
  rulesFromSettings,
  rulesTextOf,
} from '@guance-jira/mapping';
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

/** The one route that the variables make, as a file. */
export function variablesAsText(config: RulesSettings): RulesText {
  return { name: 'rules.yaml', text: rulesTextOf(settingsIn(config)) };
}

function rulesFromVariables(config: RulesSettings): Rules {
  return rulesFromSettings(settingsIn(config));
}

function settingsIn(config: RulesSettings): RuleSettings {
  const { JIRA_PROJECT: project, JIRA_ISSUE_TYPE: issueType } = config;
  if (project === undefined || issueType === undefined)
    throw new Error('JIRA_PROJECT and JIRA_ISSUE_TYPE are required without RULES_FILE');
  return {
    project,
    issueType,
    group: config.JIRA_GROUP,
    ...(config.JIRA_ASSIGNEE === undefined ? {} : { assignee: config.JIRA_ASSIGNEE }),
    ...(config.JIRA_PRIORITY === undefined ? {} : { priority: config.JIRA_PRIORITY }),
  };
}
