import { startJiraSandbox } from '@guance-jira/jira-sandbox';

/** The sandbox, driven over HTTP like any other Jira, and by its control API; what tests poll is read where it is, in this process. */
export interface Jira {
  readonly url: string;
  /** The worker's `JIRA_*` for it. */
  readonly env: Record<string, string>;
  /** All issues, oldest first, as `GET /_sandbox/issues` tells them. */
  issues(): Promise<SandboxIssue[]>;
  /** The requests it got, oldest first; those of one kind, or after one of them, when it is given. */
  requests(filter?: { kind?: string; sinceN?: number }): Promise<SandboxRequest[]>;
  /** The links between issues, by their ids. */
  links(): Promise<{ inwardId: string; outwardId: string }[]>;
  /** Any call of the control API, such as `control('POST', '/faults', rule)`. */
  control(method: string, path: string, body?: unknown): Promise<unknown>;
  close(): Promise<void>;
}

export type SandboxIssue = Record<string, unknown> & { key: string };
export type SandboxRequest = Record<string, unknown> & { method: string; path: string; status: number | null };

export async function startJira(
  dialect: 'cloud' | 'datacenter',
  options: Readonly<Record<string, unknown>> = {},
  now: () => number = Date.now,
): Promise<Jira> {
  const sandbox = await startJiraSandbox({ dialect, ...options }, { now });
  const control: Jira['control'] = async (method, path, body) => {
    const response = await fetch(`${sandbox.controlUrl}/_sandbox${path}`, {
      method,
      ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`sandbox answered ${response.status} to ${method} ${path}: ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  };
  return {
    url: sandbox.url,
    env: envFor(sandbox.url, dialect),
    issues: async () => sandbox.copies.issues(),
    requests: async (filter) => sandbox.copies.requests(filter),
    links: async () => sandbox.copies.links(),
    control,
    close: () => sandbox.close(),
  };
}

/** The sandbox's own account and its first project: what the one route without a rules file needs. */
function envFor(url: string, dialect: 'cloud' | 'datacenter'): Record<string, string> {
  const login =
    dialect === 'cloud'
      ? { JIRA_USER: 'bot@example.com', JIRA_TOKEN: 'sandbox-token', JIRA_ASSIGNEE: 'pacher@example.com' }
      : { JIRA_USER: 'bot', JIRA_PASSWORD: 'sandbox-password', JIRA_ASSIGNEE: 'pacher' };
  return { JIRA_URL: url, JIRA_PROJECT: 'OPS', JIRA_ISSUE_TYPE: '故障', ...login };
}
