import { describe, expect, it } from 'vitest';
import { textOf } from '../text-of.ts';
import { roleOf } from './as-written.ts';
import { parseMarkdown } from './parse.ts';

/** `(` may open, `)` may close, both or neither. */
const role = (mark: string, length: number, before: string, after: string) => {
  const { _open, _close } = roleOf(mark, length, before, after);
  return `${_open ? '(' : ''}${_close ? ')' : ''}`;
};
const first = (markdown: string) => {
  const [block] = parseMarkdown(markdown).children;
  return block?.type === 'paragraph' ? block.children : [];
};
const shape = (markdown: string) => first(markdown).map((node) => [node.type, textOf(node)]);

describe('roleOf', () => {
  it.each([
    ['**', '', 'a', '('],
    ['**', 'a', '', ')'],
    ['**', ' ', ' ', ''],
    ['**', 'a', 'b', ''],
    ['**', '率', '过', '()'],
    ['**', '：', '高', '()'],
    ['**', '“', '磁', '()'],
    ['*', ' ', 'a', '('],
    ['*', '', '/', ''],
    ['*', '5', ' ', ''],
    ['*', ' ', '.', ''],
    ['*', '(', ')', ''],
    ['_', ' ', 'a', '('],
    ['_', 'a', ' ', ')'],
    ['_', 'a', 'b', ''],
    ['_', 'a', '(', ''],
    ['_', '。', 'a', '('],
    ['_', 'a', '。', ')'],
    ['__', '/', 'a', ''],
  ])('lets %s between %j and %j be %j', (mark, before, after, expected) => {
    expect(role(mark.charAt(0), mark.length, before, after)).toBe(expected);
  });
});

describe('text as it was written', () => {
  it.each([
    '0 */5 * * * backup.sh',
    'rm -rf /var/log/*.log src/**/x.ts',
    'a*b*c, 5 * 3 * 2',
    'C:\\T\\_x\\*.log and \\\\server\\share\\_y',
    'D:\\a.b\\(x)\\{y}\\$z path="C:\\logs\\*.log" \\\\srv\\x\\#y（E:\\[a]）',
    'C:\\Program Files (x86)\\_x\\*.log and \\\\srv\\my files\\*.txt',
    'app_*_2025.* and [a-z]*_[0-9]* x',
    'call _foo() or bar_()',
    'snake_case_name and a.__b__',
    'int *p = *q; (*p).x and (*q).y',
  ])('keeps each mark of %j', (text) => {
    expect(shape(text)).toEqual([['text', text]]);
  });

  it.each([
    ['使用率**过高**了', 'strong', '过高'],
    ['**告警级别：**紧急', 'strong', '告警级别：'],
    ['当前值**（97.3%）**过高', 'strong', '（97.3%）'],
    ['*important*, really', 'emphasis', 'important'],
    ['see _very important_ now', 'emphasis', 'very important'],
    ['see __this text__ here', 'strong', 'this text'],
  ])('takes the marks in %j as meant', (text, type, words) => {
    expect(shape(text)).toContainEqual([type, words]);
  });

  it('lets a person escape a mark', () => {
    expect(shape('\\*a\\* \\_b\\_')).toEqual([['text', expect.stringMatching(/^\*a\* _b/)]]);
    expect(shape('注：\\*a\\*，x\\*y\\* \\[z]')).toEqual([['text', '注：*a*，x*y* [z]']]);
  });
});
