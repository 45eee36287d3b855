import type { z } from 'zod';
import { ConsoleEnv } from '../../apps/console/src/config.ts';
import { ReceiverEnv } from '../../apps/receiver/src/config.ts';
import { WorkerEnv } from '../../packages/operations/src/index.ts';

const FIELDS = {
  receiver: ReceiverEnv.shape,
  worker: WorkerEnv.shape,
  console: ConsoleEnv.shape,
} satisfies Record<string, z.ZodRawShape>;
export type AppName = keyof typeof FIELDS;
export const APPS: readonly AppName[] = ['receiver', 'worker', 'console'];

/** Read by Node itself or by the HTTP client, not by a schema of ours. */
const OF_NODE = ['NODE_ENV', 'NODE_EXTRA_CA_CERTS', 'NODE_OPTIONS', 'HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY'];

/** The names that none of these apps reads, neither as NAME nor as NAME_FILE. */
export function unknownSettings(names: readonly string[], apps: readonly AppName[]): string[] {
  return names.filter((name) => !OF_NODE.includes(name) && !apps.some((app) => isSetting(app, name)));
}

/** The names by which a secret would stand there itself, not as a file that holds it. */
export function bareSecrets(names: readonly string[], apps: readonly AppName[]): string[] {
  return names.filter((name) => apps.some((app) => fieldsOf(app)[name]?.meta()?.secret === true));
}

/** `RULES_FILE` is a variable of its own, `JIRA_TOKEN_FILE` sets `JIRA_TOKEN`. */
function isSetting(app: AppName, name: string): boolean {
  return name in fieldsOf(app) || name.replace(/_FILE$/, '') in fieldsOf(app);
}

function fieldsOf(app: AppName): Readonly<Record<string, z.ZodType>> {
  return FIELDS[app];
}
