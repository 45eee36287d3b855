import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { decompress } from './decompress.ts';

const TEXT = Buffer.from('{"df_event_id":"e"}');
const LIMIT = 1000;
const BOMB = Buffer.alloc(LIMIT + 1, 'x');

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
    ['gzip twice under one name', 'gzip', gzipSync(gzipSync(TEXT))],
    ['gzip twice without a header', undefined, gzipSync(gzipSync(TEXT))],
    ['deflate without a header', undefined, deflateSync(TEXT)],
    ['zstd without a header', undefined, zstdCompressSync(TEXT)],
    ['gzip called deflate', 'deflate', gzipSync(TEXT)],
    ['deflate called gzip', 'gzip', deflateSync(TEXT)],
    ['raw deflate called gzip', 'gzip', deflateRawSync(TEXT)],
    ['gzip called brotli', 'br', gzipSync(TEXT)],
    ['brotli called gzip', 'gzip', brotliCompressSync(TEXT)],
    ['zstd called gzip', 'gzip', zstdCompressSync(TEXT)],
    ['a header that is none of a compression', 'utf-8', TEXT],
    ['identity', 'identity', TEXT],
    ['a header that a proxy left', 'gzip', TEXT],
    ['nothing at all', undefined, Buffer.alloc(0)],
  ])('reads %s', async (name, header, bytes) => {
    expect(String(await decompress(bytes, header, LIMIT))).toBe(name === 'nothing at all' ? '' : String(TEXT));
  });

  it.each([["{'a': 1}"], ['\uFEFF{"a":1}'], ['{ // x\n}'], ['"{}"']])(
    'leaves %j, of which a header says gzip',
    async (text) => {
      expect(String(await decompress(Buffer.from(text), 'gzip', LIMIT))).toBe(text);
    },
  );

  it('takes a text for a text that begins as zlib does', async () => {
    expect(String(await decompress(Buffer.from('x^2 is high'), undefined, LIMIT))).toBe('x^2 is high');
  });

  it.each([
    ['gzip', gzipSync(BOMB)],
    [undefined, gzipSync(gzipSync(BOMB))],
    ['gzip', deflateRawSync(BOMB)],
    ['br', deflateSync(BOMB)],
    ['deflate', brotliCompressSync(BOMB)],
  ])('stops at the limit: %s', async (header, bytes) => {
    await expect(decompress(bytes, header, LIMIT)).rejects.toMatchObject({ code: 'ERR_BUFFER_TOO_LARGE' });
  });

  it('undoes three codings and no more', async () => {
    const packed = [1, 2, 3, 4].reduce((bytes) => gzipSync(bytes), TEXT as Buffer);

    expect(await decompress(packed, 'gzip, gzip, gzip, gzip', LIMIT)).toEqual(gzipSync(TEXT));
  });

  it('fails on what is not as the header says', async () => {
    await expect(decompress(Buffer.from('no gzip'), 'gzip', LIMIT)).rejects.toThrow('incorrect header');
  });
});
