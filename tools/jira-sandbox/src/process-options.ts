import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { Dialect, type SandboxOptionsInput } from './options.ts';
import { readSite } from './site/site.ts';
import { defaultAccounts } from './state/defaults.ts';

const Env = z.object({
  SANDBOX_PORT: z.coerce.number().int().min(0).max(65_535).default(0),
  SANDBOX_HOST: z.string().default('127.0.0.1'),
  SANDBOX_DIALECT: Dialect.default('cloud'),
  SANDBOX_CONTEXT_PATH: z.string().default(''),
  SANDBOX_DATA: z.string().optional(),
  SANDBOX_SITE: z.string().optional(),
  SANDBOX_LANGUAGE: z.enum(['en', 'zh']).default('en'),
  SANDBOX_USER: z.string().optional(),
  SANDBOX_TOKEN: z.string().optional(),
  SANDBOX_TOKEN_FILE: z.string().optional(),
  SANDBOX_WEBHOOK_URL: z.url().optional(),
  SANDBOX_WEBHOOK_SECRET: z.string().optional(),
  SANDBOX_INDEX_LAG_MS: z.coerce.number().nonnegative().default(0),
  SANDBOX_LATENCY_MS: z.coerce.number().nonnegative().default(0),
});

/** The options of a sandbox process. Throws an Error that names the variable, never its value. */
export function optionsFromEnv(env: Record<string, string | undefined>): SandboxOptionsInput {
  const given = Object.fromEntries(
    Object.entries(env).filter(([name, value]) => name.startsWith('SANDBOX_') && value !== ''),
  );
  const parsed = Env.safeParse(given);
  if (!parsed.success) {
    throw new Error(`not usable: ${parsed.error.issues.map((issue) => issue.path.join('.')).join(', ')}`);
  }
  const { data } = parsed;
  const site = data.SANDBOX_SITE === undefined ? {} : readSite(data.SANDBOX_SITE);
  const accounts = accountsFrom(data);
  // Ours first, then those of the site; a login that both name is ours.
  const others = site.accounts?.filter(({ login }) => !accounts.some((known) => known.login === login)) ?? [];
  return {
    ...site,
    port: data.SANDBOX_PORT,
    host: data.SANDBOX_HOST,
    dialect: data.SANDBOX_DIALECT,
    contextPath: data.SANDBOX_CONTEXT_PATH.replace(/\/$/, ''),
    language: data.SANDBOX_LANGUAGE,
    indexLagMs: data.SANDBOX_INDEX_LAG_MS,
    latencyMs: data.SANDBOX_LATENCY_MS,
    accounts: [...accounts, ...others],
    webhooks: webhooksFrom(data),
    ...(data.SANDBOX_DATA === undefined ? {} : { dataFile: data.SANDBOX_DATA }),
  };
}

function webhooksFrom(data: z.infer<typeof Env>): NonNullable<SandboxOptionsInput['webhooks']> {
  const { SANDBOX_WEBHOOK_URL: url, SANDBOX_WEBHOOK_SECRET: secret } = data;
  return url === undefined ? [] : [{ url, ...(secret === undefined ? {} : { secret }) }];
}

/** The token serves as API token, password and personal access token, so each kind of login works with it. */
function accountsFrom(data: z.infer<typeof Env>): NonNullable<SandboxOptionsInput['accounts']> {
  const fromFile =
    data.SANDBOX_TOKEN_FILE === undefined ? undefined : readFileSync(data.SANDBOX_TOKEN_FILE, 'utf8').trim();
  const token = data.SANDBOX_TOKEN ?? fromFile ?? 'sandbox-token';
  const user = data.SANDBOX_USER ?? (data.SANDBOX_DIALECT === 'cloud' ? 'bot@example.com' : 'bot');
  const login = user.replace(/@.*/, '') || user;
  const [, ...people] = defaultAccounts;
  const bot =
    data.SANDBOX_DIALECT === 'cloud' ? { login, email: user, apiToken: token } : { login: user, password: token };
  return [{ ...bot, displayName: 'Guance Bot', pats: [token] }, ...people];
}
