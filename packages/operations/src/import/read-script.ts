/** Pure: what a script after Guance's recipe says of Jira and of the issue, and which of its lines say something else. */
import { is, type PyValue, type Reader, readerOf, readValue } from './python-values.ts';

export interface Script {
  readonly constants: ReadonlyMap<string, PyValue>;
  /** Arguments of `JIRA(…)`: `server`, `basic_auth`, `token_auth`. */
  readonly access: ReadonlyMap<string, PyValue>;
  /** Fields of the issue by their names in Jira's API; null where no issue is made. */
  readonly fields: ReadonlyMap<string, PyValue> | null;
  readonly notUnderstood: readonly { readonly line: number; readonly text: string }[];
}

export function readScript(source: string): Script {
  const lines = linesOf(source);
  const constants = new Map<string, PyValue>();
  const access = new Map<string, PyValue>();
  const notUnderstood: { line: number; text: string }[] = [];
  let fields: Map<string, PyValue> | null = null;
  let skipped: number | null = null;
  for (const line of lines) {
    const { indent, number, text } = line;
    // A block that hangs on a condition is one thing that is not taken over.
    if (skipped !== null && indent > skipped) continue;
    skipped = null;
    if (/^(import|from|@|def|return$|pass$|print|try|except|finally|log|["'])/.test(text)) continue;
    const call = callIn(line, 'JIRA');
    if (call) for (const [name, value] of argumentsOf(call)) access.set(name || 'server', value);
    const create = callIn(line, 'create_issue');
    if (create) fields = new Map([...(fields ?? []), ...fieldsOf(argumentsOf(create), constants)]);
    if (call || create) continue;
    const assigned = assignmentIn(line);
    if (assigned?.key !== undefined) set(constants, assigned.name, assigned.key, assigned.value);
    else if (assigned) constants.set(assigned.name, assigned.value);
    else {
      notUnderstood.push({ line: number, text });
      if (/^(if|elif|else|for|while|with)\b/.test(text)) skipped = indent;
    }
  }
  return { constants, access, fields, notUnderstood };
}

/** The value that a name stands for in the end. */
export function resolved(value: PyValue | undefined, constants: ReadonlyMap<string, PyValue>): PyValue | undefined {
  let found = value;
  for (let step = 0; step < 10 && found?.kind === 'name'; step += 1) found = constants.get(found.name) ?? found;
  return found;
}

interface Line {
  readonly source: string;
  readonly number: number;
  readonly indent: number;
  readonly text: string;
}

/** Statements, each with all that its brackets hold. */
function linesOf(source: string): Line[] {
  const { tokens } = readerOf(source);
  const lines: Line[] = [];
  let first = 0;
  for (const [index, token] of [...tokens, { kind: 'line' as const }].entries()) {
    if (token.kind !== 'line') continue;
    const [start, last] = [tokens[first], tokens[index - 1]];
    if (index > first && start && last) {
      const whole = source.slice(start.from, last.to);
      lines.push({ source: whole, number: start.line, indent: start.indent, text: whole.replaceAll(/\s+/g, ' ') });
    }
    first = index + 1;
  }
  return lines;
}

/** A reader behind the opening bracket of a call by this name, `jira.create_issue(` too. */
function callIn({ source }: Line, name: string): Reader | null {
  const reader = readerOf(source);
  const at = reader.tokens.findIndex(
    (token, index) => token.kind === 'name' && token.text === name && reader.tokens[index + 1]?.text === '(',
  );
  if (at < 0) return null;
  reader.at = at + 2;
  return reader;
}

/** Those without a name have the empty one. */
function argumentsOf(reader: Reader): [string, PyValue][] {
  const found: [string, PyValue][] = [];
  while (reader.at < reader.tokens.length && !is(reader, ')')) {
    const [name, equals] = [reader.tokens[reader.at], reader.tokens[reader.at + 1]];
    const named = name?.kind === 'name' && equals?.text === '=';
    if (named) reader.at += 2;
    const before = reader.at;
    found.push([named ? name.text : '', readValue(reader)]);
    if (is(reader, ',') || reader.at === before) reader.at += 1;
  }
  return found;
}

/** `create_issue(fields=issue_dict)`, `create_issue(issue_dict)`, or each field as an argument. */
function fieldsOf(given: readonly [string, PyValue][], constants: ReadonlyMap<string, PyValue>): [string, PyValue][] {
  return given.flatMap(([name, value]): [string, PyValue][] => {
    const whole = name === '' || name === 'fields' ? resolved(value, constants) : undefined;
    if (whole?.kind === 'dict') return whole.entries.map(([key, entry]) => [key, entry]);
    return name === '' || name === 'prefetch' ? [] : [[name, value]];
  });
}

/** `a = …`, `a: str = …`, `a["b"] = …` */
function assignmentIn({ source }: Line): { name: string; key?: string; value: PyValue } | null {
  const reader = readerOf(source);
  const [name, ...rest] = reader.tokens;
  if (name?.kind !== 'name') return null;
  const equals = rest.findIndex(({ kind, text }) => kind === 'mark' && text === '=') + 1;
  if (
    equals === 0 ||
    reader.tokens[equals + 1]?.text === '=' ||
    /^[=!<>+\-*/]$/.test(reader.tokens[equals - 1]?.text ?? '')
  )
    return null;
  const between = reader.tokens.slice(1, equals).map(({ text }) => text);
  const isKey = between.length === 3 && between[0] === '[' && between[2] === ']';
  if (between.length > 0 && !isKey && between[0] !== ':') return null;
  reader.at = equals + 1;
  const value = readValue(reader);
  return { name: name.text, value, ...(isKey ? { key: between[1] ?? '' } : {}) };
}

function set(constants: Map<string, PyValue>, name: string, key: string, value: PyValue): void {
  const before = constants.get(name);
  const entries = before?.kind === 'dict' ? before.entries.filter(([other]) => other !== key) : [];
  constants.set(name, { kind: 'dict', entries: [...entries, [key, value]] });
}
