import type { PhrasingContent } from 'mdast';
import { cleanText } from '../../text/clean-text.ts';
import { safeUrl } from '../links.ts';
import { textOf } from '../text-of.ts';

export type Mark = 'strong' | 'emphasis' | 'delete' | 'code';

/** A stretch of text that looks the same throughout, or a line break. */
export type Run =
  | { readonly type: 'text'; readonly text: string; readonly marks: readonly Mark[]; readonly href: string | null }
  | { readonly type: 'break' };

/** Inline content as a flat list: what both written forms are made of. */
export function runsOf(nodes: readonly PhrasingContent[]): Run[] {
  const [only] = nodes;
  // A cell of the table, and most paragraphs.
  if (only?.type === 'text' && nodes.length === 1) {
    const text = cleanText(only.value);
    if (!text.includes('\n')) return text === '' ? [] : [{ type: 'text', text, marks: [], href: null }];
  }
  const runs: Run[] = [];
  for (const node of nodes) collect(node, { marks: [], href: null }, runs, 0);
  return trimBreaks(merge(runs));
}

type Style = { readonly marks: readonly Mark[]; readonly href: string | null };

function collect(node: PhrasingContent, style: Style, runs: Run[], depth: number): void {
  if (depth > maxDepth) addText(textOf(node), style, runs);
  else if (node.type === 'break') runs.push({ type: 'break' });
  else if (node.type === 'inlineCode') addText(node.value.replaceAll(/\s/g, ' '), { ...style, marks: ['code'] }, runs);
  else if (node.type === 'link') {
    const href = style.href ?? safeUrl(node.url);
    for (const child of node.children) collect(child, { ...style, href }, runs, depth + 1);
  } else if (node.type === 'strong' || node.type === 'emphasis' || node.type === 'delete') {
    const marks = style.marks.includes(node.type) ? style.marks : [...style.marks, node.type];
    for (const child of node.children) collect(child, { ...style, marks }, runs, depth + 1);
  } else addText(textOf(node), style, runs);
}

const maxDepth = 50;

function addText(text: string, style: Style, runs: Run[]): void {
  for (const [index, line] of cleanText(text).split('\n').entries()) {
    if (index > 0) runs.push({ type: 'break' });
    if (line !== '') runs.push({ type: 'text', text: line, ...style });
  }
}

function merge(runs: readonly Run[]): Run[] {
  const merged: Run[] = [];
  for (const run of runs) {
    const last = merged.at(-1);
    if (
      run.type === 'text' &&
      last?.type === 'text' &&
      last.href === run.href &&
      last.marks.join() === run.marks.join()
    ) {
      merged[merged.length - 1] = { ...last, text: last.text + run.text };
    } else merged.push(run);
  }
  return merged;
}

function trimBreaks(runs: readonly Run[]): Run[] {
  const isText = (run: Run): boolean => run.type === 'text';
  return runs.slice(Math.max(runs.findIndex(isText), 0), runs.findLastIndex(isText) + 1);
}
