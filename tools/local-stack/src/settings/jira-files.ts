import { SANDBOX_SETTLE_MS, SANDBOX_USER, sandboxAssignee } from './settings.ts';

/**
 * The worker's `JIRA_*`, and all apps' key prefix, as files for `NAME_FILE`: the user's own when `JIRA_URL` is set, else the sandbox's. An empty file
 * counts as an absent variable, so a missing one is named by the worker itself.
 */
export function jiraFiles(
  env: Readonly<Record<string, string | undefined>>,
  sandboxToken: string,
): Record<string, string> {
  const real = Boolean(env.JIRA_URL);
  return {
    'jira-url': real ? (env.JIRA_URL ?? '') : (env.SANDBOX_URL ?? ''),
    'jira-user': real ? (env.JIRA_USER ?? '') : SANDBOX_USER,
    'jira-token': real ? (env.JIRA_TOKEN ?? '') : sandboxToken,
    'jira-password': real ? (env.JIRA_PASSWORD ?? '') : '',
    'jira-project': real ? (env.JIRA_PROJECT ?? '') : 'OPS',
    'jira-issue-type': real ? (env.JIRA_ISSUE_TYPE ?? '') : '故障',
    // What happened in the sandbox must not count as done in a real Jira.
    'redis-prefix': real ? (env.REDIS_PREFIX ?? '') : `${env.REDIS_PREFIX || 'guance-jira'}-sandbox`,
    'jira-settle-ms': env.JIRA_SETTLE_MS || (real ? '' : SANDBOX_SETTLE_MS),
    'jira-assignee': real
      ? (env.JIRA_ASSIGNEE ?? '')
      : sandboxAssignee(env.SANDBOX_DIALECT === 'cloud' ? 'cloud' : 'datacenter'),
  };
}
