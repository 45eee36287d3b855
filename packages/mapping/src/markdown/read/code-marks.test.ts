import { describe, expect, it } from 'vitest';
import { textOf } from '../text-of.ts';
import { parseMarkdown } from './parse.ts';

const shape = (markdown: string) => {
  const [block] = parseMarkdown(markdown).children;
  return block?.type === 'paragraph' ? block.children.map((node) => [node.type, textOf(node)]) : [];
};

describe('marks of code', () => {
  it.each([
    '__init__ and __foo_bar__ and _a_b_',
    '__attribute__((x)) int b__ and __c__',
    '__attribute__((packed)) struct __a_b__((y)) z__',
    "map[__name__:up] x.__class__() '__a__', __b__; __c__。",
    `__${'a'.repeat(200)}__ b__`,
    '__GFP_HIGH|__GFP_ZERO __FILE__:__LINE__',
    'int *a, char* b',
    'int **argv, char** envp',
    'int *a; /* c */ char* b',
    'size_t *a, size_t* b, struct foo *c, struct bar* d',
    'const char *name, const char* other',
  ])('stay in %j', (text) => {
    expect(shape(text)).toEqual([['text', text]]);
  });

  it('stay in the text of a link', () => {
    const [link] = shape('[__attribute__((x)) b__, int *a, char* b](https://a.b/)');

    expect(link).toEqual(['link', '__attribute__((x)) b__, int *a, char* b']);
  });

  it.each([
    ['__重要__', [['strong', '重要']]],
    ['__a b__', [['strong', 'a b']]],
    [
      '__init__ is __really good__',
      [
        ['text', '__init__ is '],
        ['strong', 'really good'],
      ],
    ],
    ['_foo_bar baz_', [['emphasis', 'foo_bar baz']]],
    [
      'the *int* and **char** types',
      [
        ['text', 'the '],
        ['emphasis', 'int'],
        ['text', ' and '],
        ['strong', 'char'],
        ['text', ' types'],
      ],
    ],
    [
      'took **far too long**',
      [
        ['text', 'took '],
        ['strong', 'far too long'],
      ],
    ],
  ])('are no reason to lose what is meant in %j', (text, expected) => {
    expect(shape(text)).toEqual(expected);
  });
});
