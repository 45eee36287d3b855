import { describe, expect, it } from 'vitest';
import { cyclesIn, type Graph } from './harness/sources/cycles.ts';
import { type SourceFile, sourceFiles } from './harness/sources/source-files.ts';

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

function graphOf(sources: readonly SourceFile[]): Graph {
  const known = new Set(sources.map(({ path }) => path));
  return new Map(sources.map(({ path, imports }) => [path, imports.filter((target) => known.has(target))]));
}
