import { describe, expect, it } from 'vitest';
import { readWiki, visible } from '../oracles.test-helper.ts';
import { escapeWiki } from './escape-wiki.ts';

describe('escapeWiki', () => {
  it.each([
    ['[~admin]', '\\[\\~admin\\]'],
    ['@admin', '\\@admin'],
    ['{code}', '\\{code\\}'],
    ['a\\*b', 'a\\\u200B\\*b'],
    ['C:\\', 'C:\\\u200B'],
    ['h1. x', '\u200Bh1. x'],
    ['a\nbq. x', 'a\n\u200Bbq. x'],
    ['ok :D', 'ok :\u200BD'],
    ['http://a.b', 'http:\u200B//a.b'],
    ['&lt;', '&\u200Blt;'],
    ['AT&T', 'AT&T'],
  ])('writes %j as %j, which is read as the same text', (text, written) => {
    expect(escapeWiki(text)).toBe(written);
    const seen = readWiki(written);
    expect(visible(seen.text)).toBe(visible(text));
    expect([...seen.links, ...seen.marks]).toEqual([]);
  });
});
