import { describe, expect, it } from 'vitest';
import { countsOf } from './reports.ts';

describe('countsOf', () => {
  it('counts what passed, failed and was skipped, and keeps the names of the last', () => {
    const report = {
      testResults: [
        {
          status: 'failed',
          assertionResults: [
            { status: 'passed', fullName: 'a' },
            { status: 'failed', fullName: 'b' },
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
    });
  });

  it('counts a file that could not be loaded as a failure', () => {
    expect(countsOf({ testResults: [{ status: 'failed', assertionResults: [] }] }).failed).toBe(1);
  });

  it.each([null, {}, { testResults: 3 }, []])('refuses the report %j instead of counting nothing', (report) => {
    expect(() => countsOf(report)).toThrow();
  });
});
