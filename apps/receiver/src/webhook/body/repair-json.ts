/** Further values behind the first are read up to this many; a delivery is one alert or a list of some. */
const MAX_VALUES = 10_000;

const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\b': '\\b', '\f': '\\f' };

/**
 * Texts of JSON out of one that is nearly so, one for each object or list at its top: bare `NaN` and `Infinity` become texts,
 * control characters in strings and a backslash before a letter that it cannot escape are escaped. What stands behind the last
 * whole value is left out. Null where there is no whole value. One pass: its cost grows with the length.
 */
export function repairJson(text: string): string[] | null {
  const values: string[] = [];
  let out = '';
  let depth = 0;
  let words = 0;
  // What is read but not yet copied: letters one by one would cost too much.
  let from = 0;
  for (let at = 0; at < text.length && values.length < MAX_VALUES; ) {
    const unit = text.charCodeAt(at);
    if (depth === 0 && !isOpening(unit)) {
      // Between values only blanks, commas, zero bytes and a byte order mark: anything else is no JSON.
      if (!/[\s,\0\uFEFF]/.test(text[at] ?? '')) break;
      at += 1;
      from = at;
      continue;
    }
    if (unit === QUOTE) {
      const { written, end } = repairString(text, at);
      out += text.slice(from, at) + written;
      at = end;
      from = at;
      continue;
    }
    const word = wordAt(text, at, unit);
    if (word !== null) {
      words += 1;
      if (words > MAX_WORDS) return null;
      out += text.slice(from, at) + JSON.stringify(word);
      at += word.length;
      from = at;
      continue;
    }
    at += 1;
    if (isOpening(unit)) depth += 1;
    else if (unit === 0x7d || unit === 0x5d) depth -= 1;
    if (depth > 0) continue;
    values.push(out + text.slice(from, at));
    out = '';
    from = at;
  }
  return values.length === 0 ? null : values;
}

const QUOTE = 0x22;
/** No alert has so many numbers that are none, and a megabyte of them takes 0.1 s. */
const MAX_WORDS = 20_000;

function isOpening(unit: number): boolean {
  return unit === 0x7b || unit === 0x5b;
}

/** `NaN`, `Infinity` and `-Infinity`, which Python writes for numbers that JSON does not know. */
function wordAt(text: string, at: number, unit: number): string | null {
  if (unit !== 0x4e && unit !== 0x49 && unit !== 0x2d) return null;
  return ['NaN', 'Infinity', '-Infinity', '-NaN'].find((word) => text.startsWith(word, at)) ?? null;
}

/** The string that begins at `start`, in parts, since letters one by one would cost too much. */
function repairString(text: string, start: number): { written: string; end: number } {
  let written = '"';
  let from = start + 1;
  for (let at = from; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === 0x22) return { written: `${written}${text.slice(from, at + 1)}`, end: at + 1 };
    if (unit === 0x5c) {
      if (!isEscape(text, at + 1)) {
        written += `${text.slice(from, at)}\\\\`;
        from = at + 1;
      } else at += 1;
    } else if (unit < 0x20) {
      const char = text[at] ?? '';
      written += `${text.slice(from, at)}${ESCAPES[char] ?? `\\u${unit.toString(16).padStart(4, '0')}`}`;
      from = at + 1;
    }
  }
  return { written: written + text.slice(from), end: text.length };
}

function isEscape(text: string, at: number): boolean {
  const char = text[at];
  if (char === 'u') return /^[0-9a-fA-F]{4}$/.test(text.slice(at + 1, at + 5));
  return char !== undefined && '"\\/bfnrt'.includes(char);
}
