import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NOTHING } from '../reports.ts';
import { runStep, type StepResult } from '../steps.ts';
import { digestOfSources, keepBuilt, takeKept } from './kept-build.ts';

export interface BuiltPrograms extends StepResult {
  /** The environment for tests: with it those of whole processes start what was built, and Node keeps what it has compiled of vitest and of threads. */
  readonly env: NodeJS.ProcessEnv;
  remove(): Promise<void>;
}

/**
 * What `npm run build` makes, in a folder of this run; of the same sources it is taken as the last run has made it. Tests start a process
 * some hundred times, and built it starts with a quarter of a processor's time. Their sources are started with E2E_SOURCES=1, or
 * where a file of tests is run alone.
 */
export async function buildPrograms(
  root: string,
  env: NodeJS.ProcessEnv,
  show: (output: string) => void = console.log,
): Promise<BuiltPrograms> {
  if (env.E2E_SOURCES === '1') return { ok: true, counts: NOTHING, env, remove: async () => {} };
  const folder = await mkdtemp(join(tmpdir(), 'guance-jira-built-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  const [out, facts] = [join(folder, 'package'), join(folder, 'facts.json')];
  const more = { E2E_BUILT: out, E2E_BUILT_FACTS: facts, NODE_COMPILE_CACHE: join(out, 'compile-cache') };

  const sources = await digestOfSources(root);
  if (await takeKept(root, sources, folder)) {
    show('as it was built before: no source has changed since');
    return { ok: true, counts: NOTHING, env: { ...env, ...more }, remove };
  }
  const result = await runStep(['node', 'tools/build/src/main.ts', '--out', out, '--facts', facts], root, env, show);
  // Whoever saves a file meanwhile may have built some of it and not all.
  if (result.ok && (await digestOfSources(root)) === sources) await keepBuilt(root, sources, folder);
  return { ...result, env: result.ok ? { ...env, ...more } : env, remove };
}
