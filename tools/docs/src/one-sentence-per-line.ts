import type { Nodes, Paragraph, Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';

/**
 * The same Markdown with one sentence per line (house rule: a change of one sentence is a change of one line). Only paragraphs
 * change; code, tables, headings and quotes stay as they are. Throws where the text would say something else afterwards.
 */
export function oneSentencePerLine(markdown: string): string {
  let out = markdown;
  for (const paragraph of paragraphsOf(parse(markdown)).reverse()) {
    const { start, end } = placeOf(paragraph);
    const indent = ' '.repeat((paragraph.position?.start.column ?? 1) - 1);
    out =
      out.slice(0, start) +
      sentencesOf(markdown.slice(start, end), paragraph, start).join(`\n${indent}`) +
      out.slice(end);
  }
  if (shown(parse(out)) !== shown(parse(markdown))) throw new Error('a sentence that begins like a list or a heading');
  return out;
}

const ABBREVIATIONS = /(?:^|[\s(])(?:e\.g|i\.e|etc|vs|No|cf)\.$/;
const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });

function sentencesOf(source: string, paragraph: Paragraph, offset: number): string[] {
  const masked = maskOf(source, paragraph, offset);
  const sentences: string[] = [];
  let from = 0;
  for (const { segment, index } of segmenter.segment(masked)) {
    const end = index + segment.length;
    const text = source.slice(from, end).trim();
    const goesOn = ABBREVIATIONS.test(text) || !/\s$/.test(segment) || inBrackets(masked.slice(from, end));
    if (goesOn && end < source.length) continue;
    sentences.push(text.replace(/\s*\n\s*/g, ' '));
    from = end;
  }
  return sentences;
}

/** Code, addresses and the marks of bold hold or hide dots that end no sentence: they stand as letters. */
function maskOf(source: string, paragraph: Paragraph, offset: number): string {
  const shownChars = source.replace(/\s/g, ' ').split('');
  const chars = shownChars.map<string>((char) => (char === ' ' ? char : 'X'));
  const reveal = (node: Nodes) => {
    if ('children' in node) node.children.forEach(reveal);
    if (node.type !== 'text') return;
    const { start, end } = placeOf(node);
    for (let at = start - offset; at < end - offset; at += 1) chars[at] = shownChars[at] ?? 'X';
  };
  reveal(paragraph);
  return chars.join('');
}

/** A break within brackets would part what is read in one breath. */
function inBrackets(text: string): boolean {
  return text.split('(').length > text.split(')').length;
}

function paragraphsOf(node: Nodes): Paragraph[] {
  if (node.type === 'paragraph') return node.children.some(({ type }) => type === 'break') ? [] : [node];
  return 'children' in node && node.type !== 'blockquote' ? node.children.flatMap(paragraphsOf) : [];
}

function parse(markdown: string): Root {
  return fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
}

function placeOf(node: Nodes): { readonly start: number; readonly end: number } {
  return { start: node.position?.start.offset ?? 0, end: node.position?.end.offset ?? 0 };
}

function shown(tree: Root): string {
  return JSON.stringify(tree, (key, value) =>
    key === 'position' ? undefined : typeof value === 'string' ? value.replace(/\s+/g, ' ') : value,
  );
}
