import type { Blockquote, List, ListItem, PhrasingContent, Root, TableRow } from 'mdast';
import { cleanText } from '../../text/clean-text.ts';
import { breakCodeEnds } from './escape-wiki.ts';
import { fit, type WriteOptions } from './fit.ts';
import { runsOf } from './runs.ts';
import { type Block, shape, tableParts } from './shape.ts';
import { writeRuns } from './wiki-inline.ts';

/** Writes a document as Jira wiki markup, what Data Center takes for rich text. */
export function writeWiki(root: Root, options: WriteOptions = {}): string {
  const separator = '\n\n';
  return fit(shape(root), options, writeBlock, (text) => text.length + separator.length)
    .filter((text) => text !== '')
    .join(separator);
}

type Writers = { readonly [Type in Block['type']]: (node: Extract<Block, { type: Type }>) => string };

const writers: Writers = {
  paragraph: (node) => inline(node.children, '\n'),
  heading: (node) => `h${Math.min(Math.max(node.depth, 1), 6)}. ${inline(node.children, ' ')}`,
  code: (node) => writeCode(node.value, node.lang),
  thematicBreak: () => '----',
  blockquote: (node) => `{quote}\n${blockChildren(node).map(writeBlock).join('\n\n')}\n{quote}`,
  list: (node) => writeList(node, ''),
  table: (node) => {
    const { header, rows } = tableParts(node);
    const head = header === null ? [] : [tableRow(header, '||')];
    return [...head, ...rows.map((row) => tableRow(row, '|'))].join('\n');
  },
};

/** The table above has a writer for each type, and picks it by the very type of the node. */
function writeBlock(node: Block): string {
  return (writers[node.type] as (node: Block) => string)(node);
}

/** `shape` has left only blocks in quotes and items. */
function blockChildren(container: ListItem | Blockquote): readonly Block[] {
  return container.children as readonly Block[];
}

/** An item is one run of lines: a blank line would end the list. */
function writeList(list: List, outer: string): string {
  if (outer === '' && startsLater(list)) return numberedLines(list);
  const prefix = outer + (list.ordered ? '#' : '*');
  const items = list.children.map((item) => {
    const parts = blockChildren(item).map((child) =>
      child.type === 'list' ? writeList(child, prefix) : writeBlock(child),
    );
    const filled = parts.filter((part) => part !== '');
    // A list in it, on its own line. Its marks alone do not tell: a bold word begins with an asterisk as well.
    const opening = filled[0]?.startsWith(prefix) && item.children[0]?.type === 'list' ? '\n' : '';
    return `${prefix} ${opening}${filled.join('\n')}`;
  });
  return items.join('\n');
}

/** Wiki markup counts from 1: a list that goes on behind a line of text (`2. …`) keeps its numbers as text. */
function startsLater({ ordered, start, children }: List): boolean {
  const isLine = (item: ListItem) => item.children.length === 1 && item.children[0]?.type === 'paragraph';
  return ordered === true && (start ?? 1) !== 1 && children.every(isLine);
}

function numberedLines({ start, children }: List): string {
  return children
    .map((item, index) => `${(start ?? 1) + index}. ${blockChildren(item).map(writeBlock).join('\n')}`)
    .join('\n');
}

function tableRow(row: TableRow, edge: '|' | '||'): string {
  const cells = row.children.map((cell) => inline(cell.children, ' \\\\ ') || ' ');
  return edge + cells.join(edge) + edge;
}

/** Jira shows an error in place of code in a language that it does not know. */
const languages = new Set(
  'actionscript ada applescript bash c c# c++ css erlang go groovy haskell html java javascript js json lua objc perl php python r ruby scala sh sql swift visualbasic xml yaml'.split(
    ' ',
  ),
);

function writeCode(value: string, lang: string | null | undefined): string {
  const code = breakCodeEnds(cleanText(value));
  const known = lang?.toLowerCase() ?? '';
  return languages.has(known) ? `{code:${known}}\n${code}\n{code}` : `{noformat}\n${code}\n{noformat}`;
}

function inline(nodes: readonly PhrasingContent[], lineBreak: string): string {
  return writeRuns(runsOf(nodes), lineBreak);
}
