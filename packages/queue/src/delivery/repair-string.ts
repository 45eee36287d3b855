import type { Token } from './repair-word.ts';

/** Where a quote may end the string: at any, or where what follows is what follows a key, a value of an object, an item of a list. */
export type Ending = 'anywhere' | 'key' | 'value' | 'item';

const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\b': '\\b', '\f': '\\f' };
/** As many as in a whole body. */
const MAX_CHANGES = 20_000;
const [BACKSLASH, DOUBLE, SINGLE] = [0x5c, 0x22, 0x27];

/** The string that begins at `start` with either quote, as JSON; in parts, since letters one by one would cost too much. */
export function repairString(text: string, start: number, ending: Ending): Token | null {
  const quote = text.charCodeAt(start);
  let written = '"';
  let from = start + 1;
  let changes = quote === DOUBLE ? 0 : 1;
  const put = (letters: string, at: number, length: number): void => {
    written += text.slice(from, at) + letters;
    from = at + length;
    changes += 1;
  };
  for (let at = from; at < text.length && changes <= MAX_CHANGES; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === quote && endsAt(text, at + 1, ending))
      return { written: `${written}${text.slice(from, at)}"`, end: at + 1, changes };
    if (unit === DOUBLE) put('\\"', at, 1);
    else if (unit === BACKSLASH) {
      const { letters, length } = escapeAt(text, at, quote);
      if (letters !== null) put(letters, at, length);
      at += length - 1;
    } else if (unit < 0x20) {
      const char = text[at] ?? '';
      put(ESCAPES[char] ?? `\\u${unit.toString(16).padStart(4, '0')}`, at, 1);
    }
  }
  return null;
}

/** Null for an escape of JSON; of Python, which only its single quotes tell of, as JSON has it; a stray backslash as itself. */
function escapeAt(text: string, at: number, quote: number): { letters: string | null; length: number } {
  const next = text[at + 1] ?? '';
  const hex = (length: number) => {
    const digits = text.slice(at + 2, at + 2 + length);
    return digits.length === length && /^[0-9a-fA-F]+$/.test(digits) ? digits : null;
  };
  if (next === 'u' && hex(4) !== null) return { letters: null, length: 6 };
  if (next !== '' && '"\\/bfnrt'.includes(next)) return { letters: null, length: 2 };
  if (quote === SINGLE) {
    if (next === "'") return { letters: "'", length: 2 };
    if (next === 'x' && hex(2) !== null) return { letters: `\\u00${hex(2)}`, length: 4 };
    const point = next === 'U' ? Number.parseInt(hex(8) ?? '', 16) : Number.NaN;
    if (point > 0xffff && point <= 0x10ffff) return { letters: String.fromCodePoint(point), length: 10 };
  }
  return { letters: '\\\\', length: 1 };
}

/** Bounded, since each quote of a text is asked. */
const BEHIND: Readonly<Record<Exclude<Ending, 'anywhere'>, RegExp>> = {
  key: /\s{0,100}:/y,
  value: /\s{0,100}(?:,\s{0,100}(?:(["'])[^"'\\\n]{1,100}\1\s{0,100}:|[}/,])|\}\s{0,100}(?:[,}\]\0]|$))/y,
  item: /\s{0,100}(?:,|\]\s{0,100}(?:[,}\]\0]|$))/y,
};

function endsAt(text: string, at: number, ending: Ending): boolean {
  if (ending === 'anywhere') return true;
  const behind = BEHIND[ending];
  behind.lastIndex = at;
  return behind.test(text);
}
