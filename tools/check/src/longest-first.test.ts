import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
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

it('each file that is said to take long is there', () => {
  const root = join(import.meta.dirname, '../../..');
  expect(LONG_FILES.length).toBeGreaterThan(5);
  expect(LONG_FILES.filter((file) => !existsSync(join(root, file)))).toEqual([]);
});
