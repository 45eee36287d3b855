import { expect, it } from 'vitest';
import { e2eFiles } from './e2e-files.ts';
import { longestFirst } from './longest-first.ts';
import { LONG_FILES } from './rings.ts';

it('files that take long begin first, and the others keep their order', () => {
  const files = ['e2e/b.test.ts', 'e2e/slow.test.ts', 'e2e/a.test.ts', 'e2e/slowest.test.ts'];

  expect(longestFirst(files, (file) => file, ['e2e/slowest.test.ts', 'e2e/gone.test.ts', 'e2e/slow.test.ts'])).toEqual([
    'e2e/slowest.test.ts',
    'e2e/slow.test.ts',
    'e2e/b.test.ts',
    'e2e/a.test.ts',
  ]);
});

it('each file that is said to take long is there', async () => {
  const files = await e2eFiles();

  expect(LONG_FILES.filter((file) => !files.includes(file))).toEqual([]);
});
