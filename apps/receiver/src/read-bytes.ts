import type { IncomingMessage } from 'node:http';
import express, { type Request, type Response } from 'express';
import { Refusal } from './refusal.ts';

export const BODY_LIMIT = 1024 * 1024;

const TOO_LARGE = 'The body is larger than 1 MiB.';
const inflate = express.raw({ type: () => true, limit: BODY_LIMIT });

/**
 * The whole body, at most BODY_LIMIT. What is compressed goes through body-parser; for a plain body that would cost more than
 * all the rest of a delivery.
 * @throws Refusal body_too_large; what body-parser throws
 */
export async function readBytes(req: Request, res: Response): Promise<Buffer> {
  if (Number(req.headers['content-length'] ?? 0) > BODY_LIMIT) throw new Refusal('body_too_large', TOO_LARGE);
  const encoding = req.headers['content-encoding'];
  if (encoding === undefined || encoding.toLowerCase() === 'identity') return readPlain(req);
  await new Promise<void>((resolve, reject) =>
    inflate(req, res, (error?: unknown) => (error === undefined ? resolve() : reject(error))),
  );
  return Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0);
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
      reject(new Refusal('body_too_large', TOO_LARGE));
    });
    req.on('end', () => resolve(parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts, size)));
    req.on('error', () => reject(new Refusal('invalid_json', 'The body ended before its announced length.')));
  });
}
