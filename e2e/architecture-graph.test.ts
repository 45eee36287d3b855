import { describe, expect, it } from 'vitest';
import { cyclesIn, type Graph } from './harness/sources/cycles.ts';
import { describeFile, type SourceFile, sourceFiles } from './harness/sources/source-files.ts';

const files = sourceFiles().filter(({ isTest, path }) => !isTest && /^(apps|packages|tools)\//.test(path));
const graph = graphOf(files);

describe('files import each other in one direction only', () => {
  it('read the imports: a check over nothing proves nothing', () => {
    expect(graph.size).toBeGreaterThan(500);
    expect([...graph.values()].flat().length).toBeGreaterThan(graph.size);
  });

  it('has no cycles, neither of values nor of types', () => {
    expect(
      cyclesIn(graph),
      'move what both need into a file of its own below them, or declare the narrow type where it is needed',
    ).toEqual([]);
  });

  it('would notice one, however long, and one of types', () => {
    const path = (name: string) => `apps/worker/src/${name}.ts`;
    const imports = (name: string, target: string) =>
      ({ path: path(name), imports: [path(target)] }) as Partial<SourceFile> as SourceFile;
    const ring = [imports('a', 'b'), imports('b', 'c'), imports('c', 'a'), imports('d', 'a'), imports('e', 'e')];

    expect(cyclesIn(graphOf(ring))).toEqual([[path('a'), path('b'), path('c')], [path('e')]]);
  });
});

/** A change of such a file is a change for all of them: what many need is a leaf, or the entrance of a package. */
const MAX_IMPORTERS = 12;

describe('no file stands in the middle of all', () => {
  it('is imported by more than twelve others, unless it is a leaf that takes no code of ours from elsewhere', () => {
    expect(
      hubsIn(files),
      'move the types that all need into a file without code, or declare the narrow type where it is needed',
    ).toEqual([]);
  });

  it('would notice a hub, and no leaf of types', () => {
    const middle = 'apps/worker/src/middle.ts';
    const users = Array.from({ length: 13 }, (_, index) =>
      describeFile(`apps/worker/src/user-${index}.ts`, "import type { A } from './middle.ts';\n"),
    );
    const below = describeFile('apps/worker/src/below.ts', 'export const below = 1;\n');
    const withCode = describeFile(middle, "import { type B, below } from './below.ts';\n");
    const ofTypes = "import type { B } from './below.ts';\nexport { type C } from './below.ts';\n";

    expect(hubsIn([...users, below, withCode])).toEqual([`${middle} is imported by 13 files`]);
    expect(hubsIn([...users, below, describeFile(middle, ofTypes)])).toEqual([]);
    expect(hubsIn([...users.slice(1), below, withCode])).toEqual([]);
  });
});

function hubsIn(sources: readonly SourceFile[]): string[] {
  const importers = new Map<string, number>();
  for (const target of [...graphOf(sources).values()].flatMap((targets) => [...new Set(targets)]))
    importers.set(target, (importers.get(target) ?? 0) + 1);
  return sources
    .filter(({ path }) => !path.endsWith('/src/index.ts') && (importers.get(path) ?? 0) > MAX_IMPORTERS)
    .filter(({ valueImports }) => valueImports.some((target) => target.endsWith('.ts')))
    .map(({ path }) => `${path} is imported by ${importers.get(path)} files`);
}

function graphOf(sources: readonly SourceFile[]): Graph {
  const known = new Set(sources.map(({ path }) => path));
  return new Map(sources.map(({ path, imports }) => [path, imports.filter((target) => known.has(target))]));
}
