import { expect, it } from 'vitest';
import { NOTHING } from './reports.ts';
import { summaryOf } from './summary.ts';

it('a summary names the ten slowest files and, at its end, every failed test', () => {
  const files = Array.from({ length: 12 }, (_, n) => ({ file: `e2e/${n}.test.ts`, seconds: n }));
  const failures = ['e2e/3.test.ts: an event: Error: no issue'];

  const { skipped, results } = summaryOf(['ok      Types (tsc) (3 s)'], {
    ...NOTHING,
    ...{ files, failures, passed: 40, failed: 1, skipped: 1, skippedNames: ['no kubectl'] },
  });

  expect(skipped).toEqual(['skipped: no kubectl']);
  expect(results).toEqual([
    'ok      Types (tsc) (3 s)',
    expect.stringMatching(/^slowest: e2e\/11\.test\.ts 11\.0 s, .*, e2e\/2\.test\.ts 2\.0 s$/),
    'failed: e2e/3.test.ts: an event: Error: no issue',
    '40 passed, 1 failed, 1 skipped',
  ]);
});

it('a summary without tests names no files', () => {
  expect(summaryOf([], NOTHING)).toEqual({ skipped: [], results: ['0 passed, 0 failed, 0 skipped'] });
});
