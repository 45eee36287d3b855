import { describe, expect, it } from 'vitest';
import { decodeText } from './decode-text.ts';

const TEXT = '{"df_title":"主机 web-01 磁盘使用率过高"}';
const bytesOf = (text: string, coding: BufferEncoding = 'utf8') => Buffer.from(text, coding);

describe('decodeText', () => {
  it.each([undefined, 'utf-8', 'ISO-8859-1', 'GBK', 'gb2312', 'klingon', 'None', 'utf8mb4'])(
    'reads UTF-8 labelled %s as UTF-8',
    (charset) => {
      expect(decodeText(bytesOf(TEXT), charset)).toBe(TEXT);
    },
  );

  it.each([undefined, 'gbk', 'gb2312', 'GB18030', 'utf-8', 'utf8', 'us-ascii-nonsense'])(
    'reads GBK labelled %s as GBK',
    (charset) => {
      expect(decodeText(gbkOf(TEXT), charset)).toBe(TEXT);
    },
  );

  it('reads another charset by its label', () => {
    expect(decodeText(Buffer.from('{"a":"caf\xe9"}', 'latin1'), 'iso-8859-1')).toBe('{"a":"café"}');
  });

  it('lets one broken byte in UTF-8 cost one letter, whatever the label', () => {
    const bytes = bytesOf('{"a":"磁盘使用率为九成七，请处理"}');
    bytes[bytes.indexOf('九') + 2] = 0x20;

    for (const charset of [undefined, 'utf-8', 'klingon']) {
      expect(decodeText(bytes, charset)).toContain('磁盘使用率为');
      expect(decodeText(bytes, charset)).toContain('成七，请处理');
    }
  });

  it.each([
    ['UTF-16 LE without a mark', bytesOf(TEXT, 'utf16le')],
    ['UTF-16 LE with a mark', Buffer.concat([Buffer.from([0xff, 0xfe]), bytesOf(TEXT, 'utf16le')])],
    ['UTF-16 BE without a mark', bytesOf(TEXT, 'utf16le').swap16()],
    ['UTF-8 with a mark', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytesOf(TEXT)])],
  ])('reads %s', (_name, bytes) => {
    expect(decodeText(bytes, undefined)).toBe(TEXT);
  });

  it.each([[[]], [[0x7b]], [[0xff]], [[0, 0]], [[0xb4, 0xc5]]])('never throws: %j', (bytes) => {
    expect(decodeText(Buffer.from(bytes), 'nonsense')).toEqual(expect.any(String));
  });
});

/** Node can read GBK and cannot write it: the table is made by reading every pair of bytes. */
function gbkOf(text: string): Buffer {
  const table = new Map<string, number[]>();
  const decoder = new TextDecoder('gbk');
  for (let lead = 0x81; lead <= 0xfe; lead += 1)
    for (let trail = 0x40; trail <= 0xfe; trail += 1)
      table.set(decoder.decode(Buffer.from([lead, trail])), [lead, trail]);
  return Buffer.from(
    [...text].flatMap((letter) => (letter < '\x80' ? [letter.charCodeAt(0)] : (table.get(letter) ?? []))),
  );
}
