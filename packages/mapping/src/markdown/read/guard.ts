/** Nothing after this can be shown: Jira takes about 32 000 characters of the written form. In UTF-16 units. */
export const maxInput = 40_000;

/**
 * Is this text surely parsed within a few milliseconds? The parser's time grows with the square of a paragraph in more
 * constructs than anyone has counted (40 KB of character references after a bare address took 11 s): wherever a word or a sign
 * may begin something it may read on to the paragraph's end. So the product of the two is the bound, whatever the construct is;
 * e2e/fuzz searches for texts that prove it wrong. What is beyond it needs a thread that can be ended, or stays plain.
 */
export function isQuick(text: string): boolean {
  if (text.length > maxQuick) return false;
  let steps = 0;
  for (const paragraph of text.split(/\n[ \t]*\n/)) steps += count(paragraph) * paragraph.length;
  return steps <= maxSteps;
}

const maxQuick = 10_000;
/** At some ten nanoseconds each at worst. */
const maxSteps = 2_000_000;

/** Places where the parser may begin to look for something: each sign, and each word. */
function count(paragraph: string): number {
  return paragraph.match(/[^\p{L}\p{N}\s]|[\p{L}\p{N}]+/gu)?.length ?? 0;
}
