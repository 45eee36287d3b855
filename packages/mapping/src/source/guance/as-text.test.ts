import { describe, expect, it } from 'vitest';
import { parseMarkdown } from '../../markdown/read/parse.ts';
import { markdownOf, wordsOf } from './as-text.ts';

describe('words that are no text', () => {
  it.each([
    [['第一行', '第二行'], '第一行\n第二行', '第一行\n第二行'],
    [['a', null, 1, true, ''], 'a\n1\ntrue', 'a\n1\ntrue'],
    [
      { text: '磁盘已满', code: 7 },
      '\n```json\n{\n  "text": "磁盘已满",\n  "code": 7\n}\n```\n',
      '{"text":"磁盘已满","code":7}',
    ],
    [['a', { b: 1 }], 'a\n\n```json\n{\n  "b": 1\n}\n```\n', 'a\n{"b":1}'],
    ['text', 'text', 'text'],
    [7, '7', '7'],
  ])('of %j are as Markdown %j and as one text %j', (field, markdown, words) => {
    expect(markdownOf(field)).toBe(markdown);
    expect(wordsOf(field)).toBe(words);
  });

  it.each([[null], [undefined], [''], [' \n'], [[]], [{}], [[[]]], [{ a: { b: [null, ''] } }], [Number.NaN]])(
    'are none in %j',
    (field) => {
      expect(markdownOf(field)).toBeNull();
      expect(wordsOf(field)).toBeNull();
    },
  );

  it('stay one block of code whatever is in the object', () => {
    const document = parseMarkdown(markdownOf({ a: '```', b: '\n```\n# h', '```': ['~~~'] }) ?? '');

    expect(document.children.map(({ type }) => type)).toEqual(['code']);
  });

  it('are no reason to fail where they are nested without end', () => {
    const deep = `${'['.repeat(20_000)}1${']'.repeat(20_000)}`;

    expect(() => [markdownOf(JSON.parse(deep)), wordsOf({ a: JSON.parse(deep) })]).not.toThrow();
  });
});
