/**
 * `df_dimension_tags`: what tells the objects of one monitor apart. Documented as a JSON object in a string; seen as an object,
 * encoded twice, as a list, with lists for values, and as a mere text (`host:web-01`, or a dict as Python prints it).
 */
import { isRecord, scalarText } from '../../event-fields.ts';

export interface DimensionTags {
  /** Name and value of each; lists and objects as JSON. */
  readonly values: Readonly<Record<string, string>>;
  /** What came where it is no object at all, so that there are no names. */
  readonly text: string | null;
  /** Tells this object from others: null where the values do, since all of them are plain. */
  readonly identity: string | null;
  /** Names and values are all there is: none was left out, or is anything but a plain value. */
  readonly whole: boolean;
}

export function dimensionTags(field: unknown): DimensionTags {
  const value = unwrapped(field);
  if (isRecord(value)) return ofRecord(value);
  const text = typeof value === 'string' ? value.trim() : saysNothing(value) ? '' : jsonText(value);
  if (text === null || text === '') return NONE;
  const shown = typeof field === 'string' && typeof value !== 'string' ? (stringWithin(field) ?? text) : text;
  return {
    values: {},
    text: shown.trim(),
    identity: short((typeof value === 'string' ? null : canonicalOf(value)) ?? text),
    whole: false,
  };
}

const NONE: DimensionTags = { values: {}, text: null, identity: null, whole: false };

function ofRecord(record: Record<string, unknown>): DimensionTags {
  const said = Object.entries(record).filter(([, value]) => !saysNothing(value));
  const pairs = said.map(([name, value]): [string, string] => [name, scalarText(value) ?? jsonText(value) ?? '…']);
  const flat = said.every(([, value]) => scalarText(value) !== null);
  const identity = flat ? null : (canonicalOf(Object.fromEntries(said)) ?? pairs.map((pair) => pair.join('=')).join());
  const whole = flat && said.length > 0 && said.length === Object.keys(record).length;
  return { values: Object.fromEntries(pairs), text: null, identity: identity === null ? null : short(identity), whole };
}

function saysNothing(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0;
  return scalarText(value) === null;
}

/** JSON in a string, and in a string once more. */
function unwrapped(field: unknown): unknown {
  let value = field;
  for (let times = 0; times < MAX_TIMES && typeof value === 'string'; times += 1) {
    const inner = parsed(value);
    if (inner === undefined) return value;
    value = inner;
  }
  return value;
}

const MAX_TIMES = 2;

/** The JSON of a list as the sender wrote it, whether encoded once or twice. */
function stringWithin(field: string): string | null {
  const once = parsed(field);
  return typeof once === 'string' ? once : field;
}

/** A number whose digits JavaScript cannot hold is kept as its digits: two objects must not become one by rounding. */
function parsed(text: string): unknown {
  // Longer ones are told apart by their text alone: half a megabyte of open brackets takes 0.2 s to be found broken.
  if (text.length > MAX_JSON) return undefined;
  try {
    return /\d{16}|\de[+-]?\d{3}/i.test(text) ? JSON.parse(text, exactly) : JSON.parse(text);
  } catch {
    return undefined;
  }
}

const MAX_JSON = 50_000;

/** TypeScript does not know the third argument yet. https://github.com/tc39/proposal-json-parse-with-source */
function exactly(_key: string, value: unknown, context?: { source?: string }): unknown {
  const source = context?.source;
  if (typeof value === 'number' && source !== undefined && source.length > MAX_NUMBER) return source;
  const exact = typeof value !== 'number' || source === undefined || figuresOf(source) === figuresOf(String(value));
  return exact ? value : source;
}

/** The smallest number that JavaScript knows has some 750 digits, and no object's name so many. */
const MAX_NUMBER = 1000;

/** The digits that count, whatever the notation. */
function figuresOf(number: string): string {
  return number
    .replace(/e.*$/i, '')
    .replace(/[-.]/g, '')
    .replace(/^0+|0+$/g, '');
}

/** The order of keys is Guance's affair. Null for what is nested too deep. */
function canonicalOf(value: unknown, depth = 0): string | null {
  if (typeof value !== 'object' || value === null) return JSON.stringify(scalarText(value) ?? '');
  if (depth > MAX_LEVELS) return null;
  const entries = Object.entries(value).map(([name, item]) => [name, canonicalOf(item, depth + 1)] as const);
  if (entries.some(([, text]) => text === null)) return null;
  if (Array.isArray(value)) return `[${entries.map(([, text]) => text).join(',')}]`;
  const sorted = entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([name, text]) => `${JSON.stringify(name)}:${text}`).join(',')}}`;
}

const MAX_LEVELS = 50;

/** Null for what is nested deeper than JSON.stringify goes. */
function jsonText(value: unknown): string | null {
  try {
    return JSON.stringify(value) ?? null;
  } catch {
    return null;
  }
}

/** A key is stored with the issue, so that a text of any length must not be one. */
export function short(identity: string): string {
  const text = identity.toWellFormed();
  if (text.length <= LONGEST) return text;
  return `${text.slice(0, 64).toWellFormed()}…${digest(text, 1)}${digest(text, 2)}`;
}

const LONGEST = 400;

/** 53 bits (cyrb53): it tells the objects of one monitor apart, and keeps no secret. https://github.com/bryc/code/blob/master/jshash */
function digest(text: string, seed: number): string {
  let [high, low] = [0xdeadbeef ^ seed, 0x41c6ce57 ^ seed];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return (4294967296 * (2097151 & low) + (high >>> 0)).toString(36);
}
