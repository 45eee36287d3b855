import { describe, expect, it } from 'vitest';
import { separateAfterLists } from './after-lists.ts';

describe('separateAfterLists', () => {
  it.each([
    ['a line behind an item', '- a\nb', '- a\n\nb'],
    ['a line behind a numbered item', '1. a\nb', '1. a\n\nb'],
    ['items again behind the line', '- a\nb\n- c', '- a\n\nb\n\n- c'],
    ['a line behind a list in a quote', '> - a\n> b', '> - a\n>\n> b'],
    ['a line behind an item in another', '- a\n  - b\nc', '- a\n  - b\n\nc'],
  ])('parts %s', (_, markdown, expected) => {
    expect(separateAfterLists(markdown)).toBe(expected);
  });

  it.each([
    ['a schedule of each minute', '* * * * * a.sh', '\\* * * * * a.sh'],
    ['one in an item', '- * * * * * a.sh', '- \\* * * * * a.sh'],
    ['one in a quote', '> * * * * * a.sh', '> \\* * * * * a.sh'],
    ['a date with full stops', '2025. 11. 29 起', '2025\\. 11. 29 起'],
  ])('takes %s for no lists in each other', (_, markdown, expected) => {
    expect(separateAfterLists(markdown)).toBe(expected);
  });

  it.each([
    ['an item of another list in an item', '- 1. a'],
    ['a schedule in code', '```\n* * * * * a.sh\n```'],
    ['an item that goes on', '- a\n  b\n- c'],
    ['a paragraph that is parted already', '- a\n\nb'],
    ['items in each other', '- a\n  - b\n    - c\n- d'],
    ['the end of a quote', '> - a\n\nb'],
    ['code in a list', '- a\n  ```\nx\n- y\n  ```\n'],
    ['code that looks like a list', '```\n- a\nb\n```'],
    ['a rule', '* * *\nb'],
    ['a negative number', '-5\nb'],
    ['no list at all', 'a\nb'],
    ['indented code', '    - a\nb'],
  ])('leaves %s as it is', (_, markdown) => {
    expect(separateAfterLists(markdown)).toBe(markdown);
  });
});
