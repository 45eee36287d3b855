import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Measured, readTable } from './read-table.ts';

const run = promisify(execFile);
const ROOM = { maxBuffer: 64 * 1024 * 1024 };

/** A checkout of that commit in a folder of its own, with what its own lockfile names. */
export async function createCheckout(commit: string, dir: string) {
  await run('git', ['worktree', 'add', '--detach', dir, commit], ROOM);
  await run(process.execPath, ['tools/setup.mjs'], { ...ROOM, cwd: dir });
  return { dir, remove: () => run('git', ['worktree', 'remove', '--force', dir], ROOM) };
}

/** One figure, measured by the bench of that checkout itself. An aim that is missed is no error here. */
export async function measure(dir: string, name: string, rounds: number, outDir: string): Promise<Measured[]> {
  const options = ['--only', name, '--rounds', String(rounds), '--out', outDir];
  const env = { ...process.env, PATH: `${join(dir, 'node_modules/.bin')}:${process.env.PATH}` };
  await run('node', ['bench/main.ts', ...options], { ...ROOM, cwd: dir, env }).catch((error: unknown) => {
    if (Reflect.get(Object(error), 'code') !== 1) throw error;
  });
  return readTable(await readFile(join(outDir, 'figures.md'), 'utf8'));
}
