import type {
  Blockquote,
  Code,
  Heading,
  List,
  ListItem,
  Paragraph,
  PhrasingContent,
  Root,
  RootContent,
  Table,
  TableRow,
  ThematicBreak,
} from 'mdast';
import { textOf } from '../text-of.ts';

export type Block = Paragraph | Heading | Code | List | Blockquote | Table | ThematicBreak;

/**
 * The document with only the nestings that ADF allows and wiki markup can express: quotes and list items hold paragraphs, lists
 * and code. A quote in a quote is flattened, a heading there is bold text, a table or rule moves out of its container.
 */
export function shape(root: Root): Block[] {
  return root.children.flatMap((node) => topLevel(node));
}

function topLevel(node: RootContent): Block[] {
  switch (node.type) {
    case 'blockquote':
      return splitQuote(inContainer(node.children, 0));
    case 'list':
      return hoisted(inContainer([node], 0));
    default:
      return plainBlock(node, (heading) => heading);
  }
}

type Contained = Paragraph | Code | List;

/** What a quote or list item holds; tables and rules are still among it, for the caller to move out. */
function inContainer(nodes: readonly RootContent[], depth: number): (Contained | Table | ThematicBreak)[] {
  return nodes.flatMap((node): (Contained | Table | ThematicBreak)[] => {
    if (depth > maxDepth) return paragraphOf([{ type: 'text', value: textOf(node) }]);
    if (node.type === 'blockquote') return inContainer(node.children, depth + 1);
    if (node.type === 'list') return listBlocks(node, depth + 1);
    return plainBlock(node, boldParagraph);
  });
}

const maxDepth = 12;

function plainBlock<T>(
  node: RootContent,
  heading: (node: Heading) => T,
): (T | Paragraph | Code | Table | ThematicBreak)[] {
  switch (node.type) {
    case 'paragraph':
      return isBlank(node) ? [] : [node];
    case 'heading':
      return isBlank(node) ? [] : [heading(node)];
    case 'code':
    case 'thematicBreak':
      return [node];
    case 'table':
      return rectangular(node);
    default:
      return paragraphOf([{ type: 'text', value: textOf(node) }]);
  }
}

function listBlocks(list: List, depth: number): (List | Table | ThematicBreak)[] {
  const movedOut: (Table | ThematicBreak)[] = [];
  const items = list.children.map((item): ListItem => {
    const inside = inContainer(item.children, depth);
    movedOut.push(...inside.filter((block) => block.type === 'table'));
    const children = inside.filter((block) => isContained(block));
    return { type: 'listItem', children: children.length === 0 ? [{ type: 'paragraph', children: [] }] : children };
  });
  return items.length === 0 ? movedOut : [{ ...list, children: items }, ...movedOut];
}

function splitQuote(blocks: readonly (Contained | Table | ThematicBreak)[]): Block[] {
  const parts: Block[] = [];
  for (const block of blocks) {
    const last = parts.at(-1);
    if (!isContained(block)) parts.push(block);
    else if (last?.type === 'blockquote') last.children.push(block);
    else parts.push({ type: 'blockquote', children: [block] });
  }
  return parts;
}

function hoisted(blocks: readonly (Contained | Table | ThematicBreak)[]): Block[] {
  return [...blocks];
}

function isContained(block: Contained | Table | ThematicBreak): block is Contained {
  return block.type !== 'table' && block.type !== 'thematicBreak';
}

function boldParagraph(heading: Heading): Paragraph {
  return { type: 'paragraph', children: [{ type: 'strong', children: heading.children }] };
}

function paragraphOf(children: PhrasingContent[]): Paragraph[] {
  const paragraph: Paragraph = { type: 'paragraph', children };
  return isBlank(paragraph) ? [] : [paragraph];
}

function isBlank(node: Paragraph | Heading): boolean {
  return textOf(node).trim() === '';
}

/** Every row as wide as the widest: both forms want it. */
function rectangular(table: Table): Table[] {
  const width = Math.max(0, ...table.children.map((row) => row.children.length));
  const rows = table.children.map((row): TableRow => {
    const missing = Array.from({ length: width - row.children.length }, () => ({
      type: 'tableCell' as const,
      children: [],
    }));
    return { ...row, children: [...row.children, ...missing] };
  });
  return width === 0 ? [] : [{ ...table, children: rows }];
}

/** Markdown has no table without a header, so an empty header stands for none. */
export function tableParts(table: Table): { header: TableRow | null; rows: TableRow[] } {
  const [first, ...rest] = table.children;
  if (first === undefined) return { header: null, rows: [] };
  const empty = first.children.every((cell) => textOf(cell).trim() === '');
  return empty && rest.length > 0 ? { header: null, rows: rest } : { header: first, rows: rest };
}
