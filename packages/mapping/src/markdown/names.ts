import type { Nodes, Root } from 'mdast';

/**
 * The document in which `__init__` is a name and no bold text: underscores round one word without Chinese in it are part of it.
 * Changes the document, which is nobody else's yet.
 */
export function restoreNames(root: Root, source: string): Root {
  const pending: Nodes[] = [root];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (!('children' in next)) continue;
    const parent: { children: Nodes[] } = next;
    parent.children = parent.children.map((child) => {
      const name = nameOf(child, source);
      return name === null ? child : { type: 'text', value: name };
    });
    pending.push(...parent.children);
  }
  return root;
}

function nameOf(node: Nodes, source: string): string | null {
  if (node.type !== 'strong' && node.type !== 'emphasis') return null;
  const start = node.position?.start.offset;
  const [only] = node.children;
  if (start === undefined || source[start] !== '_' || node.children.length !== 1 || only?.type !== 'text') return null;
  if (/[\s\p{Script=Han}]/u.test(only.value)) return null;
  const mark = node.type === 'strong' ? '__' : '_';
  return mark + only.value + mark;
}
