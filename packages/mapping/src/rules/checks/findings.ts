import type { z } from 'zod';
import { isRecord } from '../../event-fields.ts';
import { textWanted } from '../schema/values.ts';
import { exampleHint, hintForKey, hintForValue, hintForWord, inQuotes } from './hints.ts';
import { knownKeysAt } from './schema-at.ts';

type Path = readonly PropertyKey[];

/** A problem at a place of the file that is still a path, not a line. */
export type Finding = {
  readonly path: Path;
  readonly message: string;
  /** What to write; as a function where it takes up how the value is written. */
  readonly hint: string | ((source: string) => string);
};

/** What the schema found, in words for the person who wrote the file. */
export function findingsOf(issues: readonly z.core.$ZodIssue[], file: unknown): Finding[] {
  return issues.flatMap((issue) => findingsOfIssue(issue, valueAt(file, issue.path)));
}

function findingsOfIssue(issue: z.core.$ZodIssue, value: unknown): Finding[] {
  const { path, message } = issue;
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey([...path, key]));
    case 'invalid_key':
      return [keyFinding(path, issue.issues)];
    case 'invalid_type':
      return [typeFinding(issue.expected, path, value)];
    case 'invalid_value': {
      const words = issue.values.map(String);
      return [{ path, message: `expected one of ${words.join(', ')}`, hint: hintForWord(path, value, words) }];
    }
    case 'invalid_union':
      return unionFindings(issue, path, value);
    case 'custom':
      return [{ path, message, hint: saidHint(issue.params) ?? exampleHint(path) }];
    default:
      return [{ path, message, hint: hintForValue(path, value) }];
  }
}

function unknownKey(path: Path): Finding {
  return { path, message: `unknown key "${String(path.at(-1))}"`, hint: hintForKey(path) };
}

function keyFinding(path: Path, issues: readonly z.core.$ZodIssue[]): Finding {
  if (knownKeysAt(path.slice(0, -1)).length > 0) return unknownKey(path);
  const [issue] = issues;
  const said = issue?.code === 'custom' ? saidHint(issue.params) : null;
  return {
    path,
    message: issue?.message ?? 'this key cannot stand here',
    hint: said ?? exampleHint(path.slice(0, -1)),
  };
}

function typeFinding(expected: string, path: Path, value: unknown): Finding {
  if (value === undefined) return missing(path);
  const quote = expected === 'string' && (typeof value === 'number' || typeof value === 'boolean');
  return {
    path,
    message: `expected ${nameOfType(expected)}, not ${describeValue(value)}`,
    hint: quote ? inQuotes : hintForValue(path, value, expected),
  };
}

function missing(path: Path): Finding {
  return { path, message: `"${String(path.at(-1))}" is missing`, hint: exampleHint(path) };
}

/** The issues of the one form that was meant, if that can be told; else the sentence for all forms. */
function unionFindings(issue: z.core.$ZodIssueInvalidUnion, path: Path, value: unknown): Finding[] {
  if (value === undefined) return [missing(path)];
  if (path.at(-2) === 'match' && path.at(-1) === 'tags' && isRecord(value)) return [nestedTags(path, value)];
  const inside = isRecord(value) || Array.isArray(value);
  const forms = inside ? issue.errors.filter((issues) => issues.some(isAboutInside)) : [];
  const [form = [], ...others] = [...forms].sort((a, b) => unknownIn(a) - unknownIn(b));
  // Where several forms come into question, what one lacks says only that another was meant.
  const meant = form.filter(
    ({ code, path: at }) => others.length === 0 || code === 'unrecognized_keys' || valueAt(value, at) !== undefined,
  );
  if (meant.length > 0)
    return meant.flatMap((nested) =>
      findingsOfIssue({ ...nested, path: [...path, ...nested.path] }, valueAt(value, nested.path)),
    );
  // The only union without words of its own is that of JSON values.
  const expected = issue.message === 'Invalid input' ? 'expected a value that JSON knows' : issue.message;
  // A name made of digits, which YAML takes for a number.
  const quote = expected === textWanted && (typeof value === 'number' || typeof value === 'boolean');
  const hint = quote ? inQuotes : hintForValue(path, value);
  return [{ path, message: `${expected}, not ${describeValue(value)}`, hint }];
}

/** How many keys it knows nothing of: the form that knows most of them was meant. */
function unknownIn(issues: readonly z.core.$ZodIssue[]): number {
  const keys = issues.map((issue) => (issue.code === 'unrecognized_keys' ? issue.keys.length : 0));
  return keys.reduce((sum, count) => sum + count, issues.filter(({ code }) => code === 'invalid_key').length);
}

function isAboutInside(issue: z.core.$ZodIssue): boolean {
  return issue.code === 'unrecognized_keys' || issue.code === 'invalid_key' || issue.path.length > 0;
}

function nestedTags(path: Path, value: Record<string, unknown>): Finding {
  const [tag = 'host'] = Object.keys(value);
  return { path, message: 'tags are matched one by one', hint: `write tags.${tag}: …` };
}

function saidHint(params: unknown): string | null {
  return isRecord(params) && typeof params.hint === 'string' ? params.hint : null;
}

function nameOfType(expected: string): string {
  const names: Record<string, string> = {
    string: 'a text',
    array: 'a list',
    object: 'a map',
    record: 'a map',
    int: 'a whole number',
    boolean: 'true or false',
  };
  return names[expected] ?? `a ${expected}`;
}

function describeValue(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (isRecord(value)) return 'a map';
  return typeof value === 'string' ? `"${value.slice(0, 60)}"` : String(value);
}

function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>((node, key) => {
    if (Array.isArray(node)) return node[Number(key)];
    return isRecord(node) && Object.hasOwn(node, key) ? node[String(key)] : undefined;
  }, root);
}
