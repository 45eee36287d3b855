import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { repoRoot } from './paths.ts';

/** Builds the npm package into a folder of the test's own; it is what systemd units and the image run. */
export async function buildPackage(folder: string): Promise<string> {
  await promisify(execFile)(process.execPath, [`${repoRoot}/tools/build/src/main.ts`, '--out', folder]);
  return folder;
}
