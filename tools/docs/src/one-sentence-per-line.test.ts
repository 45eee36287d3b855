import { describe, expect, it } from 'vitest';
import { oneSentencePerLine } from './one-sentence-per-line.ts';

describe('one sentence per line', () => {
  it.each([
    ['parts two sentences', 'One. Two.', 'One.\nTwo.'],
    ['joins one that was wrapped', 'One is\nlong. Two.', 'One is long.\nTwo.'],
    [
      'indents what belongs to a list item',
      '1. One. Two.\n   - Three. Four.',
      '1. One.\n   Two.\n   - Three.\n     Four.',
    ],
    ['keeps a bold lead-in with its sentence', '**Context.** One. **Two.**', '**Context.** One.\n**Two.**'],
    ['parts before code and links', 'One. `two` is. [Three](x.md).', 'One.\n`two` is.\n[Three](x.md).'],
    ['keeps brackets together', 'One (a. B) two. Three.', 'One (a. B) two.\nThree.'],
    ['knows abbreviations and code with dots', 'Take e.g. Redis, `a. B`. Two.', 'Take e.g. Redis, `a. B`.\nTwo.'],
    [
      'leaves code, tables, quotes and hard breaks',
      '```\nA. B.\n```\n\n| A. B. |\n|---|\n\n> A. B.\n\nA.  \nB. C.',
      undefined,
    ],
  ])('%s', (_what, given, wanted) => {
    expect(oneSentencePerLine(given)).toBe(wanted ?? given);
    expect(oneSentencePerLine(wanted ?? given)).toBe(wanted ?? given);
  });

  it('refuses a sentence that would turn into a list', () => {
    expect(() => oneSentencePerLine('One. + Two is here.')).toThrow('begins like a list');
  });
});
