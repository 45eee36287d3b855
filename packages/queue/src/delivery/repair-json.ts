import { repairString } from './repair-string.ts';
import { repairWord } from './repair-word.ts';

/** Further values behind the first are read up to this many; a delivery is one alert or a list of some. */
const MAX_VALUES = 10_000;
/** No alert is broken at so many places, and a megabyte of them takes long. */
const MAX_CHANGES = 20_000;
/** Letters of a text that is no JSON. What programs write is JSON, and no person's template fills half a megabyte. */
export const MAX_REPAIRED = 500_000;
/** Brackets, commas, strings and words: a thousand alerts in one body have as many. */
const MAX_TOKENS = 200_000;

export interface Repair {
  /**
   * Whether a quote ends its string wherever it stands. Otherwise only where JSON goes on behind it, so that quotes in a text which
   * its sender did not escape belong to it; then nothing may be left over, since a guess must fit the whole.
   */
  readonly everyQuoteEnds: boolean;
}

/**
 * Texts of JSON out of one that is nearly so, one for each object or list at its top: as templates filled by hand have it (commas
 * too many, values left out, comments, control characters and stray backslashes in strings) and as Python prints a dictionary
 * (`None`, `True`, `nan`, single quotes). What stands behind the last whole value is left out. Null where there is no whole value,
 * or where it is none of this. One pass: its cost grows with the length.
 */
export function repairJson(text: string, { everyQuoteEnds }: Repair): string[] | null {
  if (text.length > MAX_REPAIRED) return null;
  const values: string[] = [];
  const open: Closer[] = [];
  let out = '';
  // What is read but not yet copied: letters one by one would cost too much.
  let from = 0;
  let changes = 0;
  let before: 'start' | 'comma' | 'colon' | 'value' = 'start';
  const put = (written: string, start: number, end: number): void => {
    out += text.slice(from, start) + written;
    from = end;
    changes += 1;
  };
  let at = 0;
  for (let tokens = 0; values.length < MAX_VALUES; tokens += 1) {
    if (changes > MAX_CHANGES || tokens > MAX_TOKENS) return null;
    const { end, plain } = skipBlanks(text, at);
    if (!plain) put('', at, end);
    at = end;
    const char = text[at];
    const inside = open.at(-1);
    if (char === '{' || char === '[') {
      if (before === 'value') return null;
      if (inside === undefined) [out, from] = ['', at];
      open.push(char === '{' ? '}' : ']');
      before = 'start';
      at += 1;
    } else if (inside === undefined) {
      if (char !== ',') break;
      at += 1;
    } else if (char === undefined) break;
    else if (char === '}' || char === ']') {
      if (char !== inside) return null;
      if (before === 'colon') put('null', at, at);
      open.pop();
      before = open.length === 0 ? 'start' : 'value';
      at += 1;
      if (open.length === 0) values.push(out + text.slice(from, at));
    } else if (char === ',') {
      const next = text[skipBlanks(text, at + 1).end] ?? '';
      const isTooMany = before === 'start' || ',}]'.includes(next);
      if (before === 'colon') put('null', at, at);
      if (isTooMany) put('', at, at + 1);
      if (!isTooMany) before = 'comma';
      else if (before === 'colon') before = 'value';
      at += 1;
    } else if (char === ':') {
      if (before !== 'value' || inside !== '}') return null;
      before = 'colon';
      at += 1;
    } else {
      if (before === 'value') return null;
      const isKey = inside === '}' && before !== 'colon';
      const place = isKey ? 'key' : inside === '}' ? 'value' : 'item';
      const isString = char === '"' || char === "'";
      const token = isString
        ? repairString(text, at, everyQuoteEnds ? 'anywhere' : place)
        : repairWord(text, at, isKey);
      if (token === null) return null;
      if (token.changes > 0) put(token.written, at, token.end);
      changes += token.changes;
      if (!token.introduces) before = 'value';
      at = token.end;
    }
  }
  // What is left over may be a remark of a tool. It may not be the rest of an alert, cut off by a quote of its own.
  const rest = text.slice(at);
  if (rest !== '' && (!everyQuoteEnds || rest.includes('df_')) && values.length < MAX_VALUES) return null;
  return values.length === 0 ? null : values;
}

type Closer = '}' | ']';

/**
 * Behind blanks, zero bytes, byte order marks and comments, or behind a comment that does not end.
 * @returns plain: whether JSON takes all of them for blanks
 */
function skipBlanks(text: string, start: number): { end: number; plain: boolean } {
  // Of a string or a number, as nearly always: a letter of ASCII above the blank and no slash.
  const first = text.charCodeAt(start);
  if (first > 0x20 && first < 0x7f && first !== SLASH) return { end: start, plain: true };
  let plain = true;
  for (let at = start; ; ) {
    const unit = text.charCodeAt(at);
    if (
      unit === 0x20 ||
      (unit >= 0x09 && unit <= 0x0d) ||
      unit === 0 ||
      unit === 0xa0 ||
      unit === 0x3000 ||
      unit === 0xfeff
    ) {
      if (unit > 0x20 || unit === 0x0b || unit === 0x0c || unit === 0) plain = false;
      at += 1;
    } else if (unit === SLASH && (text.charCodeAt(at + 1) === SLASH || text.charCodeAt(at + 1) === STAR)) {
      const isLine = text.charCodeAt(at + 1) === SLASH;
      const end = text.indexOf(isLine ? '\n' : '*/', at + 2);
      at = end < 0 ? text.length : end + (isLine ? 1 : 2);
      plain = false;
    } else return { end: at, plain };
  }
}

const [SLASH, STAR] = [0x2f, 0x2a];
