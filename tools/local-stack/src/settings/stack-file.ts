import { rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Ports, StackSettings } from './settings.ts';

/** What the command line (`npm run cli`) must know of a stack that runs, since ports and Redis are chosen at the start. No secret. */
export interface StackFile {
  readonly v: 1;
  readonly settings: Readonly<Record<string, string>>;
  readonly sandbox: Readonly<Record<string, string>> | null;
}

export function stackFileOf(
  { worker, sandbox }: StackSettings,
  facts: { redisUrl: string | undefined; ports: Ports; dataDir: string },
): StackFile {
  const { redisUrl, ports, dataDir } = facts;
  const settings = {
    ...(redisUrl === undefined ? {} : { REDIS_URL: redisUrl }),
    RECEIVER_PORT: String(ports.receiver),
    WORKER_PORT: String(ports.worker),
  };
  if (sandbox === undefined) return { v: 1, settings, sandbox: null };
  const names = ['URL', 'USER', 'DEPLOYMENT', 'PROJECT', 'ISSUE_TYPE', 'ASSIGNEE'].map((name) => `JIRA_${name}`);
  const known = [
    ...names,
    'REDIS_PREFIX',
    'RULES_FILE',
    'GUANCE_API_URL',
    'GUANCE_API_KEYS_FILE',
    'GUANCE_CLIENT_TOKENS',
    'NO_PROXY',
    'no_proxy',
  ].flatMap((name) => (worker[name] ? [[name, worker[name]]] : []));
  return {
    v: 1,
    settings,
    sandbox: { ...Object.fromEntries(known), JIRA_TOKEN_FILE: join(dataDir, 'secrets', 'sandbox-token') },
  };
}

/** Writes it, and returns what removes it: a stack that is gone must not be looked for. */
export async function writeStackFile(dataDir: string, file: StackFile): Promise<() => void> {
  const path = join(dataDir, 'stack.json');
  await writeFile(path, `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600 });
  return () => rmSync(path, { force: true });
}
