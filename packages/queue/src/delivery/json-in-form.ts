import { parseJson } from './parse-json.ts';
import { MAX_REPAIRED } from './repair-json.ts';

/**
 * JSON in a field of a form, as some chat integrations and clients send it, under whatever content type: `payload={…}`, the whole
 * of it percent-encoded without a name, or a part of `multipart/form-data`. Undefined where there is none.
 */
export function jsonInForm(text: string): unknown {
  if (text.length > MAX_REPAIRED) return undefined;
  const fields = /^\s*--/.test(text) ? partsOf(text) : fieldsOf(text);
  for (const field of fields) {
    const parsed = /^\s*[[{]/.test(field) ? parseJson(field) : null;
    if (parsed?.ok) return parsed.value;
  }
  return undefined;
}

function fieldsOf(text: string): string[] {
  if (!IS_ENCODED.test(text) && !(BEGINS_AS_FORM.test(text) && /=(?:%7B|%5B|\{|\[)/i.test(text))) return [];
  if (text.split('&', MAX_FIELDS + 1).length > MAX_FIELDS) return [];
  return [...new URLSearchParams(text)].flatMap(([name, value]) => (value === '' ? [name] : [value]));
}

const IS_ENCODED = /^(?:%7B|%5B)/i;
/** A name, without blanks or quotes. An alert that was cut is no form, though a link within it looks like one: what is read there is another alert. */
const BEGINS_AS_FORM = /^\s*[\w%.+*~$-][^\s"'<>{]*[=&]/;

/** No form has more, and a megabyte of them takes a second. */
const MAX_FIELDS = 1000;

/** By the first line, which is the boundary that the content type names. https://www.rfc-editor.org/rfc/rfc7578 */
function partsOf(text: string): string[] {
  const [boundary] = /--[^\r\n]{1,200}/.exec(text) ?? [];
  if (boundary === undefined) return [];
  return text.split(boundary, MAX_PARTS).flatMap((part) => {
    const [head] = /\r?\n\r?\n/.exec(part) ?? [];
    return head === undefined ? [] : [part.slice(part.indexOf(head) + head.length)];
  });
}

const MAX_PARTS = 100;
