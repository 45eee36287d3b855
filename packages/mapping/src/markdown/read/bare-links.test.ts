import type { Link } from 'mdast';
import { describe, expect, it } from 'vitest';
import { withoutSwallowed } from './bare-links.ts';

/** As GFM reads a bare address: the link is as wide as its text. */
const bare = (text: string, url = text): Link => ({
  type: 'link',
  url,
  children: [{ type: 'text', value: text }],
  position: {
    start: { line: 1, column: 1, offset: 0 },
    end: { line: 1, column: text.length + 1, offset: text.length },
  },
});
const shape = (link: Link) =>
  withoutSwallowed(link).map((node) =>
    node.type === 'link'
      ? [node.url, node.children.map((child) => ('value' in child ? child.value : '')).join('')]
      : 'value' in node
        ? node.value
        : node.type,
  );

describe('withoutSwallowed', () => {
  it.each([
    ['https://a.b/x，请处理。', [['https://a.b/x', 'https://a.b/x'], '，请处理。']],
    ['https://a.b/x（内网）后续', [['https://a.b/x', 'https://a.b/x'], '（内网）后续']],
    ['https://a.b/手册/x', [['https://a.b/手册/x', 'https://a.b/手册/x']]],
    ['https://a.b/x.”再见', [['https://a.b/x', 'https://a.b/x'], '.”再见']],
    [
      'https://a.b/x，再见https://c.d/y。',
      [['https://a.b/x', 'https://a.b/x'], '，再见', ['https://c.d/y', 'https://c.d/y'], '。'],
    ],
    ['https://，x', ['https://', '，x']],
  ])('of %j is %j', (text, expected) => {
    expect(shape(bare(text))).toEqual(expected);
  });

  it('keeps what an address without its scheme leads to', () => {
    expect(shape(bare('www.a.b/x，y', 'http://www.a.b/x，y'))).toEqual([['http://www.a.b/x', 'www.a.b/x'], '，y']);
  });

  it('leaves a link alone that a person wrote with its text', () => {
    const { position: _, ...rest } = bare('https://a.b/x，y');
    const wide = { start: { line: 1, column: 1, offset: 0 }, end: { line: 1, column: 40, offset: 39 } };
    const links: Link[] = [
      { ...rest, position: wide },
      { ...bare('手册，内网'), url: 'https://a.b/' },
    ];

    for (const link of links) expect(withoutSwallowed(link)).toEqual([link]);
  });
});
