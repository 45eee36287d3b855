export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Why tests were skipped, by what their names say. */
  readonly skippedNames: readonly string[];
}

export const NOTHING: Counts = { passed: 0, failed: 0, skipped: 0, skippedNames: [] };

export function sum(a: Counts, b: Counts): Counts {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
    skippedNames: [...a.skippedNames, ...b.skippedNames],
  };
}

/**
 * Counts the tests of one vitest run from its JSON report. A file that could not be loaded counts as one failure, since
 * none of its tests did run.
 * @throws Error when the report is not what vitest writes
 */
export function countsOf(report: unknown): Counts {
  const files = listAt(report, 'testResults');
  let counts = NOTHING;
  for (const file of files) {
    const tests = listAt(file, 'assertionResults');
    if (tests.length === 0 && textAt(file, 'status') === 'failed') counts = sum(counts, { ...NOTHING, failed: 1 });
    for (const test of tests) counts = sum(counts, countOf(textAt(test, 'status'), textAt(test, 'fullName')));
  }
  return counts;
}

function countOf(status: string, name: string): Counts {
  if (status === 'passed') return { ...NOTHING, passed: 1 };
  if (status === 'failed') return { ...NOTHING, failed: 1 };
  return { ...NOTHING, skipped: 1, skippedNames: [name] };
}

function listAt(value: unknown, name: string): unknown[] {
  const list: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  if (!Array.isArray(list)) throw new Error(`vitest's report has no list ${name}`);
  return list;
}

function textAt(value: unknown, name: string): string {
  const text: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  return typeof text === 'string' ? text : '';
}
