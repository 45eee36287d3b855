import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { pageLanguages } from '../apps/console/src/words/language.ts';
import { languages, reasonInChinese } from '../packages/mapping/src/index.ts';
import { notifyLanguages } from '../packages/service/src/notify/settings.ts';
import { languages as startLanguages } from '../tools/local-stack/src/settings/language.ts';
import { repoRoot } from './harness/index.ts';

/** Those that may not import the mapping have a list of their own; from each follows what the compiler asks for. */
describe('a language of issues and command line', () => {
  it.each([
    ['messages of the notifier', 'packages/service/src/notify/settings.ts', notifyLanguages],
    ['the console', 'apps/console/src/words/language.ts', pageLanguages],
    ['npm start', 'tools/local-stack/src/settings/language.ts', startLanguages],
  ])('is one of %s, too', (_, file, known) => {
    expect([...known], `add it to ${file}`).toEqual([...languages]);
  });
});

it('every fixed reason why an event waits, or ended so, is told in Chinese', () => {
  const files = globSync('apps/worker/src/{consume,create,groups,handle,issue,storms}/**/*.ts', { cwd: repoRoot });
  const told = files
    .filter((file) => !/\.test\.ts$|\/testing\//.test(file))
    .map((file) => readFileSync(`${repoRoot}/${file}`, 'utf8'))
    .flatMap((text) => [...text.matchAll(/\breason(?:: | = )'([^']+ [^']+)'/g)].map(([, reason = '']) => reason));

  expect(told.length).toBeGreaterThan(15);
  const untold = told.filter((reason) => reasonInChinese(reason) === reason);
  expect(untold, 'packages/mapping/src/text/reason-in-chinese.ts').toEqual([]);
});
