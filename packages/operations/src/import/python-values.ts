/** Pure: the constants of a Python script, without running it. What is no plain value is told as what it is. */
import { type Token, tokensOf } from './python-tokens.ts';

export type PyValue =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly PyValue[] }
  | { readonly kind: 'dict'; readonly entries: readonly (readonly [string, PyValue])[] }
  | { readonly kind: 'none' }
  /** A name that was given a value elsewhere. */
  | { readonly kind: 'name'; readonly name: string }
  /** A field of the event: `kwargs["df_title"]`, `kwargs.get("df_title")`, `event['df_title']`. */
  | { readonly kind: 'field'; readonly field: string }
  /** A dictionary of the script, asked by a value: `PEOPLE[kwargs["host"]]`, `PEOPLE.get(kwargs["host"], "pacher")`. */
  | { readonly kind: 'lookup'; readonly dict: string; readonly by: PyValue; readonly otherwise: PyValue | null }
  /** A text with values in it, in order: f"…{x}…". */
  | { readonly kind: 'joined'; readonly parts: readonly PyValue[] }
  | { readonly kind: 'unknown'; readonly source: string };

export interface Reader {
  readonly source: string;
  readonly tokens: readonly Token[];
  at: number;
  /** How many values this one stands in. */
  depth: number;
}

/** Deeper is no table of a person. */
const MAX_DEPTH = 50;

export function readerOf(source: string): Reader {
  return { source, tokens: tokensOf(source), at: 0, depth: 0 };
}

/** The value at the reader's place, and the reader behind it. */
export function readValue(reader: Reader): PyValue {
  const from = reader.at;
  if (reader.depth >= MAX_DEPTH) {
    skipRest(reader);
    return unknownFrom(reader, from);
  }
  reader.depth += 1;
  const value = readSum(reader);
  reader.depth -= 1;
  // What goes on behind a value (`a if b else c`, `a or b`) is no plain value.
  if (endsHere(reader)) return value;
  skipRest(reader);
  return unknownFrom(reader, from);
}

function readSum(reader: Reader): PyValue {
  const parts = [readOne(reader)];
  while (is(reader, '+')) {
    reader.at += 1;
    parts.push(readOne(reader));
  }
  const [only] = parts;
  if (parts.length === 1 && only) return only;
  return { kind: 'joined', parts: parts.flatMap((part) => (part.kind === 'joined' ? part.parts : [part])) };
}

function readOne(reader: Reader): PyValue {
  const token = reader.tokens[reader.at];
  if (token === undefined) return { kind: 'unknown', source: '' };
  if (token.kind === 'text') return readTexts(reader);
  if (token.kind === 'number') return take(reader, { kind: 'number', text: token.text });
  if (token.text === '{') return readDict(reader);
  if (token.text === '[' || token.text === '(') return readList(reader, token.text === '[' ? ']' : ')');
  if (token.kind === 'name') return readName(reader);
  const from = reader.at;
  reader.at += 1;
  return unknownFrom(reader, from);
}

/** Texts one behind the other are one. */
function readTexts(reader: Reader): PyValue {
  const parts: PyValue[] = [];
  for (let token = reader.tokens[reader.at]; token?.kind === 'text'; token = reader.tokens[reader.at]) {
    parts.push(...(token.formatted ? formatted(token.text) : [{ kind: 'text' as const, text: token.text }]));
    reader.at += 1;
  }
  const [only] = parts;
  return parts.length === 1 && only ? only : { kind: 'joined', parts };
}

function formatted(text: string): PyValue[] {
  return text
    .split(/(\{\{|\}\}|\{[^{}]*\})/)
    .filter((part) => part !== '')
    .map((part) => {
      if (part === '{{' || part === '}}') return { kind: 'text', text: part.slice(1) };
      const inner = /^\{([^{}]*)\}$/.exec(part)?.[1];
      if (inner === undefined) return { kind: 'text', text: part };
      return readValue(readerOf(inner.replace(/!\w$|:[^:'"]*$/, '')));
    });
}

function readDict(reader: Reader): PyValue {
  const entries: (readonly [string, PyValue])[] = [];
  reader.at += 1;
  while (reader.at < reader.tokens.length && !is(reader, '}')) {
    const key = readValue(reader);
    if (!is(reader, ':')) skipTo(reader, [',', '}']);
    else {
      reader.at += 1;
      const value = readValue(reader);
      if (key.kind === 'text' || key.kind === 'number') entries.push([key.text, value]);
    }
    if (is(reader, ',')) reader.at += 1;
  }
  reader.at += 1;
  return { kind: 'dict', entries };
}

function readList(reader: Reader, end: string): PyValue {
  const items: PyValue[] = [];
  reader.at += 1;
  while (reader.at < reader.tokens.length && !is(reader, end)) {
    const before = reader.at;
    items.push(readValue(reader));
    if (is(reader, ',')) reader.at += 1;
    else if (reader.at === before || !is(reader, end)) skipTo(reader, [',', end]);
  }
  reader.at += 1;
  const [only] = items;
  // Brackets around one value are only brackets.
  return end === ')' && items.length === 1 && only ? only : { kind: 'list', items };
}

function readName(reader: Reader): PyValue {
  const from = reader.at;
  const name = reader.tokens[reader.at]?.text ?? '';
  reader.at += 1;
  if (name === 'None') return { kind: 'none' };
  if (name === 'str' && is(reader, '(')) return readList(reader, ')');
  if (is(reader, '[')) {
    const by = readList(reader, ']');
    const [key] = by.kind === 'list' ? by.items : [];
    return asked(name, key, null) ?? unknownFrom(reader, from);
  }
  if (is(reader, '.') && reader.tokens[reader.at + 1]?.text === 'get' && reader.tokens[reader.at + 2]?.text === '(') {
    reader.at += 2;
    const list = readList(reader, ')');
    const [key, otherwise = null] = list.kind === 'list' ? list.items : [list];
    return asked(name, key, otherwise) ?? unknownFrom(reader, from);
  }
  if (endsHere(reader) || is(reader, '+')) return { kind: 'name', name };
  skipRest(reader);
  return unknownFrom(reader, from);
}

/** The arguments of the function that Guance calls, by the names that scripts give them. */
const EVENT = ['kwargs', 'event', 'data', 'payload', 'body'];

function asked(name: string, key: PyValue | undefined, otherwise: PyValue | null): PyValue | null {
  if (key === undefined) return null;
  if (key.kind === 'text' && EVENT.includes(name)) return { kind: 'field', field: key.text };
  return { kind: 'lookup', dict: name, by: key, otherwise };
}

function take(reader: Reader, value: PyValue): PyValue {
  reader.at += 1;
  return value;
}

export function is(reader: Reader, text: string): boolean {
  const token = reader.tokens[reader.at];
  return token !== undefined && token.kind === 'mark' && token.text === text;
}

function endsHere(reader: Reader): boolean {
  const token = reader.tokens[reader.at];
  return token === undefined || token.kind === 'line' || (token.kind === 'mark' && /^[,:)\]}]$/.test(token.text));
}

/** Behind all that belongs to this value. */
function skipRest(reader: Reader): void {
  for (let depth = 0; reader.at < reader.tokens.length; reader.at += 1) {
    if (depth === 0 && endsHere(reader)) return;
    const { kind = 'line', text = '' } = reader.tokens[reader.at] ?? {};
    if (kind === 'mark' && /^[([{]$/.test(text)) depth += 1;
    if (kind === 'mark' && /^[)\]}]$/.test(text)) depth -= 1;
  }
}

function skipTo(reader: Reader, ends: readonly string[]): void {
  while (reader.at < reader.tokens.length && !ends.some((end) => is(reader, end))) reader.at += 1;
}

function unknownFrom(reader: Reader, from: number): PyValue {
  const [first, last] = [reader.tokens[from], reader.tokens[reader.at - 1]];
  return { kind: 'unknown', source: reader.source.slice(first?.from, last?.to) };
}
