import fc from 'fast-check';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { describe, expect, it } from 'vitest';
import { cleanText } from '../../text/clean-text.ts';
import { nastyText } from '../oracles.test-helper.ts';
import { dialectFor, dialects } from './dialect.ts';
import { plainLines } from './plain-lines.ts';

/** Where a node stood in the source is of no account. */
const withoutPlaces = (node: unknown) =>
  JSON.parse(JSON.stringify(node, (key, value) => (key === 'position' ? undefined : value)));

describe('plainLines', () => {
  it('reads the message of an alert', () => {
    const message =
      '>等级：critical    \n>实例：share\n>\n>内容：磁盘使用率为 100.00%  \n>host_name = web-01\n\n请处理';

    expect(plainLines(message)).toEqual(withoutPlaces(fromMarkdown(message, dialects.plain)));
  });

  it.each([
    '# a',
    '- a',
    '1. a',
    '=',
    'a\n---',
    'a\n=',
    '    a',
    '> > a',
    '> a\nb',
    'a\n> b',
    '*a*',
    '_a_',
    '&lt;',
    '`a`',
    '[a](b)',
    '<a:b>',
  ])('leaves %j to the parser', (text) => {
    expect(plainLines(text)).toBeNull();
  });

  it('makes of a text what the parser makes, or nothing', () => {
    const pieces = fc.constantFrom(
      ...[
        '>',
        '> ',
        '\n',
        '\n\n',
        '\n>',
        ' ',
        '  ',
        '    ',
        '  \n',
        'a',
        '中',
        '_',
        '&',
        '&a',
        ';',
        '#',
        '-',
        '+',
        '=',
        '1.',
        '1)',
        '!',
      ],
      ...['\u3000', '\u00a0', '{', '"', ':', '%', '.', '/', '(', ')', "'", '^', '$', '*', '`', '[', '\\'],
    );
    const text = fc.oneof(
      { weight: 1, arbitrary: nastyText },
      { weight: 4, arbitrary: fc.array(pieces, { maxLength: 25 }).map((parts) => parts.join('')) },
    );
    let read = 0;
    fc.assert(
      fc.property(text.map(cleanText), (source) => {
        const document = dialectFor(source) === dialects.plain ? plainLines(source) : null;
        if (document === null) return;
        read += 1;
        expect(document).toEqual(withoutPlaces(fromMarkdown(source, dialects.plain)));
      }),
      { numRuns: 10_000 },
    );
    expect(read).toBeGreaterThan(500);
  });
});
