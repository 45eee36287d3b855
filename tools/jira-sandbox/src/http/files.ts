import type { IncomingMessage } from 'node:http';
import type { Request } from 'express';

/** One part of a multipart request that is a file. */
export type SentFile = { field: string; filename: string; mimeType: string; bytes: Buffer };

export const multipart = 'multipart/form-data';

export function isMultipart({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  return headers['content-type']?.startsWith(multipart) ?? false;
}

/** Undefined where the body cannot be read. */
export async function filesOf(req: Request): Promise<SentFile[] | undefined> {
  const body: unknown = req.body;
  if (!Buffer.isBuffer(body)) return [];
  const sent = new Response(new Uint8Array(body), { headers: { 'content-type': req.get('content-type') ?? '' } });
  const form = await sent.formData().catch(() => undefined);
  if (form === undefined) return undefined;
  const files: SentFile[] = [];
  for (const [field, part] of form) {
    if (typeof part === 'string') continue;
    files.push({ field, filename: part.name, mimeType: part.type, bytes: Buffer.from(await part.arrayBuffer()) });
  }
  return files;
}
