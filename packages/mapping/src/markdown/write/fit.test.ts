import type { Paragraph, Root } from 'mdast';
import { describe, expect, it } from 'vitest';
import { writeAdf } from './adf.ts';
import { writeWiki } from './wiki.ts';

const paragraph = (value: string, pinned = false): Paragraph => ({
  type: 'paragraph',
  ...(pinned ? { data: { pinned: true } } : {}),
  children: [{ type: 'text', value }],
});
const root = (...children: Root['children']): Root => ({ type: 'root', children });
const moreLink = { text: 'more', url: 'https://a.b/' };

describe('a text that is too long', () => {
  it('is cut between blocks, says where the rest is, and keeps our own blocks', () => {
    const document = root(
      paragraph('a'.repeat(40)),
      paragraph('b'.repeat(40)),
      paragraph('c'.repeat(40)),
      paragraph('footer', true),
    );
    expect(writeWiki(document, { maxUnits: 130, moreLink })).toBe(
      `${'a'.repeat(40)}\n\n${'b'.repeat(40)}\n\n… [more|https://a.b/]\n\nfooter`,
    );
  });

  it('is cut inside a block that alone is too long, between graphemes', () => {
    const written = writeWiki(root(paragraph('👨‍👩‍👧'.repeat(100)), paragraph('footer', true)), {
      maxUnits: 100,
      moreLink,
    });
    expect(written).toMatch(/^(👨‍👩‍👧){5,}…\n\n… \[more\|https:\/\/a\.b\/\]\n\nfooter$/u);
    expect(written.length).toBeLessThanOrEqual(100);
  });

  it('counts the written form, not the text', () => {
    const document = root(...Array.from({ length: 20 }, () => paragraph('*'.repeat(50))));
    const written = writeWiki(document, { maxUnits: 1_000 });
    expect(written.length).toBeLessThanOrEqual(1_000);
    expect(written.match(/\\\*/g)?.length).toBeLessThan(500);
    expect(JSON.stringify(writeAdf(document, { maxUnits: 1_000 })).length).toBeLessThanOrEqual(1_000);
  });

  it('has 30 000 units at most when nothing else is said', () => {
    const document = root(...Array.from({ length: 100 }, () => paragraph('字'.repeat(1_000))));
    expect(JSON.stringify(writeAdf(document)).length).toBeGreaterThan(28_000);
    expect(JSON.stringify(writeAdf(document)).length).toBeLessThanOrEqual(30_000);
    expect(writeWiki(document).length).toBeLessThanOrEqual(30_000);
  });

  it('cuts lists, tables and code as well', () => {
    const item = { type: 'listItem' as const, children: [paragraph('x'.repeat(50))] };
    const list: Root = root({ type: 'list', children: Array.from({ length: 50 }, () => item) });
    expect(writeWiki(list, { maxUnits: 300 })).toMatch(/^(\* x{50}\n){4}/);
    expect(writeWiki(root({ type: 'code', value: 'y'.repeat(900) }), { maxUnits: 300 })).toMatch(
      /^\{noformat\}\ny{200,}…\n\{noformat\}\n\n…$/,
    );
  });
});
