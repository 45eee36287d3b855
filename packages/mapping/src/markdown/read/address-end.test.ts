import { describe, expect, it } from 'vitest';
import { lengthOfAddress } from './address-end.ts';

describe('lengthOfAddress', () => {
  it.each([
    ['https://a.b/x', 'https://a.b/x'],
    ['https://a.b/x，请处理', 'https://a.b/x'],
    ['https://a.b/x请处理', 'https://a.b/x'],
    ['http://10.0.0.1:8080登录后', 'http://10.0.0.1:8080'],
    ['https://a.b/手册/x', 'https://a.b/手册/x'],
    ['https://a.b/手册（内网）', 'https://a.b/手册'],
    ['https://a.b/?q=磁盘&n=1', 'https://a.b/?q=磁盘&n=1'],
    ['https://a.b/d(1))后', 'https://a.b/d(1)'],
    ['https://a.b/x**重要', 'https://a.b/x'],
    ['https://a.b/x…然后', 'https://a.b/x'],
    ['https://a.b/xを参照', 'https://a.b/x'],
    ['https://a.b/x🔥', 'https://a.b/x'],
    ['https://a.b/x.', 'https://a.b/x.'],
  ])('of %j is that of %j', (text, address) => {
    expect(text.slice(0, lengthOfAddress(text))).toBe(address);
  });
});
