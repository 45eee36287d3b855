import type { Nodes, Paragraph, Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { cleanText, cutText } from '../../text/clean-text.ts';
import { separateAfterLists } from './after-lists.ts';
import { dialectFor, dialects } from './dialect.ts';
import { isQuick, maxInput } from './guard.ts';
import { plainLines } from './plain-lines.ts';
import { encodeSpacesInLinks } from './raw-links.ts';
import { simplify } from './simplify.ts';

declare module 'mdast' {
  interface RootData {
    /** The text could not be parsed within the limits, so its lines stand as they are. */
    asPlain?: true;
  }
}

/**
 * An alert's text as a document. Never throws and takes some milliseconds at most: text too long is cut, and text that may take
 * longer is taken as plain. Relative links are left for `resolveLinks`.
 */
export function parseMarkdown(text: string): Root {
  const clean = readable(text);
  return isQuick(clean) ? parsed(clean) : plain(clean);
}

/** Whether `parseMarkdown` takes this text as plain, though it might be parsed in a thread that can be ended. */
export function mayTakeLong(text: string): boolean {
  return !isQuick(readable(text));
}

/** Like `parseMarkdown`, but takes all the time that the text takes: seconds, or minutes. For a thread that can be ended. */
export function parseSlowly(text: string): Root {
  return parsed(readable(text));
}

/** Built, the parser is loaded by the first text. For who has time for that before, or none then. */
export function loadMarkdown(): void {
  parsed('a | b');
}

/** The text's lines as they are, for one that even such a thread could not parse. */
export function asPlainText(text: string): Root {
  return plain(readable(text));
}

/** What is left out is far beyond what can be shown, and not even looked at. */
function readable(text: string): string {
  return cutText(cleanText(withoutDataImages(text).slice(0, 2 * maxInput)), maxInput);
}

/** Tens of kilobytes that nobody can read and no issue can show would push out the text behind them. */
function withoutDataImages(text: string): string {
  if (!/data:/i.test(text)) return text;
  const word = /\p{Script=Han}/u.test(text) ? '图片' : 'image';
  return text
    .replaceAll(/\]\(data:[^\s)]*/g, '](data:,')
    .replaceAll('![](data:,', `![${word}](data:,`)
    .replaceAll(/<img\s[^<>]{0,300}src=["']?data:[^"'\s<>]*["']?[^<>]{0,300}>/gi, word)
    .replaceAll(/(data:[\w.+/-]{1,80};base64,)[\w+/=-]{64,}/gi, '$1…');
}

function parsed(clean: string): Root {
  try {
    const source = separateAfterLists(encodeSpacesInLinks(clean));
    const dialect = dialectFor(source);
    const document = (dialect === dialects.plain ? plainLines(source) : null) ?? fromMarkdown(source, dialect);
    if (isWithin(document, maxDepth)) {
      const simple = simplify(document);
      if (isWithin(simple, maxDepth)) return simple;
    }
  } catch (error) {
    // Thousands of containers in each other exhaust the parser's stack.
    if (!(error instanceof RangeError)) throw error;
  }
  return plain(clean);
}

function plain(text: string): Root {
  const asPlain = { data: { asPlain: true } } as const;
  // To write thousands of lines one by one takes too long. In a code block they are one text.
  if (text.split('\n').length > maxLines)
    return { type: 'root', children: [{ type: 'code', value: text }], ...asPlain };
  const paragraphs = text.split(/\n[ \t]*\n/).filter((block) => block.trim() !== '');
  const children = paragraphs.map(
    (block): Paragraph => ({ type: 'paragraph', children: [{ type: 'text', value: block.trim() }] }),
  );
  return { ...simplify({ type: 'root', children }), ...asPlain };
}

const maxLines = 1_000;

/**
 * Whether what is done with the document later has an end in sight: thousands of references repeat one long address thousands of
 * times, and each level of nesting needs some stack.
 */
function isWithin(root: Root, deepest: number): boolean {
  const pending: { node: Nodes; depth: number }[] = [{ node: root, depth: 0 }];
  let nodes = 0;
  let units = 0;
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { node, depth } = next;
    nodes += 1;
    if ('value' in node) units += node.value.length;
    if ('url' in node) units += node.url.length;
    if (nodes > maxNodes || units > maxUnits || depth > deepest) return false;
    if ('children' in node) for (const child of node.children) pending.push({ node: child, depth: depth + 1 });
  }
  return true;
}

const maxDepth = 100;
const maxNodes = 10_000;
const maxUnits = 4 * maxInput;
