/** By whom and how Jira is reached, out of the settings: the same for the worker and for every command. */
import type { Certificates } from '../transport/dispatcher.ts';
import type { JiraAccessSettings } from './settings.ts';

export interface JiraAccess {
  readonly user: string | undefined;
  /** API token, personal access token or password. */
  readonly secret: string;
  /** For a gateway before Jira. */
  readonly headers: Readonly<Record<string, string>>;
  readonly certificates: Certificates;
}

export function accessOf(settings: JiraAccessSettings): JiraAccess {
  return {
    user: settings.JIRA_USER,
    secret: settings.JIRA_TOKEN ?? settings.JIRA_PASSWORD ?? '',
    headers: settings.JIRA_HEADERS ?? {},
    certificates: { cert: settings.JIRA_TLS_CERT, key: settings.JIRA_TLS_KEY, ca: settings.JIRA_TLS_CA },
  };
}
