import { nestsTooDeep } from './nests-too-deep.ts';
import { quoteIntegers } from './quote-integers.ts';
import { repairJson } from './repair-json.ts';

/** How often a body may be encoded as JSON within JSON. */
const MAX_ENCODINGS = 3;

export type ParsedJson =
  | { readonly ok: true; readonly value: unknown; readonly repaired: boolean }
  | { readonly ok: false; readonly error: string };

/**
 * Reads a body as JSON, and what senders write in its place: `NaN` and `Infinity` (Python's `json.dumps`), raw control characters
 * within strings, JSON encoded twice, several objects behind each other, zero bytes at the end. An integer that JavaScript
 * cannot hold becomes its digits as a text, since two objects must not become one by rounding.
 */
export function parseJson(text: string): ParsedJson {
  let parsed = parseOnce(text);
  for (let n = 1; n < MAX_ENCODINGS && parsed.ok && typeof parsed.value === 'string'; n += 1) {
    if (!/^[\s\uFEFF]*[[{"]/.test(parsed.value)) break;
    const inner = parseOnce(parsed.value);
    if (!inner.ok) break;
    parsed = inner;
  }
  return parsed;
}

/** The value of a text that is an object, a list or a text in JSON, else undefined. Never throws. */
export function parseInner(text: string): unknown {
  if (!/^\s*[[{"]/.test(text)) return undefined;
  const parsed = parseOnce(text);
  return parsed.ok ? parsed.value : undefined;
}

function parseOnce(text: string): ParsedJson {
  if (nestsTooDeep(text)) return { ok: false, error: 'it is nested too deeply' };
  try {
    return { ok: true, value: parseExactly(text), repaired: false };
  } catch (error) {
    const values = repairJson(text);
    if (values === null) return { ok: false, error: faultOf(text, error) };
    try {
      const parsed = values.map((value) => parseExactly(value));
      return { ok: true, value: parsed.length === 1 ? parsed[0] : parsed.flat(), repaired: true };
    } catch (second) {
      return { ok: false, error: faultOf(text, second) };
    }
  }
}

/** Looks at each number only where one is that long. */
function parseExactly(text: string): unknown {
  return JSON.parse(/\d{16}/.test(text) ? quoteIntegers(text) : text);
}

/** V8 quotes the text around the fault; only the position may leave, since a body can hold a secret. */
function faultOf(text: string, error: unknown): string {
  if (text.trim() === '') return 'it is empty';
  const position = error instanceof Error ? /position \d+( \(line \d+ column \d+\))?/.exec(error.message) : null;
  return position ? `fault at ${position[0]}` : 'it ends too early or holds a stray character';
}
