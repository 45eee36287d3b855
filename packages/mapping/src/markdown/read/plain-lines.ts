import type { Blockquote, Paragraph, PhrasingContent, Root } from 'mdast';

/**
 * The document of a text with nothing but paragraphs and quotes, as most alerts are: what the parser makes of it, in a tenth of
 * the time. Null for every text in which something else might have a meaning. Only for texts that need no GFM.
 */
export function plainLines(text: string): Root | null {
  if (special.test(text)) return null;
  const children: (Paragraph | Blockquote)[] = [];
  for (const block of text.split(/\n(?: *\n)+/)) {
    const lines = block.split('\n').filter((line) => line.trim() !== '');
    if (lines.length === 0) continue;
    const quoted = lines.filter((line) => line.startsWith('>')).length;
    // A line without the sign may go on with the quote before it: that is for the parser to say.
    if (quoted > 0 && quoted < lines.length) return null;
    const paragraphs = paragraphsOf(quoted > 0 ? lines.map((line) => line.replace(/^> ?/, '')) : lines);
    if (paragraphs === null) return null;
    children.push(...(quoted > 0 ? [{ type: 'blockquote' as const, children: paragraphs }] : paragraphs));
  }
  return { type: 'root', children };
}

/** Other white space, marks that mean something wherever they stand, and underscores that do not stand within a word. */
const special = /[^\S \n]|[\\`*[\]<]|&#?\w+;|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/u;
/** What makes a line something else than text: it is indented, a heading, a rule, a list item, a quote in the quote, an underline. */
const opening = /^(?:[ #=+>-]|\d{1,9}[.)])/;

function paragraphsOf(lines: readonly string[]): Paragraph[] | null {
  const paragraphs: string[][] = [[]];
  for (const line of lines) {
    if (opening.test(line)) return null;
    if (line === '') paragraphs.push([]);
    else paragraphs.at(-1)?.push(line);
  }
  const filled = paragraphs.filter((paragraph) => paragraph.length > 0);
  return filled.length === 0 ? null : filled.map((paragraph) => ({ type: 'paragraph', children: inline(paragraph) }));
}

/** Two spaces at its end break a line; the others are parted by a newline. */
function inline(lines: readonly string[]): PhrasingContent[] {
  const children: PhrasingContent[] = [];
  let text = '';
  for (const [index, line] of lines.entries()) {
    text += line.trimEnd();
    const last = index === lines.length - 1;
    if (!last && !line.endsWith('  ')) text += '\n';
    else {
      children.push({ type: 'text', value: text }, ...(last ? [] : [{ type: 'break' as const }]));
      text = '';
    }
  }
  return children;
}
