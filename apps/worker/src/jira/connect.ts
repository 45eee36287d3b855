import { z } from 'zod';
import type { Tracker } from '../tracker.ts';
import { expected } from './adapter.ts';
import { cloudTracker } from './cloud.ts';
import { dataCenterTracker } from './data-center.ts';
import { createTransport, type TransportOptions } from './transport.ts';

export interface Credentials {
  user: string | undefined;
  /** API token, personal access token or password. */
  secret: string;
}

/** Basic with a user (Cloud: e-mail and API token; Data Center: user and password), Bearer without. */
export function authorizationHeader({ user, secret }: Credentials): string {
  return user ? `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}` : `Bearer ${secret}`;
}

/** The form in which a Jira is compared with the one in the ledger: no slash at the end, lower-case host, no default port. */
export function normaliseSite(url: string): string {
  return new URL(url).href.replace(/\/+$/, '');
}

/**
 * Finds out which Jira this is and returns the tracker for it. `auto` asks `serverInfo`, which needs no log-in: neither
 * the host's name (custom domains, the api.atlassian.com gateway) nor the context path tells.
 * @throws JiraFailure when Jira does not answer
 */
export async function connectTracker(
  deployment: 'auto' | 'cloud' | 'datacenter',
  options: TransportOptions,
): Promise<Tracker> {
  const transport = createTransport(options);
  const site = normaliseSite(options.baseUrl);
  const info =
    deployment === 'auto' || site.includes('api.atlassian.com') ? await serverInfo(transport.sendRequest) : null;
  const kind = deployment === 'auto' ? info?.deploymentType : deployment;
  if (kind !== 'cloud') return dataCenterTracker(transport, site);
  // Through the gateway the pages for people are elsewhere; serverInfo knows where.
  return cloudTracker(
    transport,
    site,
    site.includes('api.atlassian.com') ? normaliseSite(info?.baseUrl ?? site) : site,
  );
}

const ServerInfo = z.object({
  baseUrl: z.url().optional(),
  deploymentType: z
    .string()
    .optional()
    .transform((type) => (type?.toLowerCase() === 'cloud' ? ('cloud' as const) : ('datacenter' as const))),
});

/** Which Jira this is, and where its pages are; needs no log-in. @throws JiraFailure */
export async function serverInfo(sendRequest: (request: { url: string }) => Promise<unknown>) {
  return expected('serverInfo', ServerInfo, await sendRequest({ url: '/rest/api/2/serverInfo' }));
}
