import type { ListItem, PhrasingContent, Root, TableRow } from 'mdast';
import { cleanText } from '../../text/clean-text.ts';
import { defaultMaxUnits, fit, type WriteOptions } from './fit.ts';
import { type Mark, type Run, runsOf } from './runs.ts';
import { type Block, shape, tableParts } from './shape.ts';

export type AdfMark = { readonly type: string; readonly attrs?: Readonly<Record<string, unknown>> };
export type AdfNode = {
  readonly type: string;
  readonly attrs?: Readonly<Record<string, unknown>>;
  readonly content?: readonly AdfNode[];
  readonly text?: string;
  readonly marks?: readonly AdfMark[];
};
/** Atlassian Document Format, what Jira Cloud takes for rich text. */
export type AdfDoc = { readonly version: 1; readonly type: 'doc'; readonly content: readonly AdfNode[] };

/** Writes a document as ADF; only nodes made here from plain values get in. */
export function writeAdf(root: Root, options: WriteOptions = {}): AdfDoc {
  const wrapper = JSON.stringify(doc([])).length;
  const maxUnits = Math.max((options.maxUnits ?? defaultMaxUnits) - wrapper, 0);
  return doc(fit(shape(root), { ...options, maxUnits }, writeBlock, sizeOf, sizeAtMost));
}

function sizeOf(node: AdfNode): number {
  return JSON.stringify(node).length + 1;
}

/** Never less than `sizeOf`, and found in a tenth of the time, which is all that a description of usual length needs. */
export function sizeAtMost({ content, text, attrs, marks }: AdfNode): number {
  let units = 60;
  if (text !== undefined) units += text.length * worstEscape;
  if (attrs !== undefined) units += sizeOfAttributes(attrs);
  if (marks !== undefined)
    for (const mark of marks) units += 40 + (mark.attrs === undefined ? 0 : sizeOfAttributes(mark.attrs));
  if (content !== undefined) for (const child of content) units += sizeAtMost(child);
  return units;
}

/** `\u0001` for one unit. */
const worstEscape = 6;

function sizeOfAttributes(attrs: Readonly<Record<string, unknown>>): number {
  return 20 + JSON.stringify(attrs).length;
}

function doc(content: readonly AdfNode[]): AdfDoc {
  return { version: 1, type: 'doc', content };
}

type Writers = { readonly [Type in Block['type']]: (node: Extract<Block, { type: Type }>) => AdfNode };

const writers: Writers = {
  paragraph: (node) => ({ type: 'paragraph', content: inline(node.children) }),
  heading: (node) => ({
    type: 'heading',
    attrs: { level: Math.min(Math.max(node.depth, 1), 6) },
    content: inline(node.children),
  }),
  code: (node) => ({ type: 'codeBlock', ...language(node.lang), content: codeText(node.value) }),
  thematicBreak: () => ({ type: 'rule' }),
  blockquote: (node) => ({ type: 'blockquote', content: blocks(node.children) }),
  list: (node) =>
    node.ordered
      ? { type: 'orderedList', attrs: { order: node.start ?? 1 }, content: node.children.map(listItem) }
      : { type: 'bulletList', content: node.children.map(listItem) },
  table: (node) => {
    const { header, rows } = tableParts(node);
    const head = header === null ? [] : [tableRow(header, 'tableHeader')];
    return { type: 'table', content: [...head, ...rows.map((row) => tableRow(row, 'tableCell'))] };
  },
};

/** The table above has a writer for each type, and picks it by the very type of the node. */
function writeBlock(node: Block): AdfNode {
  return (writers[node.type] as (node: Block) => AdfNode)(node);
}

/** `shape` has left only blocks here. */
function blocks(nodes: readonly { type: string }[]): AdfNode[] {
  return (nodes as readonly Block[]).map(writeBlock);
}

function listItem(item: ListItem): AdfNode {
  return { type: 'listItem', content: blocks(item.children) };
}

function tableRow(row: TableRow, type: 'tableHeader' | 'tableCell'): AdfNode {
  const cells = row.children.map(
    (cell): AdfNode => ({ type, content: [{ type: 'paragraph', content: inline(cell.children) }] }),
  );
  return { type: 'tableRow', content: cells };
}

function inline(nodes: readonly PhrasingContent[]): AdfNode[] {
  return runsOf(nodes).map(writeRun);
}

const markTypes: Record<Mark, string> = { strong: 'strong', emphasis: 'em', delete: 'strike', code: 'code' };

function writeRun(run: Run): AdfNode {
  if (run.type === 'break') return { type: 'hardBreak' };
  const link: AdfMark[] = run.href === null ? [] : [{ type: 'link', attrs: { href: run.href } }];
  const marks = [...link, ...run.marks.map((mark): AdfMark => ({ type: markTypes[mark] }))];
  return marks.length === 0 ? { type: 'text', text: run.text } : { type: 'text', text: run.text, marks };
}

function language(lang: string | null | undefined): { attrs?: { language: string } } {
  return lang && /^[\w+#.-]{1,40}$/.test(lang) ? { attrs: { language: lang } } : {};
}

/** The schema forbids an empty text node. */
function codeText(value: string): AdfNode[] {
  const text = cleanText(value);
  return text === '' ? [] : [{ type: 'text', text }];
}
