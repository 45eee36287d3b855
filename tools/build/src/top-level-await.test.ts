import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { topLevelAwait } from './top-level-await.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'guance-jira-await-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function run(source: string): Promise<void> {
  await writeFile(join(root, 'a.ts'), source);
  const bundle = await rolldown({ input: join(root, 'a.ts'), platform: 'node', plugins: [topLevelAwait(root)] });
  await bundle.write({ file: join(root, 'out.cjs'), format: 'cjs' });
  createRequire(import.meta.url)(join(root, 'out.cjs'));
}

it('lets a program wait that is built as CommonJS, with what it declares before and after', async () => {
  const said = Promise.withResolvers<string>();
  Reflect.set(globalThis, 'say', said.resolve);

  await run(`
    // 中文 before what is found by its place
    const one: number = await Promise.resolve(1);
    let two = 0;
    for await (const value of [Promise.resolve(2)]) two += value;
    say(joined(one, two));
    function joined(...parts: number[]) { return parts.join(); }
  `);

  expect(await said.promise).toBe('1,2');
});

it.each([
  "import { sep } from 'node:path';\nexport const one = async () => await sep;",
  'export class A { async one() { await 1; } }',
  'export const one = { async *two() { for await (const three of []) yield three; } };',
])('leaves %j, where only a function waits', async (source) => {
  await expect(run(source)).resolves.toBeUndefined();
});

it('refuses one of which others take what it has only when it has waited', async () => {
  await expect(run('const one = await 1;\nexport { one };')).rejects.toThrow('after it has waited');
});
