import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { sourceFiles, withoutComments } from './harness/sources/source-files.ts';

const LIST = 'Add another tracker than Jira';

/** A word of its own, also as the name of a property or in a text, but not in the path of an import. */
const KNOWS_TWO = /(?<![/\w-])(cloud|datacenter)\b(?!\/|-|\.ts)|\/browse\//;

/** Whoever adds a third kind must find every place that knows two. */
it(`CONTRIBUTING, "${LIST}", names every file outside the two products' own folders that tells Cloud from Data Center, or writes an issue's address`, () => {
  const text = readFileSync(new URL('../CONTRIBUTING.md', import.meta.url), 'utf8');
  const section = text.split('\n## ').find((one) => one.startsWith(LIST)) ?? '';
  const knowing = sourceFiles()
    .filter(
      ({ path, isTest }) =>
        /^(apps|packages)\//.test(path) && !/^packages\/jira\/src\/(cloud|data-center)\//.test(path) && !isTest,
    )
    .filter(({ text: source }) => KNOWS_TWO.test(withoutComments(source)))
    .map(({ path }) => path);
  expect(knowing.length).toBeGreaterThan(10);
  expect(knowing.filter((path) => !section.includes(`\`${path}\``))).toEqual([]);
});
