import { execFile } from 'node:child_process';
import { copyFile, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { repoRoot } from '../harness/index.ts';

const run = promisify(execFile);

/** A copy of this clone as somebody else would get it: with what is not committed yet, without what git ignores. */
export async function cloneInto(dir: string): Promise<void> {
  const { stdout } = await run('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: repoRoot,
    maxBuffer: 16 * 1024 * 1024,
  });
  for (const file of stdout.split('\0').filter((name) => name !== '')) {
    const target = join(dir, file);
    await mkdir(dirname(target), { recursive: true });
    // A file that was deleted and not yet staged is listed too.
    await copyFile(join(repoRoot, file), target).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
  }
}
