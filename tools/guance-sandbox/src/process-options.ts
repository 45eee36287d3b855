import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { languages, type SandboxOptionsInput } from './options.ts';

const Limit = z.coerce.number().int().nonnegative();

const Env = z.object({
  GUANCE_SANDBOX_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  GUANCE_SANDBOX_HOST: z.string().optional(),
  GUANCE_SANDBOX_WORKSPACE: z.string().optional(),
  GUANCE_SANDBOX_KEY: z.string().optional(),
  GUANCE_SANDBOX_KEY_FILE: z.string().optional(),
  GUANCE_SANDBOX_WEBHOOK_URL: z.url().optional(),
  GUANCE_SANDBOX_JIRA_URL: z.url().optional(),
  GUANCE_SANDBOX_LANGUAGE: z.enum(languages).optional(),
  GUANCE_SANDBOX_REQUESTS_PER_MINUTE: Limit.optional(),
  GUANCE_SANDBOX_DISABLE_AFTER: Limit.optional(),
});

/** The options of a sandbox process. Throws an Error that names the variable, never its value. */
export function optionsFromEnv(env: Readonly<Record<string, string | undefined>>): SandboxOptionsInput {
  const given = Object.fromEntries(
    Object.entries(env).filter(([name, value]) => name.startsWith('GUANCE_SANDBOX_') && value !== ''),
  );
  const parsed = Env.safeParse(given);
  if (!parsed.success)
    throw new Error(`not usable: ${parsed.error.issues.map((issue) => issue.path.join('.')).join(', ')}`);
  const { data } = parsed;
  return defined({
    port: data.GUANCE_SANDBOX_PORT,
    host: data.GUANCE_SANDBOX_HOST,
    workspaceUuid: data.GUANCE_SANDBOX_WORKSPACE,
    apiKey: keyIn(data.GUANCE_SANDBOX_KEY_FILE) ?? data.GUANCE_SANDBOX_KEY,
    webhookUrl: data.GUANCE_SANDBOX_WEBHOOK_URL,
    jiraUrl: data.GUANCE_SANDBOX_JIRA_URL,
    language: data.GUANCE_SANDBOX_LANGUAGE,
    requestsPerMinute: noneAtZero(data.GUANCE_SANDBOX_REQUESTS_PER_MINUTE),
    disableAfterFailures: noneAtZero(data.GUANCE_SANDBOX_DISABLE_AFTER),
  });
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Drops members that are undefined, so that the defaults count; what is left has the same names and types. */
function defined<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Defined<T>;
}

function noneAtZero(limit: number | undefined): number | null | undefined {
  return limit === 0 ? null : limit;
}

function keyIn(file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    throw new Error('not readable: GUANCE_SANDBOX_KEY_FILE');
  }
}
