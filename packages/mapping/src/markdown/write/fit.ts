import type { Nodes, Paragraph } from 'mdast';
import { cutText } from '../../text/clean-text.ts';
import { textOf } from '../text-of.ts';
import type { Block } from './shape.ts';

export type WriteOptions = {
  /** Most UTF-16 units of the written form (30 000). Jira counts after its own conversion, hence the room below its 32 767. */
  readonly maxUnits?: number;
  /** Where the rest can be read; ends a text that was cut. */
  readonly moreLink?: { readonly text: string; readonly url: string };
};

export const defaultMaxUnits = 30_000;

/**
 * The blocks that fit, written: all, or the first ones, then `moreLink`, then our own (pinned) blocks. A single block that alone is
 * too long is cut inside. `size` includes what joins a block to the next; `atMost` never says less, and may be quicker.
 */
export function fit<T>(
  blocks: readonly Block[],
  options: WriteOptions,
  write: (block: Block) => T,
  size: (written: T) => number,
  atMost: (written: T) => number = size,
): T[] {
  const max = options.maxUnits ?? defaultMaxUnits;
  const written = blocks.map(write);
  const sum = (measure: (written: T) => number) => written.reduce((units, block) => units + measure(block), 0);
  if (sum(atMost) <= max || sum(size) <= max) return written;
  const sizes = new Map(blocks.map((block, index) => [block, size(written[index] as T)]));
  const sizeOf = (block: Block): number => sizes.get(block) ?? size(write(block));
  const total = (some: readonly Block[]): number => some.reduce((sum, block) => sum + sizeOf(block), 0);
  const more = moreBlock(options.moreLink);
  const own = blocks.filter(isPinned);
  const pinned = total(own) + sizeOf(more) <= max ? own : [];
  const budget = max - total(pinned) - sizeOf(more);
  const kept = firstThatFit(
    blocks.filter((block) => !pinned.includes(block)),
    budget,
    sizeOf,
  );
  return [...kept, more, ...pinned].map(write);
}

function firstThatFit(blocks: readonly Block[], budget: number, sizeOf: (block: Block) => number): Block[] {
  const kept: Block[] = [];
  let left = budget;
  for (const block of blocks) {
    const needed = sizeOf(block);
    if (needed <= left) {
      kept.push(block);
      left -= needed;
      continue;
    }
    const part = needed > budget ? cutToSize(block, left, sizeOf) : null;
    return part === null ? kept : [...kept, part];
  }
  return kept;
}

/**
 * A beginning of the block whose written form has at most `max` units, and nearly as many. To write a block takes most of the
 * time, so the next length to try is the one that would be right if all of the text were written like the part just measured.
 */
function cutToSize(block: Block, max: number, sizeOf: (block: Block) => number): Block | null {
  let best: Block | null = null;
  let low = 0;
  let high = textOf(block).length;
  let units = sizeOf(block);
  let length = high;
  for (let tries = 0; low < high && (best === null || tries < maxTries); tries += 1) {
    const guess = Math.floor((length * max) / units);
    // Where the measure says nothing new, the middle does.
    length = guess > low && guess < high ? guess : Math.ceil((low + high) / 2);
    const part = beginning(block, { left: length });
    units = sizeOf(part);
    if (units <= max) {
      best = part;
      low = length;
    } else high = length - 1;
  }
  return best;
}

const maxTries = 5;

/** The node with the first `budget.left` units of its text, cut between graphemes; it keeps its type. */
function beginning<T extends Nodes>(node: T, budget: { left: number }): T {
  if ('children' in node) {
    const children: Nodes[] = [];
    for (const child of node.children) {
      if (budget.left <= 0) break;
      children.push(beginning(child, budget));
    }
    return { ...node, children };
  }
  if (!('value' in node)) {
    if (node.type === 'break') budget.left -= 1;
    return node;
  }
  const value = cutText(node.value, budget.left);
  budget.left -= node.value.length;
  return { ...node, value };
}

function moreBlock(link: WriteOptions['moreLink']): Paragraph {
  if (link === undefined) return { type: 'paragraph', children: [{ type: 'text', value: '…' }] };
  return {
    type: 'paragraph',
    children: [
      { type: 'text', value: '… ' },
      { type: 'link', url: link.url, children: [{ type: 'text', value: link.text }] },
    ],
  };
}

function isPinned(block: Block): boolean {
  return (block.type === 'paragraph' || block.type === 'table') && block.data?.pinned === true;
}
