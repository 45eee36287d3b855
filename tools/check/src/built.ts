import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NOTHING } from './reports.ts';
import { runStep, type StepResult } from './steps.ts';

export interface BuiltPrograms extends StepResult {
  /** The environment for tests of whole processes: with it `e2e/harness` starts what was built. */
  readonly env: NodeJS.ProcessEnv;
  remove(): Promise<void>;
}

/**
 * What `npm run build` makes, in a folder of this run. End-to-end tests start a process some hundred times, and built it starts with
 * less than half of a processor's time. Their sources are started with E2E_SOURCES=1, or where a file of tests is run alone.
 */
export async function buildPrograms(
  root: string,
  env: NodeJS.ProcessEnv,
  show?: (output: string) => void,
): Promise<BuiltPrograms> {
  if (env.E2E_SOURCES === '1') return { ok: true, counts: NOTHING, env, remove: async () => {} };
  const folder = await mkdtemp(join(tmpdir(), 'guance-jira-built-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  const result = await runStep(['node', 'tools/build/src/main.ts', '--out', folder], root, env, show);
  return { ...result, env: result.ok ? { ...env, E2E_BUILT: folder } : env, remove };
}
