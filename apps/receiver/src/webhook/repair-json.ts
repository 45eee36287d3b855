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
  for (let at = 0; at < text.length && values.length < MAX_VALUES; ) {
    const char = text[at] ?? '';
    if (depth === 0 && !isOpening(char)) {
      // Between values only blanks, commas, zero bytes and a byte order mark: anything else is no JSON.
      if (!/[\s,\0\uFEFF]/.test(char)) break;
      at += 1;
      continue;
    }
    if (char === '"') {
      const { written, end } = repairString(text, at);
      out += written;
      at = end;
      continue;
    }
    const word = wordAt(text, at);
    if (word !== null) {
      out += JSON.stringify(word);
      at += word.length;
      continue;
    }
    out += char;
    at += 1;
    if (isOpening(char)) depth += 1;
    else if (char === '}' || char === ']') depth -= 1;
    if (depth > 0) continue;
    values.push(out);
    out = '';
  }
  return values.length === 0 ? null : values;
}

function isOpening(char: string): boolean {
  return char === '{' || char === '[';
}

/** `NaN`, `Infinity` and `-Infinity`, which Python writes for numbers that JSON does not know. */
function wordAt(text: string, at: number): string | null {
  const first = text[at];
  if (first !== 'N' && first !== 'I' && first !== '-') return null;
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
      const known = /^(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/.test(text.slice(at + 1, at + 6));
      if (!known) {
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
