import { misspeltSettings } from '@guance-jira/service';
import { WorkerEnv } from './worker-settings.ts';

/** What stands in the environment and does nothing. */
export interface IdleSettings {
  /** They make the one route, which there is not beside RULES_FILE. */
  readonly byRules: readonly string[];
  readonly misspelt: readonly { readonly name: string; readonly meant: string }[];
}

const OF_ONE_ROUTE = ['JIRA_PROJECT', 'JIRA_ISSUE_TYPE', 'JIRA_ASSIGNEE', 'JIRA_PRIORITY', 'JIRA_GROUP'];

export function idleSettings(env: Readonly<Record<string, string | undefined>>): IdleSettings {
  const isSet = (name: string) => Boolean(env[name] || env[`${name}_FILE`]);
  return {
    byRules: env.RULES_FILE ? OF_ONE_ROUTE.filter(isSet) : [],
    misspelt: misspeltSettings(env, Object.keys(WorkerEnv.shape)),
  };
}
