import { isAbsolute, relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { LONG_FILES } from './rings.ts';

/** vitest knows how long a file takes once it has run, which in a fresh clone is never; else the largest file is first, and a short one that waits long is last and alone. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const pathOf = ({ moduleId, project }: TestSpecification) =>
      isAbsolute(moduleId) ? relative(project.config.root, moduleId).replaceAll('\\', '/') : moduleId;
    return longestFirst(sorted, pathOf);
  }
}

/** Those that are named, in their order, before all others, which keep theirs. */
export function longestFirst<T>(
  files: readonly T[],
  pathOf: (file: T) => string,
  long: readonly string[] = LONG_FILES,
): T[] {
  const placeOf = (file: T) => {
    const place = long.indexOf(pathOf(file));
    return place < 0 ? long.length : place;
  };
  return files.toSorted((a, b) => placeOf(a) - placeOf(b));
}
