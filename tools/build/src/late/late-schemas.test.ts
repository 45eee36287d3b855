import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { lateSchemas } from './late-schemas.ts';

const zod = createRequire(join(import.meta.dirname, '../../../../packages/queue/package.json')).resolve('zod');

interface Schema {
  parse(value: unknown): unknown;
  safeParse(value: unknown): { success: boolean; error?: { issues: { path: unknown[] }[] } };
}

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'guance-jira-schemas-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function built(source: string): Promise<Record<string, Schema>> {
  await writeFile(join(root, 'a.ts'), source);
  const bundle = await rolldown({
    input: join(root, 'a.ts'),
    platform: 'node',
    external: [zod],
    plugins: [
      { name: 'zod', resolveId: (id) => (id === 'zod' ? { id: zod, external: true } : null) },
      lateSchemas(root),
    ],
  });
  await bundle.write({ file: join(root, 'out.mjs') });
  return import(join(root, 'out.mjs'));
}

it('makes a schema when it is first used, also one that is in another or made of another', async () => {
  const { Person, Team, Named, made } = await built(`
    import { z } from 'zod';
    // 中文 before what is found by its place
    export let made = [];
    const noted = (name, schema) => (made.push(name), schema);
    export const Person = z.object({ name: noted('person', z.string()), age: z.coerce.number() });
    export type Person = z.infer<typeof Person>;
    export const Team = z.strictObject({ people: z.array(Person), head: Person.optional() }).readonly();
    export const Named = Person.pick({ name: true });
  `);
  expect(made).toEqual([]);

  expect(Team?.parse({ people: [{ name: 'a', age: '7' }] })).toEqual({ people: [{ name: 'a', age: 7 }] });
  expect(made).toEqual(['person']);
  expect(Team?.safeParse({ people: [{ name: 7 }], x: 1 }).error?.issues.map(({ path }) => path)).toEqual([
    ['people', 0, 'name'],
    ['people', 0, 'age'],
    [],
  ]);
  expect(Named?.parse({ name: 'b', age: 1 })).toEqual({ name: 'b' });
  expect(Person?.safeParse(1).success).toBe(false);
  expect(made).toEqual(['person']);
});

it('leaves what is read when the module is loaded, and what is no schema', async () => {
  const { read, keys } = await built(`
    import { z } from 'zod';
    export const read = z.object({ a: z.string() }).parse({ a: 'b' });
    export const keys = Object.keys(z.object({ a: z.string() }).shape);
  `);

  expect(read).toEqual({ a: 'b' });
  expect(keys).toEqual(['a']);
});
