import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { buildPackage } from '../harness/index.ts';

/**
 * The npm package in a folder of the test's own. Where the rings have built it (E2E_BUILT), it is a copy of that, without what Node has
 * kept beside it since: to build it once more takes ten seconds of a processor.
 */
export async function packageIn(
  folder: string,
  { E2E_BUILT: built }: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  if (!built) return buildPackage(folder);
  const kept = join(built, 'compile-cache');
  await cp(built, folder, { recursive: true, filter: (file) => file !== kept });
  return folder;
}
