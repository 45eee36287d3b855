import { RE2JS } from 're2js';
import { list, own, scalarText } from '../event-fields.ts';
import type { AlertEvent } from '../source/alert-event.ts';
import { type MatchForm, NotUnderstood, readMatchForm, type Word } from './match-form.ts';

/** Does one of the field's values fit? A field that is absent has none. */
export type ValueTest = (values: readonly string[]) => boolean;

/** One field of a route's `match` that does not fit: what is wanted, and what the event has. */
export type Mismatch = { readonly field: string; readonly wanted: MatchForm; readonly values: readonly string[] };

/** Why a `match` does not fit, for people; none when it does. */
export function mismatchesOf(event: AlertEvent, match: Readonly<Record<string, MatchForm>>): Mismatch[] {
  const read = Object.entries(match).map(([field, wanted]) => ({ field, wanted, values: valuesOf(event, field) }));
  return read.filter(({ wanted, values }) => !compileMatch(wanted)(values));
}

/** `match:` as one question; every field must fit. */
export function compileMatches(match: Readonly<Record<string, MatchForm>>): (event: AlertEvent) => boolean {
  const tests = Object.entries(match).map(([field, form]): [string, ValueTest] => [field, compileMatch(form)]);
  return (event) => tests.every(([field, test]) => test(valuesOf(event, field)));
}

/**
 * The test of one field: exact, list, glob, /regex/, and `!` or `not` for the opposite. In a list one of the plain entries must
 * fit (where there are any) and none of those with `!`.
 * @throws NotUnderstood
 */
export function compileMatch(form: MatchForm): ValueTest {
  const words = readMatchForm(form);
  const wanted = words.wanted.map(compileWord);
  const unwanted = anyOf(words.unwanted.map(compileWord));
  return (values) => (wanted.length === 0 || anyOf(wanted)(values)) && !unwanted(values);
}

/** `tags.x`, `level` and `status` are read as we understand them, lists as their items, all else as Guance sent it. */
function valuesOf(event: AlertEvent, field: string): readonly string[] {
  if (field === 'level') return present(event.level);
  if (field === 'status') return present(event.status);
  if (field.startsWith('tags.')) return present(scalarText(own(event.tags, field.slice('tags.'.length))));
  return listed(event.raw, field);
}

/** A hundred routes read the same few fields, each of which may be a megabyte of JSON. */
const read = new WeakMap<object, Map<string, readonly string[]>>();

function listed(raw: AlertEvent['raw'], field: string): readonly string[] {
  const known = read.get(raw) ?? new Map<string, readonly string[]>();
  read.set(raw, known);
  const before = known.get(field);
  if (before !== undefined) return before;
  const values = bounded(list(raw, field));
  known.set(field, values);
  return values;
}

/** A hundred routes with patterns look at the same text: what is beyond this no rule sees. */
function bounded(values: readonly string[]): readonly string[] {
  let left = maxLooked;
  return values.slice(0, maxValues).map((value) => {
    const looked = value.slice(0, Math.max(left, shortest));
    left -= looked.length;
    return looked;
  });
}

const maxLooked = 10_000;
const maxValues = 1_000;
/** Of a value late in a long list no less than this. */
const shortest = 100;

type WordTest = (value: string) => boolean;

function compileWord({ kind, text }: Word): WordTest {
  if (kind === 'exact') return (value) => value === text;
  return kind === 'glob' ? compileRegex(globSource(text), false) : compileRegex(text, kind === 'regex/i');
}

/**
 * RE2 needs no more steps than the size of the pattern times the length of the text. With that bounded neither a rule nor an alert
 * can hold up the worker. Usual patterns have a size below 100.
 */
const maxSize = 5_000;
const maxSteps = 15_000_000;

function compileRegex(source: string, ignoreCase: boolean): WordTest {
  const regex = parseRegex(source, ignoreCase);
  const size = regex.programSize();
  if (size > maxSize)
    throw new NotUnderstood(
      'this pattern is too large',
      'write smaller repetitions than {500}, or a list of several patterns',
    );
  const looked = Math.floor(maxSteps / Math.max(size, 1));
  return (value) => regex.test(value.slice(0, looked));
}

function parseRegex(source: string, ignoreCase: boolean): RE2JS {
  try {
    return RE2JS.compile(source, ignoreCase ? RE2JS.CASE_INSENSITIVE : 0);
  } catch (error) {
    throw new NotUnderstood(
      `this is no regular expression of RE2: ${error instanceof Error ? error.message : String(error)}`,
      'RE2 has no look-around and no back references; a plain text is { exact: "…" }',
    );
  }
}

/** `*` is any text, `?` one character. */
function globSource(glob: string): string {
  const parts = glob.split(/([*?])/).map((part) => (part === '*' ? '.*' : part === '?' ? '.' : RE2JS.quote(part)));
  return `(?s)^${parts.join('')}$`;
}

function anyOf(tests: readonly WordTest[]): ValueTest {
  return (values) => values.some((value) => tests.some((test) => test(value)));
}

function present(value: string | null): readonly string[] {
  return value === null ? [] : [value];
}
