import { describe, expect, it } from 'vitest';
import { countsOf } from './reports.ts';

describe('countsOf', () => {
  it('counts what passed, failed and was skipped, and keeps the names of the last, why each failed and how long each file took', () => {
    const report = {
      testResults: [
        {
          name: '/some/where/e2e/cli/a.test.ts',
          status: 'failed',
          startTime: 1000,
          endTime: 3500.5,
          assertionResults: [
            { status: 'passed', fullName: 'a' },
            {
              status: 'failed',
              fullName: 'b',
              failureMessages: ['Error: \u001b[31mno issue\u001b[39m\n    at a.ts:3'],
            },
            { status: 'pending', fullName: 'browser skipped: no chromium' },
            { status: 'todo', fullName: 'd' },
          ],
        },
      ],
    };

    expect(countsOf(report)).toEqual({
      passed: 1,
      failed: 1,
      skipped: 2,
      skippedNames: ['browser skipped: no chromium', 'd'],
      failures: ['cli/a.test.ts: b: Error: no issue'],
      files: [{ file: 'cli/a.test.ts', seconds: 2.5005 }],
    });
  });

  it('counts a file that could not be loaded as a failure', () => {
    expect(countsOf({ testResults: [{ status: 'failed', assertionResults: [] }] }).failed).toBe(1);
  });

  it.each([null, {}, { testResults: 3 }, []])('refuses the report %j instead of counting nothing', (report) => {
    expect(() => countsOf(report)).toThrow();
  });
});
