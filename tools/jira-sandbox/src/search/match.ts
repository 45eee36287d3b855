import type { Call } from '../call.ts';
import { jqlFailure } from '../errors.ts';
import { jqlDate } from './dates.ts';
import { dateField, jqlField } from './fields.ts';
import { type IndexedIssue, searchedTexts } from './issue-index.ts';
import type { Clause, Order, Value } from './parse.ts';
import { textMatcher } from './text.ts';

export type Matcher = (issue: IndexedIssue) => boolean;

/** Turns the condition into a test of one issue. Every name and value in it is checked, whether an issue needs it or not. */
export function matcherFor(call: Call, clause: Clause | undefined): Matcher {
  if (clause === undefined) return () => true;
  if (clause.kind === 'terminal') {
    const text = textField(clause.field);
    if (text !== undefined) return fullTextMatcher(clause, text);
    const date = dateField(clause.field);
    return date === undefined ? valueMatcher(call, clause) : dateMatcher(call, clause, date);
  }
  if (clause.kind === 'not') {
    const inner = matcherFor(call, clause.part);
    return (issue) => !inner(issue);
  }
  const parts = clause.parts.map((part) => matcherFor(call, part));
  return clause.kind === 'and'
    ? (issue) => parts.every((part) => part(issue))
    : (issue) => parts.some((part) => part(issue));
}

/** Ids ascend with creation, so they also break ties. Without ORDER BY the newest comes first. */
export function comparatorFor(order: Order[]): (a: IndexedIssue, b: IndexedIssue) => number {
  const keys = order.map(({ field, descending }) => ({ of: orderKey(field), sign: descending ? -1 : 1 }));
  const tieSign = keys.at(-1)?.sign ?? -1;
  return (a, b) => {
    for (const { of, sign } of keys) {
      const difference = of(a) - of(b);
      if (difference !== 0) return difference * sign;
    }
    return (Number(a.id) - Number(b.id)) * tieSign;
  };
}

/** Cloud refuses a search over everything: some condition has to be there. */
export function isBounded(clause: Clause | undefined): boolean {
  return clause !== undefined;
}

type Terminal = Extract<Clause, { kind: 'terminal' }>;

function valueMatcher(call: Call, { field: name, operator, values }: Terminal): Matcher {
  const field = jqlField(name);
  if (!field.operators.includes(operator)) throw unsupported(operator, field.name);
  if (values.every((value) => value.isEmpty)) {
    const wantsNone = operator === 'is' || operator === '=';
    return (issue) => (field.of(issue).length === 0) === wantsNone;
  }
  if (operator === 'is' || operator === 'is not') {
    throw jqlFailure(`The operator '${operator}' only supports the values 'EMPTY' and 'NULL'.`);
  }
  const wanted = values.map((value) => field.resolve(call, value));
  const isNegative = operator === '!=' || operator === 'not in';
  return (issue) => {
    const has = field.of(issue);
    // `!=` and NOT IN leave out issues without any value, as JQL does.
    if (isNegative) return has.length > 0 && !has.some((value) => wanted.includes(value));
    return has.some((value) => wanted.includes(value));
  };
}

function textField(name: string): ((issue: IndexedIssue) => string) | undefined {
  const lower = name.toLowerCase();
  return Object.hasOwn(searchedTexts, lower) ? searchedTexts[lower] : undefined;
}

function fullTextMatcher({ field, operator, values }: Terminal, of: (issue: IndexedIssue) => string): Matcher {
  const query = values[0]?.text ?? '';
  if (operator !== '~' && operator !== '!~') throw unsupported(operator, field);
  if (query.trim() === '') throw jqlFailure(`The field '${field}' does not support searching for an empty string.`);
  const matches = textMatcher(query);
  return (issue) => matches(of(issue)) === (operator === '~');
}

const comparisons: Record<string, (a: number, b: number) => boolean> = {
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
};

function dateMatcher(call: Call, terminal: Terminal, of: (issue: IndexedIssue) => number | null): Matcher {
  const { field, operator, values } = terminal;
  const value: Value | undefined = values[0];
  if (operator === 'is' || operator === 'is not') return (issue) => (of(issue) === null) === (operator === 'is');
  const compare = comparisons[operator];
  if (compare === undefined || value === undefined || value.isEmpty) throw unsupported(operator, field);
  if (value.isFunction && value.text !== 'now') throw jqlFailure(`Unable to find JQL function '${value.text}()'.`);
  const now = call.state.now();
  const limit = value.isFunction ? now : jqlDate(field, value.text, now, call.account?.timeZone ?? 'Etc/UTC');
  return (issue) => {
    const at = of(issue);
    return at !== null && compare(at, limit);
  };
}

function orderKey(field: string): (issue: IndexedIssue) => number {
  const lower = field.toLowerCase();
  if (['id', 'key', 'issuekey'].includes(lower)) return (issue) => Number(issue.id);
  if (lower === 'priority') return (issue) => -Number(issue.priorityId ?? 0);
  const date = dateField(field);
  if (date === undefined) throw jqlFailure(`Not able to sort using field '${field}'.`);
  return (issue) => date(issue) ?? 0;
}

function unsupported(operator: string, field: string): Error {
  return jqlFailure(`The operator '${operator}' is not supported by the '${field}' field.`);
}
