import type { Definition, Nodes, PhrasingContent, Root, RootContent, Text } from 'mdast';
import { cleanText } from '../../text/clean-text.ts';
import { isRelative, safeUrl } from '../links.ts';
import { textOf } from '../text-of.ts';
import { withoutSwallowed } from './bare-links.ts';
import { withoutTags } from './html-tags.ts';

/** The node kinds that are left after `simplify`; the writers know these. */
export type Inline = Extract<
  PhrasingContent,
  { type: 'text' | 'strong' | 'emphasis' | 'delete' | 'inlineCode' | 'break' | 'link' }
>;

/**
 * Fewer kinds of nodes and nothing that acts: references and images become links, HTML a few looks and else the text that it is,
 * links with dangerous addresses their text. A line break in the source is one in the issue, as in the chat tools these alerts are written for.
 */
export function simplify(root: Root): Root {
  const definitions = new Map<string, Definition>();
  for (const node of descendants(root)) {
    if (node.type === 'definition' && !definitions.has(node.identifier)) definitions.set(node.identifier, node);
  }
  return { type: 'root', children: root.children.flatMap((child) => simplifyBlock(child, definitions)) };
}

type Definitions = ReadonlyMap<string, Definition>;

function simplifyBlock(node: RootContent, definitions: Definitions): RootContent[] {
  switch (node.type) {
    case 'definition':
    case 'yaml':
      return [];
    case 'html':
      return [paragraph(textNodes(node.value))];
    case 'code':
      return [{ ...node, value: cleanText(node.value) }];
    case 'footnoteDefinition': {
      const blocks = node.children.flatMap((child) => simplifyBlock(child, definitions));
      return [paragraph([{ type: 'text', value: `[^${node.label ?? node.identifier}]:` }]), ...blocks];
    }
    case 'paragraph':
    case 'heading':
      return [{ ...node, children: simplifyInlines(node.children, definitions) }];
    case 'tableCell':
      return [{ ...node, children: simplifyInlines(node.children, definitions) }];
    case 'listItem': {
      const children = node.children.flatMap((child) => simplifyBlock(child, definitions));
      const box: RootContent[] =
        typeof node.checked === 'boolean' ? [{ type: 'text', value: node.checked ? '☑ ' : '☐ ' }] : [];
      return [rebuild({ ...node, checked: null }, withBox(box, children))];
    }
    case 'blockquote':
    case 'list':
    case 'table':
    case 'tableRow':
      return [
        rebuild(
          node,
          node.children.flatMap((child) => simplifyBlock(child, definitions)),
        ),
      ];
    default:
      return node.type === 'thematicBreak' ? [node] : simplifyInline(node, definitions);
  }
}

function simplifyInlines(nodes: readonly PhrasingContent[], definitions: Definitions): Inline[] {
  return withoutTags(nodes).flatMap((node) => simplifyInline(node, definitions));
}

function simplifyInline(
  node: Exclude<RootContent, { children: RootContent[] }> | PhrasingContent,
  definitions: Definitions,
): Inline[] {
  switch (node.type) {
    case 'text':
    case 'html':
      return textNodes(node.value);
    case 'inlineCode':
      return [{ type: 'inlineCode', value: cleanText(node.value).replaceAll('\n', ' ') }];
    case 'break':
      return [{ type: 'break' }];
    case 'strong':
    case 'emphasis':
    case 'delete':
      return [{ ...node, children: simplifyInlines(node.children, definitions) }];
    case 'link':
      return withoutSwallowed(node).flatMap((part) =>
        part.type === 'link'
          ? linkTo(part.url, simplifyInlines(part.children, definitions))
          : simplifyInline(part, definitions),
      );
    case 'image':
      return linkTo(node.url, textNodes(node.alt || fileName(node.url)));
    case 'linkReference':
      return linkTo(definitions.get(node.identifier)?.url ?? '', simplifyInlines(node.children, definitions));
    case 'imageReference':
      return linkTo(definitions.get(node.identifier)?.url ?? '', textNodes(node.alt || node.identifier));
    case 'footnoteReference':
      return textNodes(`[^${node.label ?? node.identifier}]`);
    default:
      return textNodes(textOf(node));
  }
}

function linkTo(url: string, children: Inline[]): Inline[] {
  const clean = cleanText(url).trim();
  const usable = isRelative(clean) || safeUrl(clean) !== null;
  // A link in a link cannot be written: the outer one wins.
  const inside = children.flatMap((child) => (child.type === 'link' ? (child.children as Inline[]) : [child]));
  return usable && inside.length > 0 ? [{ type: 'link', url: clean, children: inside }] : inside;
}

/** What an image without a text is called: its file, never the data that it may be made of. */
function fileName(address: string): string {
  const url = safeUrl(address) ?? (isRelative(address) ? address : null);
  if (url === null) return 'image';
  const file = /([^/?#]+)(?:[?#].*)?$/s.exec(url)?.[1];
  return file ?? 'image';
}

function textNodes(value: string): (Text | { type: 'break' })[] {
  const lines = cleanText(value).split('\n');
  return lines.flatMap((line, index) => {
    const text: Text = { type: 'text', value: atLineEnds(line, index > 0, index < lines.length - 1) };
    return index === 0 ? [text] : [{ type: 'break' as const }, text];
  });
}

/** Blanks beside a line's end mean nothing; those at the ends of the node part it from what stands beside it. */
function atLineEnds(line: string, begins: boolean, ends: boolean): string {
  const text = begins ? line.trimStart() : line;
  return ends ? text.trimEnd() : text;
}

function withBox(box: readonly RootContent[], blocks: readonly RootContent[]): RootContent[] {
  const [first, ...rest] = blocks;
  if (box.length === 0) return [...blocks];
  if (first?.type !== 'paragraph') return [paragraph(box as Text[]), ...blocks];
  return [paragraph([...(box as Text[]), ...first.children]), ...rest];
}

function paragraph(children: PhrasingContent[]): RootContent {
  return { type: 'paragraph', children };
}

/** The children come from the same parent through `simplifyBlock`, which turns block content into block content. */
function rebuild<T extends RootContent>(node: T, children: readonly RootContent[]): T {
  return { ...node, children } as T;
}

function* descendants(node: Nodes): Generator<Nodes> {
  const pending: Nodes[] = [node];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    yield next;
    if ('children' in next) for (const child of next.children.toReversed()) pending.push(child);
  }
}
