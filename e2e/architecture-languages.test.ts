import { describe, expect, it } from 'vitest';
import { pageLanguages } from '../apps/console/src/words/language.ts';
import { languages } from '../packages/mapping/src/index.ts';
import { notifyLanguages } from '../packages/service/src/notify/settings.ts';
import { languages as startLanguages } from '../tools/local-stack/src/settings/language.ts';

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
