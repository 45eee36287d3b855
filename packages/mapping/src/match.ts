import { RE2JS } from 're2js';
import type { AlertEvent } from './event.ts';
import { list, own, scalarText } from './event-fields.ts';

type Scalar = string | number | boolean;
/** What a route's `match` may hold for one field. */
export type MatchForm =
  | Scalar
  | readonly Scalar[]
  | { readonly not: Scalar | readonly Scalar[] }
  | { readonly exact: Scalar | readonly Scalar[] };

/** Does one of the field's values fit? A field that is absent has none. */
export type ValueTest = (values: readonly string[]) => boolean;

/** One field of a route's `match` that does not fit: what is wanted, and what the event has. */
export type Misfit = { readonly field: string; readonly wanted: MatchForm; readonly values: readonly string[] };

/** Why a `match` does not fit, for people; none when it does. */
export function misfitsOf(event: AlertEvent, match: Readonly<Record<string, MatchForm>>): Misfit[] {
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
 * @throws an error that says what is wrong with a regular expression
 */
export function compileMatch(form: MatchForm): ValueTest {
  if (isObject(form)) {
    if ('exact' in form) return anyOf(asList(form.exact).map(exactly));
    const test = compileMatch(asList(form.not));
    return (values) => !test(values);
  }
  const words = asList(form).map(String);
  const wanted = words.filter((word) => !isNegated(word)).map(compileWord);
  const unwanted = anyOf(words.filter(isNegated).map((word) => compileWord(word.slice(1))));
  return (values) => (wanted.length === 0 || anyOf(wanted)(values)) && !unwanted(values);
}

/** `tags.x`, `level` and `status` are read as we understand them, `df_label` as its labels, all else as Guance sent it. */
function valuesOf(event: AlertEvent, field: string): readonly string[] {
  if (field === 'level') return present(event.level);
  if (field === 'status') return present(event.status);
  if (field.startsWith('tags.')) return present(scalarText(own(event.tags, field.slice('tags.'.length))));
  return list(event.raw, field);
}

type WordTest = (value: string) => boolean;

function compileWord(word: string): WordTest {
  const regex = /^\/(.*)\/(i?)$/s.exec(word);
  if (regex) return compileRegex(regex[1] ?? '', regex[2] === 'i');
  return /[*?]/.test(word) ? compileRegex(globSource(word), false) : exactly(word);
}

/** RE2 takes time linear in the text, so no rule and no alert can make the worker hang. */
function compileRegex(source: string, ignoreCase: boolean): WordTest {
  const regex = RE2JS.compile(source, ignoreCase ? RE2JS.CASE_INSENSITIVE : 0);
  return (value) => regex.test(value);
}

/** `*` is any text, `?` one character. */
function globSource(glob: string): string {
  const parts = glob.split(/([*?])/).map((part) => (part === '*' ? '.*' : part === '?' ? '.' : RE2JS.quote(part)));
  return `(?s)^${parts.join('')}$`;
}

function exactly(word: Scalar): WordTest {
  const text = String(word);
  return (value) => value === text;
}

function anyOf(tests: readonly WordTest[]): ValueTest {
  return (values) => values.some((value) => tests.some((test) => test(value)));
}

function isNegated(word: string): boolean {
  return word.length > 1 && word.startsWith('!');
}

function isObject(form: MatchForm): form is Exclude<MatchForm, Scalar | readonly Scalar[]> {
  return typeof form === 'object' && !Array.isArray(form);
}

function asList(form: Scalar | readonly Scalar[]): readonly Scalar[] {
  return Array.isArray(form) ? form : [form as Scalar];
}

function present(value: string | null): readonly string[] {
  return value === null ? [] : [value];
}
