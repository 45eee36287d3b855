import { expect, it } from 'vitest';
import { parseMarkdown } from '../read/parse.ts';
import { writeWiki } from './wiki.ts';

it.each([
  ['1. a\n2. b', '# a\n# b'],
  ['7. a\n8. b', '7. a\n8. b'],
  ['x\n\n2. a\n3.', 'x\n\n2. a\n3. '],
  ['91.', '91. '],
  // A list within is no line, so the outer one counts from 1.
  ['2. a\n   - b', '# a\n#* b'],
])('a list that starts later than 1 keeps its numbers as text: %j', (markdown, wiki) => {
  expect(writeWiki(parseMarkdown(markdown))).toBe(wiki);
});
