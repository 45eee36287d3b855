import { dataCenterTracker } from './data-center/data-center.ts';
import { normaliseSite, serverInfo } from './site.ts';
import type { Tracker } from './tracker/tracker.ts';
import type { OtherAccounts } from './transport/as-ours.ts';
import { createTransport, type TransportOptions } from './transport/transport.ts';

/**
 * Finds out which Jira this is and returns the tracker for it. `auto` asks `serverInfo`, which needs no login: neither
 * the host's name (custom domains, the api.atlassian.com gateway) nor the context path tells.
 * @throws JiraFailure when Jira does not answer
 */
export async function connectTracker(
  deployment: 'auto' | 'cloud' | 'datacenter',
  options: TransportOptions & { others?: OtherAccounts },
): Promise<Tracker> {
  const transport = createTransport(options);
  const site = normaliseSite(options.baseUrl);
  const info =
    deployment === 'auto' || site.includes('api.atlassian.com') ? await serverInfo(transport.sendRequest) : null;
  const kind = deployment === 'auto' ? info?.deploymentType : deployment;
  if (kind !== 'cloud') return dataCenterTracker(transport, site, options.others);
  // Not before it is needed: jira.js has a file for each request that Cloud knows, half of what a start costs.
  const { cloudTracker } = await import('./cloud/cloud.ts');
  // Through the gateway the pages for people are elsewhere; serverInfo knows where.
  return cloudTracker(
    transport,
    site,
    site.includes('api.atlassian.com') ? normaliseSite(info?.baseUrl ?? site) : site,
    options.others,
  );
}
