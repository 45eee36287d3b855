/** The variables that say by whom and how Jira is reached. */
import { z } from 'zod';
import { certificateFaults } from './certificate-faults.ts';
import { readHeaders } from './extra-headers.ts';

export const JiraAccessSettings = z.object({
  JIRA_USER: z
    .string()
    .min(1)
    .optional()
    .describe('Cloud: e-mail of the account; Data Center: user name. Without it, JIRA_TOKEN is sent as Bearer'),
  JIRA_TOKEN: z
    .string()
    .min(1)
    .optional()
    .describe('API token (Cloud) or personal access token (Data Center)')
    .meta({ secret: true }),
  JIRA_PASSWORD: z
    .string()
    .min(1)
    .optional()
    .describe('password of JIRA_USER on Data Center, instead of JIRA_TOKEN')
    .meta({ secret: true }),
  JIRA_TOKEN_EXPIRES: z
    .union([z.iso.date(), z.iso.datetime({ offset: true })], 'must be a date, such as 2027-01-31')
    .transform((text) => Date.parse(text))
    .optional()
    .describe('date on which JIRA_TOKEN expires; NOTIFY_URL gets a message 14, 7, 3 and 1 days before'),
  JIRA_OAUTH_CLIENT_ID: z
    .string()
    .min(1)
    .max(500)
    .optional()
    .describe(
      'OAuth 2.0 client credentials of a service account, instead of JIRA_TOKEN: the client id. On Cloud, JIRA_URL is then `https://api.atlassian.com/ex/jira/<cloudId>`',
    ),
  JIRA_OAUTH_CLIENT_SECRET: z
    .string()
    .min(1)
    .max(2000)
    .optional()
    .describe('client secret of JIRA_OAUTH_CLIENT_ID')
    .meta({ secret: true }),
  JIRA_OAUTH_SCOPE: z
    .string()
    .regex(/^[\x21\x23-\x5B\x5D-\x7E]+( [\x21\x23-\x5B\x5D-\x7E]+)*$/, 'must be names with single spaces between them')
    .optional()
    .describe('scopes to request, separated by spaces (default: none on Cloud, `WRITE` on Data Center)'),
  JIRA_OAUTH_TOKEN_URL: z
    .url({ protocol: /^https?$/, hostname: /.+/, error: 'must be an http:// or https:// URL' })
    .refine((url) => !/[?#]|\/\/[^/]*@/.test(url), 'must hold no user, password, ? or #')
    .optional()
    .describe(
      'where access tokens come from (default: `https://auth.atlassian.com/oauth/token` on Cloud, `/rest/oauth2/latest/token` below JIRA_URL on Data Center)',
    ),
  JIRA_TLS_CERT: pem('CERTIFICATE').describe(
    'client certificate, if Jira (or a gateway in front of it) requires one: PEM text, or the path of a PEM file',
  ),
  JIRA_TLS_KEY: pem('PRIVATE KEY')
    .describe('private key of JIRA_TLS_CERT, without a passphrase: PEM text, or the path of a PEM file')
    .meta({ secret: true }),
  JIRA_TLS_CA: pem('CERTIFICATE').describe(
    "private CA that signed Jira's certificate, trusted in addition to those that Node knows: PEM text, or the path of a PEM file",
  ),
  JIRA_HEADERS: z
    .string()
    .transform((text, context) => {
      const { headers, problems } = readHeaders(text);
      for (const message of problems) context.addIssue({ code: 'custom', message });
      return headers;
    })
    .optional()
    .describe(
      'headers that a gateway in front of Jira requires: `Name: value`, one per line, or `{"Name": "value"}`; sent with every request to Jira',
    )
    .meta({ secret: true }),
});
export type JiraAccessSettings = z.infer<typeof JiraAccessSettings>;

type Values = Readonly<Partial<Record<keyof JiraAccessSettings | 'JIRA_URL', string | undefined>>>;

/** The faults that concern more than one variable, by name. */
export function accessFaults(values: Values): string[] {
  const faults = [...certificateFaults(values), ...oauthFaults(values)];
  if (values.JIRA_OAUTH_CLIENT_ID || values.JIRA_OAUTH_CLIENT_SECRET) return faults;
  if (!values.JIRA_TOKEN && !values.JIRA_PASSWORD)
    faults.push(
      'JIRA_TOKEN: set JIRA_TOKEN, or JIRA_USER and JIRA_PASSWORD, or JIRA_OAUTH_CLIENT_ID and JIRA_OAUTH_CLIENT_SECRET',
    );
  if (values.JIRA_TOKEN && values.JIRA_PASSWORD)
    faults.push('JIRA_PASSWORD: set either JIRA_TOKEN or JIRA_PASSWORD, not both');
  if (values.JIRA_PASSWORD && !values.JIRA_USER) faults.push('JIRA_USER: is required with JIRA_PASSWORD');
  return faults;
}

function oauthFaults(values: Values): string[] {
  const { JIRA_OAUTH_CLIENT_ID: id, JIRA_OAUTH_CLIENT_SECRET: secret, JIRA_URL: url = '' } = values;
  const faults: string[] = [];
  if (!id && !secret)
    return (['JIRA_OAUTH_SCOPE', 'JIRA_OAUTH_TOKEN_URL'] as const)
      .filter((name) => values[name])
      .map((name) => `${name}: needs JIRA_OAUTH_CLIENT_ID`);
  if (!secret) faults.push('JIRA_OAUTH_CLIENT_SECRET: is required with JIRA_OAUTH_CLIENT_ID');
  if (!id) faults.push('JIRA_OAUTH_CLIENT_ID: is required with JIRA_OAUTH_CLIENT_SECRET');
  for (const name of ['JIRA_USER', 'JIRA_TOKEN', 'JIRA_PASSWORD'] as const)
    if (values[name]) faults.push(`${name}: set either ${name} or JIRA_OAUTH_CLIENT_ID, not both`);
  // Atlassian takes such tokens at the gateway alone, and answers 401 here.
  if (/^https?:\/\/[^/]*\.(atlassian\.net|jira\.com)(:\d+)?(\/|$)/i.test(url))
    faults.push(
      'JIRA_URL: must be https://api.atlassian.com/ex/jira/<cloudId> with JIRA_OAUTH_CLIENT_ID; /_edge/tenant_info of the site shows its cloudId',
    );
  return faults;
}

function pem(kind: string) {
  return z
    .string()
    .regex(
      new RegExp(`-----BEGIN ([A-Z0-9 ]+ )?${kind}-----`),
      `must be PEM text with a ${kind.toLowerCase()} (-----BEGIN …${kind}-----), or the path of a file with it`,
    )
    .optional()
    .meta({ pem: true });
}
