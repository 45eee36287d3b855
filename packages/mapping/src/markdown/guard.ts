/** Nothing after this can be shown: Jira takes about 32 000 characters of the written form. In UTF-16 units. */
export const maxInput = 40_000;

/**
 * Would parsing this as Markdown take seconds or exhaust the stack? The parser needs time that grows with the square of open
 * containers, emphases and brackets (40 KB of `>` took 12 s), and the worker has one thread. Real alerts stay far below.
 */
export function isTooTangled(text: string): boolean {
  const lines = text.split('\n');
  if (lines.length > maxLines) return true;
  let emphases = 0;
  let brackets = 0;
  for (const line of lines) {
    if (line.trim() === '') {
      emphases = 0;
      brackets = 0;
      continue;
    }
    emphases += count(line, /[*~]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu);
    brackets += count(line, /[[\]]/g);
    if (emphases > maxEmphases || brackets > maxBrackets) return true;
    if (count(line, /\|/g) > maxPipes || nesting(line) > maxNesting) return true;
  }
  return false;
}

// In one run of lines without a blank one between.
const maxEmphases = 400;
const maxBrackets = 400;
// In one line.
const maxPipes = 200;
const maxNesting = 12;
const maxLines = 1_000;

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
