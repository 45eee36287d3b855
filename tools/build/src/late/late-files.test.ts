import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { lateFiles } from './late-files.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'guance-jira-late-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** What `source` exports, built, with a package of that code beside it. */
async function built(source: string, name: string, code: string): Promise<Record<string, () => unknown>> {
  await mkdir(join(root, 'node_modules', name), { recursive: true });
  await writeFile(join(root, 'node_modules', name, 'package.json'), JSON.stringify({ name, main: 'index.js' }));
  await writeFile(join(root, 'node_modules', name, 'index.js'), `globalThis.loaded = true;\n${code}`);
  await writeFile(join(root, 'a.ts'), source);
  const bundle = await rolldown({ input: join(root, 'a.ts'), platform: 'node', plugins: [lateFiles()] });
  await bundle.write({
    dir: join(root, 'out'),
    format: 'cjs',
    entryFileNames: '[name].cjs',
    chunkFileNames: '[name]-[hash].cjs',
  });
  return createRequire(join(root, 'out/x.cjs'))('./a.cjs');
}

it.each([
  ['as a module', 'export const isMap = (value) => value === 1;\nexport class Document { n = 2; }'],
  ['with require', 'exports.isMap = (value) => value === 1;\nexports.Document = class { n = 2; };'],
])(
  'loads a package, written %s, with the first call, from a file that has its hash in its name',
  async (_how, code) => {
    const source = `
    import { Document, isMap } from 'yaml';
    export const loaded = () => Reflect.get(globalThis, 'loaded') === true;
    export const use = () => [[1, 2].filter(isMap), new Document().n];
  `;
    Reflect.deleteProperty(globalThis, 'loaded');
    const { loaded, use } = await built(source, 'yaml', code);

    expect(loaded?.()).toBe(false);
    expect(use?.()).toEqual([[1], 2]);
    expect(loaded?.()).toBe(true);
    expect(await readdir(join(root, 'out'))).toContainEqual(expect.stringMatching(/^late-yaml-[\w-]{8}\.cjs$/));
  },
);

it('refuses a name of a package that it does not know', async () => {
  await expect(built("import { Unknown } from 're2js'; export const x = Unknown;", 're2js', '')).rejects.toThrow(
    'Unknown',
  );
});
