import { createHash } from 'node:crypto';
import { stringify } from 'yaml';

/** The functions of Helm that our chart uses, of sprig and of Go. */
type Value = unknown;
type Function = (...args: Value[]) => Value;

export interface Scope {
  readonly dot: Value;
  readonly root: Value;
  readonly variables: Map<string, Value>;
  include(name: string, dot: Value): string;
}

const FUNCTIONS: Readonly<Record<string, Function>> = {
  quote: (value) => JSON.stringify(String(value ?? '')),
  default: (fallback, value) => (isTrue(value) ? value : fallback),
  replace: (part, by, text) => String(text).replaceAll(String(part), String(by)),
  trimSuffix: (end, text) => (String(text).endsWith(String(end)) ? String(text).slice(0, -String(end).length) : text),
  regexMatch: (form, text) => new RegExp(String(form)).test(String(text)),
  contains: (part, text) => String(text).includes(String(part)),
  trunc: (size, text) => String(text).slice(0, Number(size)),
  printf: (form, ...values) => String(form).replaceAll('%s', () => String(values.shift())),
  eq: (a, b) => a === b,
  ne: (a, b) => a !== b,
  gt: (a, b) => Number(a) > Number(b),
  not: (value) => !isTrue(value),
  int: (value) => Math.trunc(Number(value)),
  ternary: (yes, no, test) => (isTrue(test) ? yes : no),
  dict: (...pairs) => Object.fromEntries(pairs.flatMap((key, at) => (at % 2 ? [] : [[String(key), pairs[at + 1]]]))),
  merge: (...maps) => Object.assign({}, ...maps.toReversed().map(mapOf)),
  toYaml: (value) => stringify(value, { lineWidth: 0 }).trimEnd(),
  nindent: (size, text) => `\n${String(text).replaceAll(/^(?=.)/gm, ' '.repeat(Number(size)))}`,
  sha256sum: (text) => createHash('sha256').update(String(text)).digest('hex'),
};

/** As Go's templates see it: empty things are false. */
export function isTrue(value: Value): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  return Boolean(value);
}

/** A pipeline: `a b c | d e`, where what came out is the last argument of the next. @throws Error for what it does not know */
export function evaluate(pipe: string, scope: Scope): Value {
  const tokens = pipe.match(/"(?:[^"\\]|\\.)*"|[()|]|[^\s()|]+/g) ?? [];
  let at = 0;
  const pipeline = (): Value => {
    let value = command([]);
    while (tokens[at] === '|') {
      at += 1;
      value = command([value]);
    }
    return value;
  };
  const command = (last: readonly Value[]): Value => {
    const name = tokens[at] ?? '';
    if (name === 'include' || name === '.Files.Get' || name in FUNCTIONS) {
      at += 1;
      const args = [...operands(), ...last];
      if (name === 'include') return scope.include(String(args[0]), args[1]);
      if (name === '.Files.Get') return Object(Reflect.get(Object(scope.root), 'Files'))[String(args[0])];
      return FUNCTIONS[name]?.(...args);
    }
    const [value, ...more] = operands();
    if (more.length > 0 || last.length > 0) throw new Error(`${name} is no function that is known here: ${pipe}`);
    return value;
  };
  const operands = (): Value[] => {
    const found: Value[] = [];
    while (at < tokens.length && tokens[at] !== '|' && tokens[at] !== ')') found.push(operand());
    return found;
  };
  const operand = (): Value => {
    const token = tokens[at] ?? '';
    at += 1;
    if (token === '(') {
      const value = pipeline();
      at += 1;
      return value;
    }
    if (token.startsWith('"')) return JSON.parse(token);
    if (/^-?\d+$/.test(token)) return Number(token);
    const [, from = '', path = ''] = /^(\$\w*)?((?:\.\w*)*)$/.exec(token) ?? [];
    if (from === '' && path === '') throw new Error(`${token} is not known here: ${pipe}`);
    const start = from === '' ? scope.dot : from === '$' ? scope.root : scope.variables.get(from);
    return path
      .split('.')
      .filter((part) => part !== '')
      .reduce((value: Value, part) => Reflect.get(Object(value), part), start);
  };
  const value = pipeline();
  if (at < tokens.length) throw new Error(`${tokens[at]} stands in the wrong place: ${pipe}`);
  return value;
}

/** Helm ends where it should merge what is not there. */
function mapOf(value: Value): object {
  if (typeof value !== 'object' || value === null) throw new Error(`merge wants a map, not ${String(value)}`);
  return value;
}
