import { describe, expect, it } from 'vitest';
import { isQuick } from './guard.ts';

describe('isQuick', () => {
  it.each([
    ['character references after a bare address', `http://a.b/${'&a;'.repeat(1_300)}x`],
    ['the same on the lines of one paragraph', `http://a.b/\n${'&a;&a;&a;\n'.repeat(450)}`],
    ['words after a bracket left open', `[ ${'word '.repeat(1_800)}`],
    ['quotes in quotes', '>'.repeat(2_000)],
    ['lists in lists', '- '.repeat(1_500)],
    ['emphasis in emphasis', '**a*'.repeat(700)],
    ['a text longer than any alert', 'words without an end\n\n'.repeat(500)],
  ])('is false for %s', (_, text) => {
    expect(isQuick(text)).toBe(false);
  });

  const alert =
    '> **等级**：critical  \n> `share` 磁盘使用率为 100.00%，见 [日志](/logIndi/log/all?time=1,2&tags={host:web 01})\n\n';
  it.each([
    ['an alert of a few lines', alert],
    ['an alert of 2 KB in paragraphs', alert.repeat(18)],
    ['2 KB of words in one paragraph', 'the usual words of an alert '.repeat(75)],
    ['a table of fifty rows', `| host | value |\n|---|---|\n${'| web-01 | 99.5% |\n'.repeat(50)}`],
    ['a log of fifty lines', '2023-08-26 15:29:00 ERROR disk full\n'.repeat(50)],
    ['nothing', ''],
  ])('is true for %s', (_, text) => {
    expect(isQuick(text)).toBe(true);
  });
});
