import type { Nodes } from 'mdast';

/** The plain text of a node. Iterative, so that no depth of nesting can exhaust the stack. */
export function textOf(node: Nodes): string {
  const pending: Nodes[] = [node];
  let text = '';
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if ('children' in next) {
      for (let index = next.children.length - 1; index >= 0; index -= 1) pending.push(next.children[index] as Nodes);
    } else if ('value' in next) text += next.value;
    else if ('alt' in next) text += next.alt ?? '';
    else if (next.type === 'break') text += '\n';
  }
  return text;
}
