/** What one ring has built is kept for the next one in the same clone: it is the same as long as no source, no package and no Node is another. */
import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, readlink, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const PLACE = 'node_modules/.cache/built';
const NOT_SOURCES = new Set(['.git', '.data', 'node_modules', 'dist', 'coverage', 'secrets', '.env']);

/** Of everything in the clone that a build could read, what is installed there, and the Node that builds. Named by its path, as a build names its modules. */
export async function digestOfSources(root: string): Promise<string> {
  const installed = await readFile(join(root, 'node_modules/.installed'), 'utf8').catch(() => '');
  const files = await filesIn(root, (name) => !NOT_SOURCES.has(name) && !name.endsWith('.log'));
  return digestOf(root, files, [root, installed, process.version, process.arch, process.platform]);
}

/**
 * Copies what was built of these sources to `folder`.
 * @returns false where there is none, or not all of it as it was built; `folder` is then empty
 */
export async function takeKept(root: string, sources: string, folder: string): Promise<boolean> {
  const kept = join(root, PLACE);
  try {
    const about = JSON.parse(await readFile(join(kept, 'about.json'), 'utf8'));
    if (about.sources !== sources) return false;
    await cp(join(kept, 'built'), folder, { recursive: true });
    if (about.built === (await digestOfFolder(folder))) return true;
  } catch {
    // Half written, taken away by another run, or no JSON: it is built anew.
  }
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  return false;
}

/** Keeps a copy of `folder` in the place of what was kept before. */
export async function keepBuilt(root: string, sources: string, folder: string): Promise<void> {
  const [kept, mine] = [join(root, PLACE), join(root, `${PLACE}-${process.pid}`)];
  await cp(folder, join(mine, 'built'), { recursive: true });
  await writeFile(join(mine, 'about.json'), JSON.stringify({ sources, built: await digestOfFolder(folder) }));
  await rm(kept, { recursive: true, force: true });
  await rename(mine, kept);
}

async function digestOfFolder(folder: string): Promise<string> {
  return digestOf(folder, await filesIn(folder, () => true), []);
}

async function filesIn(folder: string, isTaken: (name: string) => boolean, path = ''): Promise<string[]> {
  const entries = await readdir(join(folder, path), { withFileTypes: true });
  const found = entries
    .filter(({ name }) => isTaken(name))
    .map((entry) => {
      const file = join(path, entry.name);
      return entry.isDirectory() ? filesIn(folder, isTaken, file) : [file];
    });
  return (await Promise.all(found)).flat().sort();
}

async function digestOf(folder: string, files: readonly string[], besides: readonly string[]): Promise<string> {
  const all = createHash('sha256').update(JSON.stringify(besides));
  for (const file of files) {
    const path = join(folder, file);
    const link = await readlink(path).catch(() => null);
    const content = link ?? (await readFile(path));
    const mode = link === null ? (await stat(path)).mode : 0;
    all.update(JSON.stringify([file, mode, createHash('sha256').update(content).digest('hex')]));
  }
  return all.digest('hex');
}
