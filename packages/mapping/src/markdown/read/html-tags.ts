import type { PhrasingContent } from 'mdast';
import { textOf } from '../text-of.ts';

/**
 * The few HTML tags that chat templates use for looks, as what they stand for. Every other word in angle brackets is text, as
 * `<host-1>` and `<init>` are, and so is a tag without its other half.
 */
export function withoutTags(nodes: readonly PhrasingContent[]): PhrasingContent[] {
  if (!nodes.some(({ type }) => type === 'html')) return [...nodes];
  const frames: Frame[] = [];
  const root: PhrasingContent[] = [];
  const target = () => frames.at(-1)?.children ?? root;
  for (const node of nodes) {
    const tag = node.type === 'html' ? tagOf(node.value) : null;
    if (tag === null) target().push(node);
    else if (lines.has(tag.name)) addBreak(target(), tag.name);
    else if (tag.closes) closeTag(tag, frames, target);
    else if (frames.length < maxDepth) frames.push({ tag, children: [] });
    else target().push(node);
  }
  while (frames.length > 0) dropLast(frames, target);
  return root;
}

interface Tag {
  readonly name: string;
  readonly closes: boolean;
  readonly source: string;
}
interface Frame {
  readonly tag: Tag;
  readonly children: PhrasingContent[];
}

const maxDepth = 20;
const lines = new Set(['br', 'hr', 'p', 'div']);
/** These say nothing, so that even one without its other half can go. */
const colors = new Set(['font', 'span']);
const understood = new Set([...lines, ...colors, ...'b strong i em s del u code a'.split(' ')]);

function tagOf(source: string): Tag | null {
  const [, slash, word = ''] = /^<(\/?)([a-z]+)(?=[\s/>])/i.exec(source) ?? [];
  const name = word.toLowerCase();
  return understood.has(name) ? { name, closes: slash === '/', source } : null;
}

function closeTag(tag: Tag, frames: Frame[], target: () => PhrasingContent[]): void {
  const at = frames.findLastIndex((frame) => frame.tag.name === tag.name);
  if (at === -1) {
    if (!colors.has(tag.name)) target().push({ type: 'text', value: tag.source });
    return;
  }
  while (frames.length > at + 1) dropLast(frames, target);
  const closed = frames.pop() as Frame;
  target().push(...asMeant(closed));
}

function dropLast(frames: Frame[], target: () => PhrasingContent[]): void {
  const last = frames.pop() as Frame;
  target().push(...withoutPartner(last));
}

function withoutPartner({ tag, children }: Frame): PhrasingContent[] {
  const says = !colors.has(tag.name) || !/\s/.test(tag.source);
  return says ? [{ type: 'text', value: tag.source }, ...children] : children;
}

function asMeant({ tag, children }: Frame): PhrasingContent[] {
  if (children.length === 0) return [];
  switch (tag.name) {
    case 'b':
    case 'strong':
      return [{ type: 'strong', children }];
    case 'i':
    case 'em':
      return [{ type: 'emphasis', children }];
    case 's':
    case 'del':
      return [{ type: 'delete', children }];
    case 'code':
      return [{ type: 'inlineCode', value: textOf({ type: 'paragraph', children }) }];
    case 'a':
      return [{ type: 'link', url: addressIn(tag.source), children }];
    default:
      return children;
  }
}

function addressIn(source: string): string {
  const [, double, single, bare] = /\shref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/i.exec(source) ?? [];
  return (double ?? single ?? bare ?? '').replaceAll('&amp;', '&').trim();
}

/** A paragraph ends the line only where one has begun. */
function addBreak(nodes: PhrasingContent[], name: string): void {
  const last = nodes.at(-1);
  const hasLine = last !== undefined && last.type !== 'break' && textOf(last).trim() !== '';
  if (name === 'br' || hasLine) nodes.push({ type: 'break' });
}
