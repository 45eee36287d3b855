/** Pure: a Python script as tokens, as far as reading its constants needs them. Within brackets a line does not end. */

export interface Token {
  readonly kind: 'name' | 'number' | 'text' | 'mark' | 'line';
  /** Of a text what is between its quotes, with escapes read. */
  readonly text: string;
  /** Where it stands in the script. */
  readonly from: number;
  readonly to: number;
  /** Counts from 1. */
  readonly line: number;
  /** Blanks before it, where it begins a line. */
  readonly indent: number;
  /** An f-string. */
  readonly formatted?: boolean;
}

const PATTERNS = {
  blank: /[ \t\f]+|\\\r?\n|#[^\n]*/y,
  text: /([rRbBuUfF]{0,2})("""(?:[^\\]|\\[\s\S])*?"""|'''(?:[^\\]|\\[\s\S])*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')/y,
  name: /[\p{L}_][\p{L}\p{N}_]*/uy,
  number: /\d[\d_]*(?:\.\d+)?/y,
  line: /\r?\n/y,
} as const;

export function tokensOf(source: string): Token[] {
  const tokens: Token[] = [];
  let [at, line, depth, lineStart] = [0, 1, 0, 0];
  const matchAt = (pattern: RegExp) => {
    pattern.lastIndex = at;
    return pattern.exec(source);
  };
  while (at < source.length) {
    const blank = matchAt(PATTERNS.blank);
    if (blank) {
      line += newlines(blank[0]);
      at += blank[0].length;
      continue;
    }
    const here = { line, indent: at - lineStart, from: at };
    const end = matchAt(PATTERNS.line);
    if (end) {
      if (depth === 0) tokens.push({ kind: 'line', text: '', ...here, to: at });
      at += end[0].length;
      line += 1;
      lineStart = at;
      continue;
    }
    const { length, ...found } =
      textAt(matchAt(PATTERNS.text)) ??
      plain('name', matchAt(PATTERNS.name)) ??
      plain('number', matchAt(PATTERNS.number)) ??
      mark(source[at] ?? '');
    if (found.kind === 'mark' && /[([{]/.test(found.text)) depth += 1;
    if (found.kind === 'mark' && /[)\]}]/.test(found.text)) depth = Math.max(0, depth - 1);
    tokens.push({ ...found, ...here, to: at + length });
    line += newlines(source.slice(at, at + length));
    at += length;
  }
  return tokens;
}

type Found = Pick<Token, 'kind' | 'text' | 'formatted'> & { readonly length: number };

function textAt(match: RegExpExecArray | null): Found | null {
  if (match === null) return null;
  const [source, prefix = '', quoted = ''] = match;
  const marks = /^("""|''')/.test(quoted) ? 3 : 1;
  const inner = quoted.slice(marks, -marks);
  const text = /r/i.test(prefix) ? inner : unescaped(inner);
  return { kind: 'text', text, length: source.length, ...(/f/i.test(prefix) ? { formatted: true } : {}) };
}

function plain(kind: 'name' | 'number', match: RegExpExecArray | null): Found | null {
  return match === null ? null : { kind, text: match[0], length: match[0].length };
}

function mark(text: string): Found {
  return { kind: 'mark', text, length: text.length };
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\n': '' };

function unescaped(text: string): string {
  return text.replaceAll(/\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[\s\S])/g, (_, code: string) =>
    /^[ux]./.test(code) ? String.fromCodePoint(Number.parseInt(code.slice(1), 16)) : (ESCAPES[code] ?? code),
  );
}

function newlines(text: string): number {
  return text.split('\n').length - 1;
}
