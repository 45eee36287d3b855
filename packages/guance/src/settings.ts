import { splitList } from '@guance-jira/service';
import { z } from 'zod';

/** How to get to Guance's OpenAPI. Nothing is asked there unless a route says so. */
export const GuanceSettings = z.object({
  GUANCE_API_URL: z
    .url({ protocol: /^https?$/, hostname: /.+/, error: 'must be an http:// or https:// URL' })
    // It is logged, and fetch names it whole in what it throws.
    .refine((url) => !/[?#]|\/\/[^/]*@/.test(url), 'must hold no user, password, ? or #')
    .transform((url) => url.replace(/\/+$/, ''))
    .optional()
    .describe(
      "Guance's OpenAPI, such as `https://openapi.guance.com`, for `back` and `context` in the rules and for finding missed alerts",
    ),
  GUANCE_API_KEYS: byWorkspace()
    .optional()
    .describe('keys of that API, one for each workspace, comma or line separated, as `workspace:key`')
    .meta({ secret: true }),
  GUANCE_CLIENT_TOKENS: byWorkspace()
    .optional()
    .describe('client tokens, with which that API draws the charts of rules with `context`; written as GUANCE_API_KEYS')
    .meta({ secret: true }),
  GUANCE_TIMEOUT_MS: z.coerce
    .number()
    .int()
    .min(100)
    .max(120_000)
    .default(10_000)
    .describe('timeout of one request to Guance, in milliseconds'),
});
export type GuanceSettings = z.infer<typeof GuanceSettings>;

/** One without the other does nothing. */
export function guanceFaults(env: Readonly<Record<string, string | undefined>>): string[] {
  if (env.GUANCE_CLIENT_TOKENS && !env.GUANCE_API_URL && !env.GUANCE_API_KEYS)
    return ['GUANCE_API_URL: is required together with GUANCE_CLIENT_TOKENS, as is GUANCE_API_KEYS'];
  if (Boolean(env.GUANCE_API_URL) === Boolean(env.GUANCE_API_KEYS)) return [];
  const [missing, given] = env.GUANCE_API_URL
    ? ['GUANCE_API_KEYS', 'GUANCE_API_URL']
    : ['GUANCE_API_URL', 'GUANCE_API_KEYS'];
  return [`${missing}: is required together with ${given}`];
}

/** Keys or tokens, one for each workspace: `workspace:key`, comma or line separated. */
function byWorkspace() {
  return z.string().transform((text, context) => {
    const { keys, problems } = parseKeys(text);
    for (const message of problems) context.addIssue({ code: 'custom', message });
    return keys;
  });
}

/** The problems name workspaces, never a key. */
function parseKeys(text: string): { keys: ReadonlyMap<string, string>; problems: string[] } {
  const keys = new Map<string, string>();
  const problems: string[] = [];
  const items = splitList(text);
  if (items.length === 0) problems.push('holds no key');
  items.forEach((item, index) => {
    const { workspace, key } = /^(?<workspace>[A-Za-z0-9_-]{1,64}):(?<key>[\x21-\x7e]+)$/.exec(item)?.groups ?? {};
    if (workspace === undefined || key === undefined)
      problems.push(`entry ${index + 1} must be workspace:key, with the workspace as df_workspace_uuid has it`);
    else if (keys.has(workspace)) problems.push(`the workspace ${workspace} stands there twice`);
    else keys.set(workspace, key);
  });
  return { keys, problems };
}
