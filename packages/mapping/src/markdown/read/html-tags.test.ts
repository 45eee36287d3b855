import type { PhrasingContent } from 'mdast';
import { describe, expect, it } from 'vitest';
import { withoutTags } from './html-tags.ts';

const nodes = (source: string): PhrasingContent[] =>
  source
    .split(/(<[^>]*>)/)
    .filter((part) => part !== '')
    .map((value) => (value.startsWith('<') ? { type: 'html', value } : { type: 'text', value }));
const written = (node: PhrasingContent): string => {
  if (node.type === 'link') return `[${node.children.map(written).join('')}](${node.url})`;
  if ('children' in node) return `${node.type}(${node.children.map(written).join('')})`;
  if (node.type === 'break') return '⏎';
  return node.type === 'inlineCode' ? `code(${node.value})` : 'value' in node ? node.value : node.type;
};
const shape = (source: string) => withoutTags(nodes(source)).map(written).join('');

describe('withoutTags', () => {
  it.each([
    ['<b>a</b> <STRONG>b</STRONG>', 'strong(a) strong(b)'],
    ['<i>a</i><em>b</em><s>c</s><del>d</del><u>e</u>', 'emphasis(a)emphasis(b)delete(c)delete(d)e'],
    ['<code>a <b>b</b></code>', 'code(a b)'],
    ['<font color="red">a</font><span class="x">b</span>', 'ab'],
    ['<font color="red">a', 'a'],
    ['a</span>', 'a'],
    ['a<br>b<br/>c', 'a⏎b⏎c'],
    ['<p>a</p><div>b</div>', 'a⏎b⏎'],
    ['<a href="https://a.b/?x=1&amp;y=2">c</a>', '[c](https://a.b/?x=1&y=2)'],
    ["<a href='/x'>c</a> <a href=/y>d</a> <a>e</a>", '[c](/x) [d](/y) [e]()'],
    ['<b></b>', ''],
    ['<b><i>a</b>', 'strong(<i>a)'],
  ])('takes %j as %j', (source, expected) => {
    expect(shape(source)).toBe(expected);
  });

  it.each(['<host-1> is <init>', '<script>x</script>', '<no value>', 'vector<b> x', 'x</i>', '<body>', '<font>a'])(
    'leaves %j as the text that it is',
    (source) => {
      expect(shape(source)).toBe(source);
    },
  );

  it('puts no more in each other than can be written', () => {
    const depth = (node: PhrasingContent): number =>
      'children' in node ? 1 + Math.max(0, ...node.children.map(depth)) : 0;
    const [deep] = withoutTags(nodes(`${'<b>'.repeat(500)}a${'</b>'.repeat(500)}`));

    expect(deep && depth(deep)).toBe(20);
  });
});
