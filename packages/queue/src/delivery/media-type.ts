import { MIMEType } from 'node:util';

/** How a body claims to be written, and in which charset, as the sender labels it. */
export interface MediaType {
  readonly form: 'json' | 'text' | 'form' | 'other';
  readonly charset: string | undefined;
}

/** Guance sends the same type with every delivery. */
let last: { header: string | undefined; type: MediaType } = { header: '', type: { form: 'json', charset: undefined } };

/** Reads a Content-Type header. None at all counts as JSON. Two joined by a comma are what a proxy doubled: the first counts. */
export function mediaTypeOf(header: string | undefined): MediaType {
  if (header !== last.header) last = { header, type: parse(header) };
  return last.type;
}

function parse(header: string | undefined): MediaType {
  const text = (header ?? '').split(',')[0]?.trim() ?? '';
  if (text === '') return { form: 'json', charset: undefined };
  try {
    const type = new MIMEType(text);
    return { form: formOf(type.essence), charset: type.params.get('charset') ?? undefined };
  } catch {
    return { form: /json/i.test(text) ? 'json' : 'other', charset: undefined };
  }
}

function formOf(essence: string): MediaType['form'] {
  if (/[/+-]json|json[+-]/.test(essence)) return 'json';
  if (essence === 'text/plain') return 'text';
  return essence === 'application/x-www-form-urlencoded' ? 'form' : 'other';
}
