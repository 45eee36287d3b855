/**
 * How many lists and objects a text of JSON opens in each other; of what is no JSON a number near it. No more are counted than
 * MAX_COUNTED_LEVELS: only finding such a text broken takes long, half a megabyte of open brackets hold `JSON.parse` for 0.2 s.
 */
export function nestingDepth(text: string): number {
  let depth = 0;
  let most = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === 0x22) at = endOfString(text, at);
    else if (unit === 0x5b || unit === 0x7b) {
      depth += 1;
      if (depth > most) most = depth;
      if (most >= MAX_COUNTED_LEVELS) return most;
    } else if (unit === 0x5d || unit === 0x7d) depth -= 1;
  }
  return most;
}

/** Far beyond those that are taken: more than a hundred are refused later, with words. */
export const MAX_COUNTED_LEVELS = 10_000;

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === 0x5c) at += 1;
    else if (unit === 0x22) return at;
  }
  return text.length;
}
