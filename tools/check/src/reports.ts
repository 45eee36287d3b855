import { stripVTControlCharacters } from 'node:util';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Why tests were skipped, by what their names say. */
  readonly skippedNames: readonly string[];
  /** One text per failed test: its file, its name and the first line of what it threw, for a log of which only the end is kept. */
  readonly failures: readonly string[];
  /** How long each file took, with what it imports. */
  readonly files: readonly { readonly file: string; readonly seconds: number }[];
}

export const NOTHING: Counts = { passed: 0, failed: 0, skipped: 0, skippedNames: [], failures: [], files: [] };

export function sum(a: Counts, b: Counts): Counts {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
    skippedNames: [...a.skippedNames, ...b.skippedNames],
    failures: [...a.failures, ...b.failures],
    files: [...a.files, ...b.files],
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
    const path = textAt(file, 'name');
    if (tests.length === 0 && textAt(file, 'status') === 'failed')
      counts = sum(counts, failure(path, 'could not be loaded', textAt(file, 'message')));
    for (const test of tests) counts = sum(counts, countOf(test, path));
    counts = sum(counts, { ...NOTHING, files: [{ file: shortPath(path), seconds: secondsOf(file) }] });
  }
  return counts;
}

function countOf(test: unknown, path: string): Counts {
  const name = textAt(test, 'fullName');
  const status = textAt(test, 'status');
  if (status === 'passed') return { ...NOTHING, passed: 1 };
  if (status === 'failed') return failure(path, name, listAt(test, 'failureMessages').map(String).join(' · '));
  return { ...NOTHING, skipped: 1, skippedNames: [name] };
}

function failure(path: string, name: string, message: string): Counts {
  const [line = ''] = stripVTControlCharacters(message).split('\n');
  return { ...NOTHING, failed: 1, failures: [`${shortPath(path)}: ${name}: ${line.slice(0, 200)}`] };
}

function shortPath(path: string): string {
  return path.split('/').slice(-2).join('/');
}

function secondsOf(file: unknown): number {
  const [start, end] = [numberAt(file, 'startTime'), numberAt(file, 'endTime')];
  return Math.max(0, end - start) / 1000;
}

function listAt(value: unknown, name: string): unknown[] {
  const list: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  if (!Array.isArray(list)) throw new Error(`vitest's report has no list ${name}`);
  return list;
}

function numberAt(value: unknown, name: string): number {
  const number: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  return typeof number === 'number' ? number : 0;
}

function textAt(value: unknown, name: string): string {
  const text: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  return typeof text === 'string' ? text : '';
}
