/** Which Jira, and as whom. Apart from connect.ts, since jira.js takes half a second to load and most commands need none of it. */
import { z } from 'zod';
import type { JiraAccess } from './access/access.ts';
import { expected } from './adapter.ts';

/** Basic with a user (Cloud: e-mail and API token; Data Center: user and password), Bearer without. */
export function authorizationHeader({ user, secret }: Pick<JiraAccess, 'user' | 'secret'>): string {
  return user ? `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}` : `Bearer ${secret}`;
}

/** The form in which a Jira is compared with the one in the ledger: no slash at the end, lower-case host, no default port. */
export function normaliseSite(url: string): string {
  return new URL(url).href.replace(/\/+$/, '');
}

const ServerInfo = z.object({
  baseUrl: z.url().optional(),
  deploymentType: z
    .string()
    .optional()
    .transform((type) => (type?.toLowerCase() === 'cloud' ? ('cloud' as const) : ('datacenter' as const))),
});

/** Which Jira this is, and where its pages are; needs no login. @throws JiraFailure */
export async function serverInfo(sendRequest: (request: { url: string }) => Promise<unknown>) {
  return expected('serverInfo', ServerInfo, await sendRequest({ url: '/rest/api/2/serverInfo' }));
}
