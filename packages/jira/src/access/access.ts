/** By whom and how Jira is reached, out of the settings: the same for the worker and for every command. */
import type { Certificates } from '../transport/dispatcher.ts';
import type { JiraAccessSettings } from './settings.ts';

export interface JiraAccess {
  readonly user: string | undefined;
  /** API token, personal access token or password. */
  readonly secret: string;
  /** Access tokens are got with these, in place of user and secret. */
  readonly oauth: OAuthClient | null;
  /** For a gateway before Jira. */
  readonly headers: Readonly<Record<string, string>>;
  readonly certificates: Certificates;
}

/** Client credentials of a service account, and where they are turned into access tokens. */
export interface OAuthClient {
  readonly id: string;
  readonly secret: string;
  readonly scope: string | null;
  readonly tokenUrl: string;
}

export function accessOf(settings: JiraAccessSettings & { readonly JIRA_URL: string }): JiraAccess {
  return {
    user: settings.JIRA_USER,
    secret: settings.JIRA_TOKEN ?? settings.JIRA_PASSWORD ?? '',
    oauth: clientOf(settings),
    headers: settings.JIRA_HEADERS ?? {},
    certificates: { cert: settings.JIRA_TLS_CERT, key: settings.JIRA_TLS_KEY, ca: settings.JIRA_TLS_CA },
  };
}

function clientOf(settings: JiraAccessSettings & { readonly JIRA_URL: string }): OAuthClient | null {
  const { JIRA_OAUTH_CLIENT_ID: id, JIRA_OAUTH_CLIENT_SECRET: secret, JIRA_URL: url } = settings;
  if (id === undefined || secret === undefined) return null;
  const isCloud = new URL(url).hostname === 'api.atlassian.com';
  const ofJira = `${url.replace(/\/+$/, '')}/rest/oauth2/latest/token`;
  const tokenUrl = settings.JIRA_OAUTH_TOKEN_URL ?? (isCloud ? 'https://auth.atlassian.com/oauth/token' : ofJira);
  // Atlassian refuses every scope here, since they are chosen with the credentials; Data Center wants one.
  const scope = settings.JIRA_OAUTH_SCOPE ?? (tokenUrl === ofJira ? 'WRITE' : null);
  return { id, secret, scope, tokenUrl };
}
