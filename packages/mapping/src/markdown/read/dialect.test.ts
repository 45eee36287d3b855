import fc from 'fast-check';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { describe, expect, it } from 'vitest';
import { nastyText } from '../oracles.test-helper.ts';
import { dialectFor, dialects } from './dialect.ts';

describe('the dialect', () => {
  it.each([
    'a | b',
    '~~gone~~',
    'mail a@b.example',
    'a\n:-',
    'a\n-:',
    'HTTPS://a.example',
    'WWW.a',
    '[ ] a',
    '[X] a',
    '[^1]',
  ])('of %j is GFM', (text) => {
    expect(dialectFor(text)).toBe(dialects.gfm);
  });

  it('without GFM is taken only where that makes no difference', () => {
    const pieces = fc.constantFrom(
      '|',
      '-',
      ':',
      '~',
      '~~',
      '@',
      '[',
      ']',
      '[x]',
      '[ ]',
      '[^a]',
      'www',
      '.',
      'http',
      '://',
      '\n',
      '> ',
      '* ',
      '#',
      ' ',
      'a',
      '\\',
    );
    const text = fc.oneof(
      nastyText,
      fc.array(pieces, { maxLength: 30 }).map((parts) => parts.join('')),
    );
    let plain = 0;
    fc.assert(
      fc.property(text, (source) => {
        if (dialectFor(source) !== dialects.plain) return;
        plain += 1;
        expect(fromMarkdown(source, dialects.plain)).toEqual(fromMarkdown(source, dialects.gfm));
      }),
      { numRuns: 5_000 },
    );
    expect(plain).toBeGreaterThan(500);
  });
});
