import { MAX_COUNTED_LEVELS, nestingDepth } from './nesting-depth.ts';
import { quoteIntegers } from './quote-integers.ts';
import { repairJson } from './repair-json.ts';

/** How often a body may be encoded as JSON within JSON. */
const MAX_ENCODINGS = 3;

export type ParsedJson =
  /** `levels`: of lists and objects in each other, null where that is not known. */
  | { readonly ok: true; readonly value: unknown; readonly levels: number | null; readonly repaired: boolean }
  | { readonly ok: false; readonly error: string };

/**
 * Reads a body as JSON, and only where it is none as what senders write in its place: templates filled by hand, Python's `NaN` and
 * printed dictionaries, JSON encoded twice, several objects behind each other. An integer that JavaScript cannot hold becomes its
 * digits as a text, since two objects must not become one by rounding.
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
  const levels = nestingDepth(text);
  if (levels >= MAX_COUNTED_LEVELS) return { ok: false, error: 'it is nested too deeply' };
  try {
    return { ok: true, value: parseExactly(text), levels, repaired: false };
  } catch (error) {
    return repaired(text, true) ?? repaired(text, false) ?? { ok: false, error: faultOf(text, error) };
  }
}

function repaired(text: string, everyQuoteEnds: boolean): ParsedJson | null {
  const values = repairJson(text, { everyQuoteEnds });
  if (values === null) return null;
  try {
    const parsed = values.map((value) => parseExactly(value));
    const value = parsed.length === 1 ? parsed[0] : parsed.flat();
    return { ok: true, value, levels: null, repaired: true };
  } catch {
    return null;
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
