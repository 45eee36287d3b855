import { type Document, isAlias, isMap, isNode, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { compileRules } from './compile.ts';
import { crossCheck } from './cross-check.ts';
import { RulesFile } from './file.ts';
import { type Finding, findingsOf } from './findings.ts';
import { RulesInvalid, type RulesProblem } from './problems.ts';
import type { Rules } from './rules.ts';

/**
 * Reads a rules file; `file` is only its name for messages.
 * @throws RulesInvalid with every problem of the file
 */
export function parseRules(yamlText: string, file: string): Rules {
  const lines = new LineCounter();
  const document = parseDocument(yamlText, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number): { line: number; column: number } => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const syntax = document.errors.map(
    (error): RulesProblem => ({
      file,
      ...at(error.pos[0]),
      path: '',
      message: error.message,
      hint: syntaxHint(error.code),
    }),
  );
  const locate = (finding: Finding): RulesProblem => ({
    file,
    ...at(offsetOf(document, finding.path)),
    path: pathText(finding.path),
    message: finding.message,
    hint: finding.hint,
  });
  // After a real syntax error the tree is a guess; after a doubled key it is whole.
  if (document.errors.some((error) => error.code !== 'DUPLICATE_KEY')) throw new RulesInvalid(syntax);
  const value = plainValue(document);
  if (value instanceof Error)
    throw new RulesInvalid([...syntax, locate({ path: [], message: value.message, hint: null })]);
  const parsed = RulesFile.safeParse(value);
  const findings = [...findingsOf(parsed.error?.issues ?? [], value), ...crossCheck(value)];
  const problems = [...syntax, ...findings.map(locate)].sort((a, b) => a.line - b.line || a.column - b.column);
  if (problems.length > 0 || !parsed.success) throw new RulesInvalid(problems);
  return compileRules(parsed.data);
}

function syntaxHint(code: string): string | null {
  if (code === 'DUPLICATE_KEY') return 'keep one of them';
  return code === 'TAB_AS_INDENT' ? 'indent with spaces' : null;
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

/** Where the value stands, or its key; for something that is missing, what it is missing from. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  let node: Node | null = isNode(document.contents) ? document.contents : null;
  let offset = node?.range?.[0] ?? 0;
  for (const key of path) {
    const container: unknown = isAlias(node) ? node.resolve(document) : node;
    const child: { offset: number; value: unknown } | undefined = childOf(container, key);
    if (child === undefined) break;
    offset = child.offset;
    node = isNode(child.value) ? child.value : null;
  }
  return offset;
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
