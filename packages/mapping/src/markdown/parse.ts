import type { Paragraph, Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { cleanText, cutText } from '../clean-text.ts';
import { dialectFor, dialects } from './dialect.ts';
import { isTooTangled, maxInput } from './guard.ts';
import { plainLines } from './plain-lines.ts';
import { encodeSpacesInLinks } from './raw-links.ts';
import { simplify } from './simplify.ts';

/**
 * An alert's text as a document. Never throws and takes bounded time: text too long is cut, text too tangled is taken as plain.
 * Relative links are left for `resolveLinks`.
 */
export function parseMarkdown(text: string): Root {
  const clean = cutText(cleanText(text), maxInput);
  if (isTooTangled(clean)) return simplify(plainDocument(clean));
  const source = encodeSpacesInLinks(clean);
  const dialect = dialectFor(source);
  return simplify((dialect === dialects.plain ? plainLines(source) : null) ?? fromMarkdown(source, dialect));
}

function plainDocument(text: string): Root {
  const paragraphs = text.split(/\n[ \t]*\n/).filter((block) => block.trim() !== '');
  return {
    type: 'root',
    children: paragraphs.map(
      (block): Paragraph => ({ type: 'paragraph', children: [{ type: 'text', value: block.trim() }] }),
    ),
  };
}
