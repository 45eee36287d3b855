import { describe, expect, it } from 'vitest';
import { textOf } from '../text-of.ts';
import { parseMarkdown } from './parse.ts';

const shape = (markdown: string) => {
  const [block] = parseMarkdown(markdown).children;
  return block?.type === 'paragraph' ? block.children.map((node) => [node.type, textOf(node)]) : [];
};

describe('a bare address', () => {
  it('ends where the Chinese sentence goes on', () => {
    expect(shape('请看https://a.example.com/x请处理')).toEqual([
      ['text', '请看'],
      ['link', 'https://a.example.com/x'],
      ['text', '请处理'],
    ]);
  });

  it('leaves the marks behind it their meaning', () => {
    expect(shape('**https://a.example.com/x**，**链接**：https://b.example.com/y**重要**')).toEqual([
      ['strong', 'https://a.example.com/x'],
      ['text', '，'],
      ['strong', '链接'],
      ['text', '：'],
      ['link', 'https://b.example.com/y'],
      ['strong', '重要'],
    ]);
  });

  it.each([
    ['[https://a.example.com/x请](https://b.example.com/)', [['link', 'https://a.example.com/x请']]],
    ['<https://a.example.com/x请>', [['link', 'https://a.example.com/x请']]],
    ['`https://a.example.com/x请`', [['inlineCode', 'https://a.example.com/x请']]],
    [
      'www.example.com/x谢谢',
      [
        ['link', 'www.example.com/x'],
        ['text', '谢谢'],
      ],
    ],
  ])('written by a person stays as it is: %j', (markdown, expected) => {
    expect(shape(markdown)).toEqual(expected);
  });
});
