import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { repoRoot } from '../harness/index.ts';

/** The system's own Python: Debian's packages are for it alone, and another may come first on the PATH. */
const PYTHON = '/usr/bin/python3';
const run = promisify(execFile);

/** Whether the library is installed (Debian: python3-jira). */
export function hasPythonJira(): boolean {
  return spawnSync(PYTHON, ['-c', 'import jira']).status === 0;
}

/**
 * Runs the script against a Jira; what it printed, parsed.
 * @throws Error with the script's own traceback
 */
export async function runSeedScript(env: Readonly<Record<string, string>>): Promise<unknown> {
  const { stdout } = await run(PYTHON, [`${repoRoot}/e2e/foreign-client/seed_script.py`], { env });
  return JSON.parse(stdout);
}
