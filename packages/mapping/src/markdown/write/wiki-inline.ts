import { escapeWiki, guardLineStarts } from './escape-wiki.ts';
import type { Mark, Run } from './runs.ts';

/** Inline runs as wiki markup; `lineBreak` is what a break becomes where they stand. */
export function writeRuns(runs: readonly Run[], lineBreak: string): string {
  const lines = [''];
  // Remembered, since to look at the end of a line that grows copies the whole line: seconds for thousands of links.
  let before: string | undefined;
  for (const [index, run] of runs.entries()) {
    if (run.type === 'break') {
      lines.push('');
      before = undefined;
      continue;
    }
    const text = writeText(run, before, firstCharacter(runs[index + 1]));
    lines[lines.length - 1] += text;
    before = text.at(-1) ?? before;
  }
  // An empty line would end the paragraph.
  const filled = lines.map((line) => line.trim()).filter((line) => line !== '');
  return guardLineStarts(filled.join(lineBreak));
}

type TextRun = Extract<Run, { type: 'text' }>;

function writeText(run: TextRun, before: string | undefined, after: string | undefined): string {
  if (run.text.trim() === '') return run.text;
  const core = run.text.trim();
  const start = run.text.slice(0, run.text.indexOf(core));
  const end = run.text.slice(start.length + core.length);
  const tight = touches(start.at(-1) ?? before) || touches(end[0] ?? after);
  return start + (run.href === null ? writeMarked(core, run.marks, tight) : writeLink(core, run.marks, run.href)) + end;
}

function writeMarked(text: string, marks: readonly Mark[], tight: boolean): string {
  return marks
    .filter((mark) => canMark(text, mark))
    .reduceRight((inner, mark) => wrap(inner, mark, tight), escapeWiki(text));
}

/** These cannot stand in a link's text, escaped or not, so they stand between two links to the same address. */
const outsideLinks = /([[\]|!\\]+)/;
/** Nothing in it that wiki markup knows: no emoticon, no mark of its own. */
const plainAddress = /^https?:\/\/[\w.-]+(?::\d+)?\/(?!.*(?:--|\?\?))[\w./?=&#%+-]*$/;
/** Each of those links names the whole address again: thousands of backslashes in a long one made a hundred megabytes. */
const maxParts = 21;

function writeLink(text: string, marks: readonly Mark[], href: string): string {
  if (outsideLinks.test(href)) return escapeWiki(text);
  // A bare address stands there once and unbroken, so that it can be copied.
  if (marks.length === 0 && text === href && plainAddress.test(text)) return `[${text}]`;
  const parts = text.split(outsideLinks);
  if (parts.length > maxParts) return escapeWiki(text);
  const written = parts.map((part) => {
    const core = part.trim();
    if (core === '' || outsideLinks.test(part)) return escapeWiki(part);
    return part.replace(core, () => `[${writeMarked(core, marks, false)}|${href}]`);
  });
  return written.join('');
}

const signs: Record<Mark, readonly [loose: string, tight: string, tightEnd: string, looseEnd: string]> = {
  strong: ['*', '{*}', '{*}', '*'],
  emphasis: ['_', '{_}', '{_}', '_'],
  delete: ['-', '{-}', '{-}', '-'],
  code: ['{{', '{{{}', '{}}}', '}}'],
};

/** Next to a letter a plain sign is no markup, only the one in braces. */
function wrap(text: string, mark: Mark, tight: boolean): string {
  const [loose, open, close, looseEnd] = signs[mark];
  return tight ? open + text + close : loose + text + looseEnd;
}

function touches(neighbour: string | undefined): boolean {
  return neighbour !== undefined && !/\s/.test(neighbour);
}

/**
 * Can this text stand between such signs? Parsers read what is in them a second time, without its backslashes, so text that would
 * then be markup is written without the mark: the words matter more than their look.
 */
function canMark(text: string, mark: Mark): boolean {
  if (mark === 'code') return !/[{}\\]/.test(text);
  const blockStart = /^(?:[-*#]|h[1-6]\.|bq\.)/;
  const inlineMarkup =
    /[{}[\]|!\\]|\?\?|--|(?<![\p{L}\p{N}])([-*_+^~]).*\1|[:;]-?[()]|\([^()\s]{1,7}\)|[a-z]:(?!\s|$)/iu;
  return !text.includes(signs[mark][0]) && !blockStart.test(text) && !inlineMarkup.test(text);
}

function firstCharacter(run: Run | undefined): string | undefined {
  return run?.type === 'text' ? run.text[0] : undefined;
}
