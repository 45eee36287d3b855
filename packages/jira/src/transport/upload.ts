import type { IssueFile } from '../tracker/records/files.ts';

/** A file as Jira takes it: multipart, the part's name `file`. */
export class Upload {
  readonly contentType: string;
  readonly bytes: Buffer;

  private constructor(contentType: string, bytes: Buffer) {
    this.contentType = contentType;
    this.bytes = bytes;
  }

  static async of({ name, type, bytes }: IssueFile): Promise<Upload> {
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(bytes)], { type }), name);
    const written = new Response(form);
    return new Upload(written.headers.get('content-type') ?? '', Buffer.from(await written.arrayBuffer()));
  }
}

export function contentTypeOf(body: unknown): string {
  return body instanceof Upload ? body.contentType : 'application/json';
}

export function written(body: unknown): Buffer | string | null {
  if (body instanceof Upload) return body.bytes;
  return body === undefined ? null : JSON.stringify(body);
}
