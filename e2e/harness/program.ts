import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { repoRoot } from './paths.ts';

export interface Program {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** For each process that a test starts: a start takes a third less of a processor when Node keeps what it has compiled. */
export const COMPILED = { NODE_COMPILE_CACHE: join(tmpdir(), 'guance-jira-compile-cache') };

/**
 * What is started for the program of this file: the file, or where the folder of a build is named in E2E_BUILT, as `npm test` and
 * CI do it, what was made of it; that starts in less than half the time.
 * @param source from the repo's root, such as apps/worker/src/main.ts
 */
export function programOf(source: string, { E2E_BUILT: built }: NodeJS.ProcessEnv = process.env): Program {
  const [, name] = /^apps\/(receiver|worker|console|cli)\/src\/main\.ts$/.exec(source) ?? [];
  if (!built || name === undefined) return { file: `${repoRoot}/${source}`, args: [], env: COMPILED };
  return {
    file: join(built, 'guance-jira.js'),
    // The commands of the command line follow at once.
    args: name === 'cli' ? [] : [name],
    // Built, a program brings what was compiled of it, or is loaded in a way of which Node keeps nothing.
    env: {},
  };
}

/** Builds the npm package into a folder of the test's own; it is what systemd units and the image run. */
export async function buildPackage(folder: string): Promise<string> {
  await promisify(execFile)(process.execPath, [`${repoRoot}/tools/build/src/main.ts`, '--out', folder]);
  return folder;
}
