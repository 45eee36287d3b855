import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nastyText, readWiki } from '../oracles.test-helper.ts';
import { escapeActing } from './escape-wiki-in-templates.ts';

describe('escapeActing', () => {
  it.each([
    ['!http://tracker.example/x.png! [~admin] web-01', '\\!http://tracker.example/x.png! \\[~admin] web-01'],
    ['{html}<b>{html} {color:red}x{color} {*}b{*}', '\\{html}<b>\\{html} \\{color:red}x\\{color} \\{*}b\\{*}'],
    ['[text|http://a.b] [http://a.b] [^file.exe] [#top]', '\\[text|http://a.b] \\[http://a.b] \\[^file.exe] \\[#top]'],
    ['a\\\\!x.png! \\{html}', 'a\\\\\\!x.png! \\{html}'],
    ['!图片.png! and !x', '\\!图片.png! and \\!x'],
  ])('of %j is %j', (text, escaped) => {
    expect(escapeActing(text)).toBe(escaped);
    expect(escapeActing(escaped)).toBe(escaped);
    // An address that stands there leads where it says.
    for (const link of readWiki(escaped).links) expect(text).toContain(link.replace(/\/$/, ''));
  });

  it.each([
    'web-01 · https://a.b/c_d',
    'CPU 97.3% 过高！',
    '危险! 请处理!',
    '[ERROR] a[0] = {"x": 1}',
    '-5',
    'C:\\logs\\x',
  ])('leaves %j as it is', (text) => {
    expect(escapeActing(text)).toBe(text);
  });

  it('leaves no image, mention or macro in any text', () => {
    fc.assert(
      fc.property(nastyText, (text) => {
        expect(escapeActing(text)).not.toMatch(/(?<!\\)(?:\\\\)*(?:\[~|![\w/]|\{[a-z])/i);
      }),
    );
  });
});
