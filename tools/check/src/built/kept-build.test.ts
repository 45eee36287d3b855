import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { digestOfSources, keepBuilt, takeKept } from './kept-build.ts';

let root: string;
let built: string;
let taken: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'guance-jira-kept-'));
  for (const folder of ['apps/a', 'node_modules', '.data', 'out/package'])
    await mkdir(join(root, folder), { recursive: true });
  await write('apps/a/main.ts', 'one');
  await write('node_modules/.installed', 'lockfile');
  // Elsewhere, as what is built is no source.
  built = await mkdtemp(join(tmpdir(), 'guance-jira-kept-built-'));
  taken = await mkdtemp(join(tmpdir(), 'guance-jira-kept-taken-'));
  await mkdir(join(built, 'package'));
  await writeFile(join(built, 'package/guance-jira.js'), 'program');
  await chmod(join(built, 'package/guance-jira.js'), 0o755);
});
afterEach(() => Promise.all([root, built, taken].map((folder) => rm(folder, { recursive: true, force: true }))));

const write = (file: string, text: string) => writeFile(join(root, file), text);
const kept = (file: string) => `node_modules/.cache/built/${file}`;

describe('what a ring has built', () => {
  it('is taken by the next one, and by one more that keeps its own', async () => {
    const sources = await digestOfSources(root);
    expect(await takeKept(root, sources, taken)).toBe(false);
    await keepBuilt(root, sources, built);
    await keepBuilt(root, sources, built);

    expect(await takeKept(root, await digestOfSources(root), taken)).toBe(true);
    expect(await readFile(join(taken, 'package/guance-jira.js'), 'utf8')).toBe('program');
    expect(await readdir(join(root, 'node_modules/.cache'))).toEqual(['built']);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['a source is another', () => write('apps/a/main.ts', 'two')],
    ['a source is new', () => write('apps/a/more.ts', '')],
    ['a source is gone', () => rm(join(root, 'apps/a/main.ts'))],
    ['other packages are installed', () => write('node_modules/.installed', 'another lockfile')],
    ['a file of it is damaged', () => write(kept('built/package/guance-jira.js'), 'progrom')],
    ['a file of it is missing', () => rm(join(root, kept('built/package/guance-jira.js')))],
    ['a file of it is too much', () => write(kept('built/package/more.js'), '')],
    ['a file of it may no longer be run', () => chmod(join(root, kept('built/package/guance-jira.js')), 0o644)],
    ['what was written about it is cut off', () => write(kept('about.json'), '{"sources":')],
  ])('is built anew where %s', async (_what, change) => {
    await keepBuilt(root, await digestOfSources(root), built);
    await change();

    expect(await takeKept(root, await digestOfSources(root), taken)).toBe(false);
    expect(await readdir(taken)).toEqual([]);
  });

  it('is still of these sources when a run has left its own files beside them', async () => {
    const sources = await digestOfSources(root);
    await write('.data/dump.rdb', 'data');
    await write('receiver.log', 'line');

    expect(await digestOfSources(root)).toBe(sources);
  });
});
