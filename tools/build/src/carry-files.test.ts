import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { carryFiles } from './carry-files.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'guance-jira-carry-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function built(source: string): Promise<string> {
  await writeFile(join(root, 'a.ts'), source);
  const bundle = await rolldown({ input: join(root, 'a.ts'), platform: 'node', plugins: [carryFiles(root)] });
  const { output } = await bundle.write({ dir: join(root, 'out'), entryFileNames: 'lib/[name].js' });
  return output[0].code;
}

it('takes a file along that a module names by its own place', async () => {
  await writeFile(join(root, 'x.css'), 'p {}');

  expect(await built("export const x = new URL('./x.css', import.meta.url);")).toContain(
    'new URL("./assets/x.css", import.meta.url)',
  );
  expect(await readFile(join(root, 'out/lib/assets/x.css'), 'utf8')).toBe('p {}');
});

it('writes a Lua script into the code, since a start would read many', async () => {
  await writeFile(join(root, 'x.lua'), 'return "1"\n');
  const code = await built("export const x = new URL('./x.lua', import.meta.url);");

  expect(code).toMatch(/pathname: "x\.lua",\s+text: "return \\"1\\"\\n"/);
  await expect(readFile(join(root, 'out/lib/assets/x.lua'))).rejects.toThrow('ENOENT');
});

it('builds a program that a module names, as a file of its own', async () => {
  await writeFile(join(root, 'thread.ts'), 'const n: number = 1;\nconsole.log(n);');

  expect(await built("export const x = new URL('./thread.ts', import.meta.url);")).toContain(
    'new URL("./thread.js", import.meta.url)',
  );
  expect(await readFile(join(root, 'out/lib/thread.js'), 'utf8')).toContain('console.log(');
});

it.each([
  ["export const x = new URL('./absent.lua', import.meta.url);", 'absent.lua does not exist'],
  ['export const x = import.meta.dirname;', 'a.ts names a file in a way that is not known here'],
  ['const name = "x.lua"; export const x = new URL(name, import.meta.url);', 'a.ts names a file in a way'],
  ['export const here = import.meta.url;', 'a.ts names a file in a way'],
])('refuses %s', async (source, why) => {
  await expect(built(source)).rejects.toThrow(why);
});
