import type { IncomingMessage } from 'node:http';
import { Refusal } from '../../http/refusal.ts';
import { decompress, isTooLarge } from './decompress.ts';

const BODY_LIMIT = 1024 * 1024;

/**
 * The whole body, at most BODY_LIMIT, also when it was compressed.
 * @throws Refusal body_too_large, invalid_json
 */
export async function readBytes(req: IncomingMessage): Promise<Buffer> {
  if (Number(req.headers['content-length'] ?? 0) > BODY_LIMIT) throw tooLarge();
  const bytes = await readPlain(req);
  return decompress(bytes, req.headers['content-encoding'], BODY_LIMIT).catch((error: unknown) => {
    throw isTooLarge(error) ? tooLarge() : new Refusal('invalid_json', 'The compressed body cannot be read.');
  });
}

function readPlain(req: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let size = 0;
    req.on('data', (part: Buffer) => {
      size += part.length;
      if (size <= BODY_LIMIT) return void parts.push(part);
      // Not read any further: the limit on a request's time ends who goes on sending.
      req.pause();
      reject(tooLarge());
    });
    req.on('end', () => resolve(parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts, size)));
    req.on('error', () => reject(new Refusal('invalid_json', 'The body ended before its announced length.')));
  });
}

function tooLarge(): Refusal {
  return new Refusal('body_too_large', 'The body is larger than 1 MiB.');
}
