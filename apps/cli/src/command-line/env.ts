import { parseEnv } from 'node:util';
import { z } from 'zod';

type Env = Readonly<Record<string, string | undefined>>;

/** What `npm start` leaves behind for the command line: where its Redis and its receiver are, and the sandbox's login as a file. */
const StackFile = z.object({
  v: z.literal(1),
  /** For whatever the person has not said otherwise. */
  settings: z.record(z.string(), z.string()),
  /** The sandbox stands for Jira as long as nobody names another. */
  sandbox: z.record(z.string(), z.string()).nullable(),
});

/**
 * The variables that are added to a command's environment: those of `.env`, then those of the running local stack. What the
 * environment says itself is never replaced, whether as NAME or as NAME_FILE.
 */
export function cliEnv(env: Env, dotEnv: string | null, stackFile: string | null): Record<string, string> {
  const fromFile = missingFrom(env, dotEnv === null ? {} : parseEnv(dotEnv));
  const said = { ...env, ...fromFile };
  const stack = stackFile === null ? null : readStack(stackFile);
  if (stack === null) return fromFile;
  const settings = missingFrom(said, stack.settings);
  const realJira = said.JIRA_URL || said.JIRA_URL_FILE;
  if (realJira || stack.sandbox === null) return { ...fromFile, ...settings };
  // The login of a real Jira, or a key of a real Guance, has no business in the sandbox.
  const silenced = Object.keys(said).filter((name) =>
    /^(JIRA_(USER|TOKEN|PASSWORD|HEADERS|TLS_[A-Z]+|OAUTH_[A-Z_]+?)|GUANCE_API_KEYS|GUANCE_CLIENT_TOKENS)(_FILE)?$/.test(
      name,
    ),
  );
  return {
    ...fromFile,
    ...settings,
    ...Object.fromEntries(silenced.map((name) => [name, ''])),
    ...stack.sandbox,
    // Rules of one's own are tried on the sandbox, too.
    ...(said.RULES_FILE ? { RULES_FILE: said.RULES_FILE } : {}),
  };
}

function missingFrom(env: Env, values: Env): Record<string, string> {
  const plain = (name: string) => name.replace(/_FILE$/, '');
  const taken = new Set(
    Object.keys(env)
      .filter((name) => env[name])
      .map(plain),
  );
  // RULES_FILE is no NAME_FILE of a RULES, but the rule does it no harm.
  const entries = Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(entries.filter(([name]) => !taken.has(plain(name))));
}

function readStack(text: string): z.infer<typeof StackFile> | null {
  try {
    return StackFile.parse(JSON.parse(text));
  } catch {
    // Half written, or of another version: as if the stack did not run.
    return null;
  }
}
