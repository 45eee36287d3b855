import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { decompress } from './decompress.ts';

const TEXT = Buffer.from('{"df_event_id":"e"}');
const LIMIT = 1000;

describe('decompress', () => {
  it.each([
    ['gzip', 'gzip', gzipSync(TEXT)],
    ['x-gzip', 'x-gzip', gzipSync(TEXT)],
    ['deflate', 'deflate', deflateSync(TEXT)],
    ['raw deflate', 'deflate', deflateRawSync(TEXT)],
    ['brotli', 'br', brotliCompressSync(TEXT)],
    ['zstd', 'zstd', zstdCompressSync(TEXT)],
    ['two codings', 'deflate, gzip', gzipSync(deflateSync(TEXT))],
    ['gzip without a header', undefined, gzipSync(TEXT)],
    ['gzip under a wrong header', 'utf-8', gzipSync(TEXT)],
    ['a header that is none of a compression', 'utf-8', TEXT],
    ['identity', 'identity', TEXT],
    ['a header that a proxy left', 'gzip', TEXT],
    ['nothing at all', undefined, Buffer.alloc(0)],
  ])('reads %s', async (name, header, bytes) => {
    expect(String(await decompress(bytes, header, LIMIT))).toBe(name === 'nothing at all' ? '' : String(TEXT));
  });

  it('stops at the limit', async () => {
    const bomb = gzipSync(Buffer.alloc(LIMIT + 1, 'x'));

    await expect(decompress(bomb, 'gzip', LIMIT)).rejects.toMatchObject({ code: 'ERR_BUFFER_TOO_LARGE' });
  });

  it('fails on what is not as the header says', async () => {
    await expect(decompress(Buffer.from('no gzip'), 'gzip', LIMIT)).rejects.toThrow('incorrect header');
  });
});
