/** What YAML reads in a way that nobody means, found before its reading can do harm. */
import { type Document, isMap, isNode, isPair, isScalar, type Node, Scalar, visit } from 'yaml';

export type Trap = { readonly offset: number; readonly message: string; readonly hint: string };

/** Ancestors of a node, maps and their pairs counted apart. Nothing in the rules is nearly so deep. */
const maxDepth = 100;

/** The traps of the document. What was misread is put right in it, so that each is told only once. */
export function yamlTraps(document: Document.Parsed, text: string): Trap[] {
  const traps = document.warnings
    .filter(({ code }) => code === 'TAG_RESOLVE_FAILED')
    .map(({ pos: [start, end] }) => unquoted(text.slice(start, end), start, 'a YAML tag'));
  const tooDeep = (node: Node, ancestors: readonly unknown[]) => {
    if (ancestors.length <= maxDepth) return undefined;
    traps.push({ offset: startOf(node), message: 'nested too deeply', hint: 'nothing in the rules goes so deep' });
    return visit.REMOVE;
  };
  visit(document, {
    Alias: (_key, node, ancestors) => {
      const target = node.resolve(document);
      if (target !== undefined && !ancestors.includes(target)) return undefined;
      const word = `*${node.source}`;
      traps.push(unquoted(word, startOf(node), 'a YAML alias'));
      return new Scalar(word);
    },
    Scalar: (key, node, ancestors) => {
      if (node.tag !== undefined && /^![^!]/.test(node.tag)) node.value = `${node.tag}${String(node.value ?? '')}`;
      const trap = key === 'key' ? null : misread(node, ancestors);
      if (trap) traps.push(trap);
    },
    Map: (_key, node, ancestors) => {
      // {{ df_title }}
      if (!isMap(node.items[0]?.key)) return tooDeep(node, ancestors);
      const [start, end] = node.range ?? [0, 0];
      traps.push(unquoted(text.slice(start, end).trim(), start, 'a YAML map'));
      return new Scalar('?');
    },
    Seq: (_key, node, ancestors) => tooDeep(node, ancestors),
    Pair: (_key, { key }) => {
      const offset = startOf(key);
      if (!isScalar(key) || typeof (key.value ?? '') === 'object')
        traps.push({ offset, message: 'a key must be a text', hint: 'write key: value' });
      else if (key.value === '__proto__')
        traps.push({ offset, message: 'no key can have this name', hint: 'remove it' });
      else return undefined;
      return visit.REMOVE;
    },
  });
  return traps;
}

/** 007 is the number 7, and an id of twenty digits loses its last ones. In these places a number stands for its text. */
function misread({ value, source, range }: Scalar, ancestors: readonly unknown[]): Trap | null {
  if ((typeof value !== 'number' && typeof value !== 'boolean') || source === undefined || source === String(value))
    return null;
  const meansText = ancestors.some((node) => isPair(node) && /^(match|transition)$/.test(String(node.key)));
  const loses = Number.isInteger(value) && !Number.isSafeInteger(value);
  return meansText || loses ? unquoted(source, range?.[0] ?? 0, String(value)) : null;
}

function unquoted(word: string, offset: number, reading: string): Trap {
  const shown = word.length > 60 ? `${word.slice(0, 60)}…` : word;
  return {
    offset,
    message: `${shown} without quotes is ${reading}`,
    hint: `put it in quotes: ${JSON.stringify(shown)}`,
  };
}

function startOf(node: unknown): number {
  return isNode(node) ? (node.range?.[0] ?? 0) : 0;
}
