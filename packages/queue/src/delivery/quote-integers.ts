const LONG_INTEGER = /-?\d{16,}/y;

/**
 * Puts quotes round each integer of a JSON text that a double cannot hold, so that it keeps its digits. Not by the source text
 * that `JSON.parse` hands to a reviver: Node 26.10 ends with SIGSEGV on some texts there. Expects JSON; of anything else only the
 * numbers may change. One pass: its cost grows with the length.
 */
export function quoteIntegers(text: string): string {
  let out = '';
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === 0x22) {
      at = endOfString(text, at);
      continue;
    }
    if (unit !== 0x2d && (unit < 0x30 || unit > 0x39)) continue;
    const end = endOfNumber(text, at);
    LONG_INTEGER.lastIndex = at;
    const [digits] = LONG_INTEGER.exec(text) ?? [];
    if (digits !== undefined && at + digits.length === end && !Number.isSafeInteger(Number(digits))) {
      out += `${text.slice(from, at)}"${digits}"`;
      from = end;
    }
    at = end - 1;
  }
  return from === 0 ? text : out + text.slice(from);
}

function endOfNumber(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && /[\d.eE+-]/.test(text[at] ?? '')) at += 1;
  return at;
}

/** The place of the quote that ends the string which begins at `start`; the end of the text where there is none. */
function endOfString(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text[at - 1 - slashes] === '\\') slashes += 1;
    if (slashes % 2 === 0) return at;
  }
  return text.length;
}
