import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseRules, type Rules, rulesFromSettings } from '@guance-jira/mapping';
import type { WorkerEnv } from './config.ts';

/**
 * The rules of RULES_FILE, or without it the one route that the JIRA_* variables make.
 * @throws RulesInvalid with every problem by file, line and column; an error of the file system as it is
 */
export function loadRules(config: WorkerEnv): Rules {
  const path = config.RULES_FILE;
  if (path === undefined) return rulesFromVariables(config);
  if (!statSync(path).isDirectory()) return parseRules(readFileSync(path, 'utf8'), path);
  const files = readdirSync(path).filter((name) => /\.ya?ml$/.test(name));
  const [only, ...others] = files;
  if (only === undefined || others.length > 0)
    throw new Error(`RULES_FILE: the folder must hold exactly one .yaml file, it holds ${files.length}`);
  return parseRules(readFileSync(join(path, only), 'utf8'), join(path, only));
}

function rulesFromVariables(config: WorkerEnv): Rules {
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
