import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw, zstdDecompress } from 'node:zlib';

/** More codings than that in one header are no real sender's. */
const MAX_CODINGS = 3;

type Reader = (bytes: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>;

const READERS: Readonly<Record<string, Reader>> = {
  gzip: promisify<Buffer, { maxOutputLength: number }, Buffer>(gunzip),
  deflate: readDeflate,
  br: promisify<Buffer, { maxOutputLength: number }, Buffer>(brotliDecompress),
  zstd: promisify<Buffer, { maxOutputLength: number }, Buffer>(zstdDecompress),
};

/**
 * Undoes a Content-Encoding (RFC 9110, 8.4). What is no compression is no coding: people write `utf-8` there. A proxy may have
 * unpacked a body and left the header, or packed it without one: gzip and zstd are known by their first bytes.
 * @throws Error of zlib; with the code ERR_BUFFER_TOO_LARGE when the result is larger than `limit` bytes
 */
export async function decompress(bytes: Buffer, header: string | undefined, limit: number): Promise<Buffer> {
  if (header === undefined && !isGzip(bytes)) return bytes;
  const named = (header ?? '')
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim().replace(/^x-/, ''))
    .filter((coding) => READERS[coding] !== undefined)
    .slice(-MAX_CODINGS)
    .reverse();
  let result = bytes;
  for (const coding of named.length === 0 && isGzip(bytes) ? ['gzip'] : named) {
    // The first bytes of JSON are those of no coding.
    if (looksPlain(result)) break;
    result = (await READERS[coding]?.(result, { maxOutputLength: limit })) ?? result;
  }
  return result;
}

/** Senders mean either form by `deflate`: with the header of zlib, as the standard says, or raw. */
async function readDeflate(bytes: Buffer, options: { maxOutputLength: number }): Promise<Buffer> {
  const withHeader = bytes.length > 1 && ((bytes[0] ?? 0) & 0x0f) === 8;
  const read = promisify<Buffer, { maxOutputLength: number }, Buffer>(withHeader ? inflate : inflateRaw);
  return read(bytes, options);
}

function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

function looksPlain(bytes: Buffer): boolean {
  return /^\s*[[{]\s*["{[\]}]/.test(bytes.subarray(0, 64).toString('latin1'));
}
