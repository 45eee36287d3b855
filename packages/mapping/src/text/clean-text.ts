/**
 * Text that Jira takes: no control characters but newline and tab, no halves of surrogate pairs, no noncharacters. Jira answers
 * them with a 400 that names nothing ("could be due to unsupported content"), and XML, which Data Center stores, cannot hold them.
 * The colors of a terminal go as a whole: without its first character `ESC[31m` would be text.
 */
export function cleanText(text: string): string {
  // Nearly all text is clean, and each is looked at several times on its way.
  if (text.isWellFormed() && !suspect.test(text)) return text;
  return text.replaceAll(terminal, '').replaceAll(/\r\n?/g, '\n').replaceAll(unwanted, '');
}

/** One line: every run of white space is one space. Of a text whose line nobody could show, the beginning. */
export function oneLine(text: string): string {
  return cleanText(text.slice(0, maxLine)).replaceAll(/\s+/g, ' ').trim();
}

const maxLine = 20_000;

/** Whether a person sees something in it: not only blanks, dashes, what has no width, and what a template writes where it has no value. */
export function isSeen(text: string): boolean {
  return /[\p{L}\p{N}\p{S}]/u.test(text.slice(0, maxLine).replaceAll(noValue, '').replaceAll(unseen, ''));
}

/** Whether it can be the title of something: seen, and more than the word for nothing of some language. */
export function isTelling(text: string): boolean {
  return isSeen(text) && !/^\s*(?:null|none|nil|undefined|nan)\s*$/i.test(text.slice(0, 100));
}

/** As Go's templates, Grafana and Go's own printing have it. */
const noValue = /<no value>|\[no value\]|<nil>|%![a-z]?\(<nil>\)/gi;
/** Zero-width characters, fillers of Hangul, variation selectors and the like; a blank of Braille; what stands for a broken letter. */
const unseen = /[\p{Default_Ignorable_Code_Point}\u2800\uFFFD]/gu;

/** At most `max` UTF-16 units, cut between graphemes and then ending in `…`. */
export function cutText(text: string, max: number): string {
  if (text.length <= max) return text;
  if (max < 1) return '';
  // The grapheme at the last place, which is the sign's: before it ends what can be kept.
  graphemes ??= new Intl.Segmenter('und', { granularity: 'grapheme' });
  const cut = graphemes.segment(text.slice(0, max + maxGrapheme)).containing(max - 1)?.index ?? 0;
  return `${text.slice(0, cut).trimEnd()}…`;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this finds
const unwanted = /[\u0000-\u0008\u000B-\u001F\u007F\uFFFE\uFFFF]|\p{Surrogate}/gu;

/**
 * What steers a terminal: control sequences (colors, cursor), commands for its window (links, titles), choices of a character set.
 * Each alternative ends at the next ESC, so this is one pass. https://ecma-international.org/publications-and-standards/standards/ecma-48/
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this finds
const terminal = /(?:\u009B|\u001B\[)[0-?]*[ -/]*[@-~]|\u001B(?:\][^\u0007\u001B]*(?:\u0007|\u001B\\)|[()][0-9A-B])/g;

/** Any of these may have to go; halves of pairs are found sooner by `isWellFormed`. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this finds
const suspect = /[\u0000-\u0008\u000B-\u001F\u007F\u009B\uFFFE\uFFFF]/;

/** Made by the first text that is cut: it loads a part of ICU, a thirtieth of a worker's start. */
let graphemes: Intl.Segmenter | undefined;
// Long enough that a cluster at the cut is seen whole (a family emoji has 11 units).
const maxGrapheme = 64;
