import { glob } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Every file that the e2e project of vitest.config.ts takes, from the root. */
export async function e2eFiles(): Promise<string[]> {
  const files: string[] = [];
  const exclude = (path: string) => path.includes('node_modules');
  for await (const file of glob('e2e/**/*.test.ts', { cwd: root, exclude })) files.push(file.replaceAll('\\', '/'));
  return files.sort();
}
