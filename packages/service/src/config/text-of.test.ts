import { expect, it } from 'vitest';
import { textOf } from './text-of.ts';

it.each([
  ['UTF-8', Buffer.from('令牌=a')],
  ['a byte order mark', Buffer.from('\uFEFF令牌=a')],
  ['UTF-16 as PowerShell writes it', Buffer.from('\uFEFF令牌=a', 'utf16le')],
  ['UTF-16 in the other order', Buffer.from('\uFEFF令牌=a', 'utf16le').swap16()],
])('a file with %s says the same', (_, bytes) => {
  expect(textOf(bytes)).toBe('令牌=a');
});

it('an empty file is an empty text', () => {
  expect(textOf(Buffer.alloc(0))).toBe('');
});
