/** Nothing after this can be shown: Jira takes about 32 000 characters of the written form. In UTF-16 units. */
export const maxInput = 40_000;

/**
 * Would parsing this as Markdown take seconds or exhaust the stack? The parser needs time that grows with the square of open
 * containers, emphases and brackets (40 KB of `>` took 12 s) and of the words after a bracket left open (14 KB took 1 s), and the
 * worker has one thread. Real alerts stay far below.
 */
export function isTooTangled(text: string): boolean {
  const lines = text.split('\n');
  if (lines.length > maxLines) return true;
  let emphases = 0;
  let brackets = 0;
  let open: OpenBrackets = { depth: 0, words: 0 };
  for (const line of lines) {
    if (line.trim() === '') {
      emphases = 0;
      brackets = 0;
      open = { depth: 0, words: 0 };
      continue;
    }
    emphases += count(line, /[*~]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu);
    brackets += count(line, /[[\]]/g);
    open = wordsInBrackets(line, open);
    if (emphases > maxEmphases || brackets > maxBrackets || open.words > maxWordsInBrackets) return true;
    if (count(line, /\|/g) > maxPipes || nesting(line) > maxNesting) return true;
  }
  return false;
}

// In one run of lines without a blank one between.
const maxEmphases = 400;
const maxBrackets = 400;
const maxWordsInBrackets = 2_000;
// In one line.
const maxPipes = 200;
const maxNesting = 12;
const maxLines = 1_000;

interface OpenBrackets {
  depth: number;
  /** Words since the outermost open bracket: at the start of each (it may be an e-mail address) the parser walks back to it. */
  words: number;
}

function wordsInBrackets(line: string, before: OpenBrackets): OpenBrackets {
  let { depth, words } = before;
  for (const [found] of line.matchAll(/[[\]]|(?<![A-Za-z0-9+._-])[A-Za-z0-9+._-]/g)) {
    if (found === '[') depth += 1;
    else if (found === ']') depth = Math.max(depth - 1, 0);
    else if (depth > 0) words += 1;
    if (depth === 0) words = 0;
    if (words > maxWordsInBrackets) break;
  }
  return { depth, words };
}

/** How many quotes and list items the line's beginning opens. */
function nesting(line: string): number {
  if (/^[ \t]*([-*_])(?:[ \t]*\1)+[ \t]*$/.test(line)) return 0; // a rule
  const marker = /[ \t]*(?:>|(?:[-*+]|\d{1,9}[.)])(?=[ \t]|$))/y;
  let depth = 0;
  while (depth <= maxNesting && marker.test(line)) depth += 1;
  return depth;
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
