import { appendFile } from 'node:fs/promises';
import type { Counts } from './reports.ts';

const SLOWEST = 10;

export interface Summary {
  readonly skipped: readonly string[];
  /** Last of all, since a log may keep only its end: how each step ended, where time went, and a line per failed test. */
  readonly results: readonly string[];
}

export function summaryOf(results: readonly string[], counts: Counts): Summary {
  const slowest = [...counts.files].sort((a, b) => b.seconds - a.seconds).slice(0, SLOWEST);
  const times = slowest.map(({ file, seconds }) => `${file} ${seconds.toFixed(1)} s`).join(', ');
  return {
    skipped: counts.skippedNames.map((name) => `skipped: ${name}`),
    results: [
      ...results,
      ...(times === '' ? [] : [`slowest: ${times}`]),
      ...counts.failures.map((failure) => `failed: ${failure}`),
      `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`,
    ],
  };
}

/** Prints it. With CHECK_SUMMARY the results stand in that file as well, so that CI can say at its end how every ring ended. */
export async function keepSummary({ skipped, results }: Summary): Promise<void> {
  heading('Summary');
  console.log([...skipped, ...results].join('\n'));
  const file = process.env.CHECK_SUMMARY;
  if (file) await appendFile(file, `${results.join('\n')}\n`);
}

export function heading(text: string): void {
  console.log(`\n── ${text} ${'─'.repeat(Math.max(2, 90 - text.length))}`);
}
