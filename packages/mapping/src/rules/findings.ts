import type { z } from 'zod';
import { isRecord } from '../event-fields.ts';
import { knownKeysAt } from './file.ts';
import { didYouMean } from './problems.ts';

/** A problem at a place of the file that is still a path, not a line. */
export type Finding = { readonly path: readonly PropertyKey[]; readonly message: string; readonly hint: string | null };

/** What the schema found, in words for the person who wrote the file. */
export function findingsOf(issues: readonly z.core.$ZodIssue[], file: unknown): Finding[] {
  return issues.flatMap((issue) => findingsOfIssue(issue, valueAt(file, issue.path)));
}

function findingsOfIssue(issue: z.core.$ZodIssue, value: unknown): Finding[] {
  const { path } = issue;
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        path: [...path, key],
        message: `unknown key "${key}"`,
        hint: didYouMean(key, knownKeysAt(path)),
      }));
    case 'invalid_key':
      return [{ path, message: `unknown key "${String(path.at(-1))}"`, hint: keyHint(path) }];
    case 'invalid_type':
      return [typeFinding(issue.expected, path, value)];
    case 'invalid_value':
      return [
        {
          path,
          message: `expected one of ${issue.values.join(', ')}`,
          hint: didYouMean(String(value), issue.values.map(String)),
        },
      ];
    case 'invalid_union':
      return unionFindings(issue, path, value);
    default:
      return [{ path, message: issue.message, hint: null }];
  }
}

function typeFinding(expected: string, path: readonly PropertyKey[], value: unknown): Finding {
  if (value === undefined) return { path, message: `"${String(path.at(-1))}" is missing`, hint: null };
  const quote = expected === 'string' && (typeof value === 'number' || typeof value === 'boolean');
  return {
    path,
    message: `expected ${nameOfType(expected)}, not ${describeValue(value)}`,
    hint: quote ? `put it in quotes: "${String(value)}"` : null,
  };
}

/** The issues of the one form that was meant, if that can be told; else the sentence for all forms. */
function unionFindings(issue: z.core.$ZodIssueInvalidUnion, path: readonly PropertyKey[], value: unknown): Finding[] {
  const forms = isRecord(value) ? issue.errors.filter((issues) => issues.some(isAboutKeys)) : [];
  // What a form lacks says only that another was meant.
  const meant = (forms[0] ?? []).filter(
    (nested) => nested.code === 'unrecognized_keys' || valueAt(value, nested.path) !== undefined,
  );
  if (meant.length === 0) return [{ path, message: `${issue.message}, not ${describeValue(value)}`, hint: null }];
  return meant.flatMap((nested) =>
    findingsOfIssue({ ...nested, path: [...path, ...nested.path] }, valueAt(value, nested.path)),
  );
}

function isAboutKeys(issue: z.core.$ZodIssue): boolean {
  return issue.code === 'unrecognized_keys' || issue.code === 'invalid_key' || issue.path.length > 0;
}

function keyHint(path: readonly PropertyKey[]): string | null {
  return didYouMean(String(path.at(-1)), knownKeysAt(path.slice(0, -1)));
}

function nameOfType(expected: string): string {
  const names: Record<string, string> = {
    string: 'a text',
    array: 'a list',
    object: 'a map',
    record: 'a map',
    int: 'a whole number',
  };
  return names[expected] ?? `a ${expected}`;
}

function describeValue(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (isRecord(value)) return 'a map';
  return typeof value === 'string' ? `"${value.slice(0, 60)}"` : String(value);
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((node, key) => {
    if (Array.isArray(node)) return node[Number(key)];
    return isRecord(node) && Object.hasOwn(node, key) ? node[String(key)] : undefined;
  }, root);
}
