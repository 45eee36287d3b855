import { promisify } from 'node:util';

/** More codings than that in one header are no real sender's. */
const MAX_CODINGS = 3;

type Options = { readonly maxOutputLength: number };
type Reader = (bytes: Buffer, options: Options) => Promise<Buffer>;

const READERS: Readonly<Record<string, Reader>> = {
  gzip: (bytes, options) => promisify<Buffer, Options, Buffer>(zlib().gunzip)(bytes, options),
  deflate: readDeflate,
  br: (bytes, options) => promisify<Buffer, Options, Buffer>(zlib().brotliDecompress)(bytes, options),
  zstd: (bytes, options) => promisify<Buffer, Options, Buffer>(zlib().zstdDecompress)(bytes, options),
};

/** Loaded by the first body that is compressed: Guance's are not, and it takes longer to load than any other module of Node. */
const zlib = () => process.getBuiltinModule('node:zlib');

/**
 * Undoes a Content-Encoding (RFC 9110, 8.4), and what was done without one or under a wrong one: a proxy may have unpacked a body
 * and left the header, packed it once more, or named another coding. What is no compression is no coding: people write `utf-8`
 * there. The first bytes count before the header; where they tell nothing and the header is wrong, the others are tried.
 * @throws Error of zlib; with the code ERR_BUFFER_TOO_LARGE when a result is larger than `limit` bytes
 */
export async function decompress(bytes: Buffer, header: string | undefined, limit: number): Promise<Buffer> {
  if (header === undefined && codingOf(bytes) === null) return bytes;
  const named = namedIn(header);
  let result = bytes;
  for (let times = 0; times < MAX_CODINGS && !looksPlain(result); times += 1) {
    const name = named.shift();
    const coding = codingOf(result) ?? name;
    if (coding === undefined) break;
    const read = await tryAll([coding, ...(name === undefined ? [] : ['deflate', 'br'])], result, limit);
    // A text that begins as zlib does, and that nobody called compressed.
    if (read instanceof Error && name === undefined && times === 0 && coding === 'deflate') break;
    if (read instanceof Error) throw read;
    result = read;
  }
  return result;
}

/** The last is the one that was done last. */
function namedIn(header: string | undefined): string[] {
  return (header ?? '')
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim().replace(/^x-/, ''))
    .filter((coding) => READERS[coding] !== undefined)
    .slice(-MAX_CODINGS)
    .reverse();
}

/** Of a guess the result must be an alert's; of the first the error tells most. */
async function tryAll(codings: readonly string[], bytes: Buffer, limit: number): Promise<Buffer | Error> {
  let first: Error | undefined;
  for (const coding of new Set(codings)) {
    try {
      const read = (await READERS[coding]?.(bytes, { maxOutputLength: limit })) ?? bytes;
      if (first === undefined || looksPlain(read)) return read;
    } catch (error) {
      if (!(error instanceof Error) || isTooLarge(error)) throw error;
      first ??= error;
    }
  }
  return first ?? new Error('no such coding');
}

export function isTooLarge(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
}

/** Senders mean either form by `deflate`: with the header of zlib, as the standard says, or raw. */
async function readDeflate(bytes: Buffer, options: Options): Promise<Buffer> {
  const withHeader = bytes.length > 1 && ((bytes[0] ?? 0) & 0x0f) === 8;
  const read = promisify<Buffer, Options, Buffer>(withHeader ? zlib().inflate : zlib().inflateRaw);
  return read(bytes, options);
}

/** By the first bytes; brotli and raw deflate have none of their own. */
function codingOf(bytes: Buffer): string | null {
  if (bytes.length < 4) return null;
  const start = bytes.readUInt32BE(0);
  if (start >>> 16 === 0x1f8b) return 'gzip';
  if (start === 0x28b52ffd) return 'zstd';
  return bytes[0] === 0x78 && (start >>> 16) % 31 === 0 ? 'deflate' : null;
}

/** The beginning of JSON, or of what passes for it, in letters alone. */
function looksPlain(bytes: Buffer): boolean {
  const text = bytes.subarray(0, 64).toString('latin1');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: compressed bytes have some
  return /^\s*[[{]\s*["{[\]}]/.test(text) || /^(?:\xef\xbb\xbf)?\s*[[{"][^\0-\x08\x0e-\x1f]*$/.test(text);
}
