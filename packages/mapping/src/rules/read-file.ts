/** One file of the rules as far as YAML goes: its value, and the places in it. */
import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  type YAMLError,
} from 'yaml';
import type { Finding } from './checks/findings.ts';
import type { RulesProblem } from './problems.ts';
import { yamlTraps } from './yaml-traps.ts';

/** A file, `name` only for messages. */
export type RulesText = { readonly name: string; readonly text: string };

export type ReadFile = {
  readonly value: unknown;
  /** What is wrong with it as YAML. */
  readonly problems: readonly RulesProblem[];
  /** The value is a guess. */
  readonly broken: boolean;
  readonly problem: (finding: Finding) => RulesProblem;
  /** `rules.yaml:3:5` */
  readonly place: (path: readonly PropertyKey[]) => string;
};

const maxSyntaxErrors = 5;

export function readRulesFile({ name, text: withBom }: RulesText): ReadFile {
  const text = withBom.replace(/^\uFEFF/, '');
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const problemAt = (offset: number, what: Omit<RulesProblem, 'file' | 'line' | 'column'>): RulesProblem => {
    const { line, col } = lines.linePos(offset);
    return { file: name, line: Math.max(line, 1), column: Math.max(col, 1), ...what };
  };
  const problem = ({ path, message, hint }: Finding) => {
    const { offset, source } = find(document, path);
    return problemAt(offset, { path: pathText(path), message, hint: typeof hint === 'string' ? hint : hint(source) });
  };
  const syntax = document.errors.map((error) => problemAt(error.pos[0], { path: '', ...inOurWords(error) }));
  // After a real syntax error the tree is a guess; after a doubled key it is whole.
  const broken = document.errors.some(({ code }) => code !== 'DUPLICATE_KEY');
  const traps = broken ? [] : yamlTraps(document, text);
  const value = broken ? undefined : plainValue(document);
  const failed = value instanceof Error ? [problemAt(0, { path: '', message: value.message, hint: aliasHint })] : [];
  return {
    value,
    problems: [
      ...firstOfLines(syntax).slice(0, maxSyntaxErrors),
      ...traps.map(({ offset, ...what }) => problemAt(offset, { path: '', ...what })),
      ...failed,
    ],
    broken: broken || failed.length > 0,
    problem,
    place: (path) => {
      const { file, line, column } = problemAt(find(document, path).offset, { path: '', message: '', hint: null });
      return `${file}:${line}:${column}`;
    },
  };
}

const quoteHint =
  'look at the indentation, and for quotes: a text that begins with one of { [ * & ! | > % @ ` # or holds ": " goes in quotes';
const aliasHint = 'write out what the aliases stand for';

function inOurWords({ code, message }: YAMLError): { message: string; hint: string } {
  if (message.startsWith('Maximum call stack'))
    return { message: 'nested too deeply', hint: 'nothing in the rules goes so deep' };
  switch (code) {
    case 'DUPLICATE_KEY':
      return { message, hint: 'keep one of them' };
    case 'TAB_AS_INDENT':
      return { message, hint: 'indent with spaces' };
    case 'BAD_INDENT':
      return { message, hint: 'indent what belongs together by the same number of spaces' };
    case 'MULTIPLE_DOCS':
      return { message: 'a second document begins here', hint: 'remove the line ---; several files go into a folder' };
    default:
      return { message, hint: quoteHint };
  }
}

/** What follows on the same line is mostly a consequence. */
function firstOfLines(problems: readonly RulesProblem[]): RulesProblem[] {
  return problems.filter(({ line }, index) => problems.findIndex((other) => other.line === line) === index);
}

/** YAML aliases can unfold without end, which the parser refuses by throwing. */
function plainValue(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((key, index) => (typeof key === 'number' ? `[${key}]` : `${index === 0 ? '' : '.'}${String(key)}`))
    .join('');
}

/** Where the value stands, or its key; for something that is missing, what it is missing from. And how it is written. */
function find(document: Document, path: readonly PropertyKey[]): { offset: number; source: string } {
  let node: Node | null = isNode(document.contents) ? document.contents : null;
  let offset = node?.range?.[0] ?? 0;
  for (const key of path) {
    const container: unknown = isAlias(node) ? node.resolve(document) : node;
    const child: { offset: number; value: unknown } | undefined = childOf(container, key);
    if (child === undefined) break;
    offset = child.offset;
    node = isNode(child.value) ? child.value : null;
  }
  return { offset, source: isScalar(node) ? (node.source ?? String(node.value)) : '' };
}

function childOf(container: unknown, key: PropertyKey): { offset: number; value: unknown } | undefined {
  if (isMap(container)) {
    const pair = container.items.find((item) => String(isScalar(item.key) ? item.key.value : item.key) === String(key));
    if (pair === undefined) return undefined;
    return { offset: isNode(pair.key) ? (pair.key.range?.[0] ?? 0) : 0, value: pair.value };
  }
  if (!isSeq(container) || typeof key !== 'number') return undefined;
  const item = container.items[key];
  return isNode(item) ? { offset: item.range?.[0] ?? 0, value: item } : undefined;
}
