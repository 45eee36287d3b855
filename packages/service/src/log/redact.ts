import { secretForms } from './secret-forms.ts';

const SECRET_KEY =
  /^(authorization|proxy-authorization|cookie|set-cookie|password|passwd|token|secret|api[-_]?token|pat)$/i;
const HIDDEN = '[secret]';

/** Replaces every known secret in a text, in any of its forms, and what has the shape of one. */
export function redactText(text: string, secrets: readonly string[]): string {
  return hideShapes(hideKnown(text, secrets));
}

/** Replaces the known secrets only: for a text that is people's own and must else stay as it is. */
export function hideKnown(text: string, secrets: readonly string[]): string {
  const known = patternOf(secrets);
  return known === null ? text : text.replace(known, HIDDEN);
}

/**
 * Whether a line of JSON could hold something that redaction would change. Looking costs a tenth of redacting, and hardly one
 * line in a thousand holds anything.
 */
export function mayHoldSecret(line: string, secrets: readonly string[]): boolean {
  if (SUSPICIOUS.test(line)) return true;
  const known = patternOf(secrets);
  // Not `test`, which goes on from its last find.
  return known !== null && line.search(known) >= 0;
}

/** At least what `hideShapes` and SECRET_KEY find. */
const SUSPICIOUS =
  /\/webhook\/[\w-]+\/|:\/\/|basic |bearer |[?&](?:access_token|token|key|sign|secret|password)=|"(?:authorization|proxy-authorization|cookie|set-cookie|password|passwd|token|secret|api[-_]?token|pat)":/i;

/** A copy of `value` in which no secret is left, at any depth, in keys neither; cycles become '[circular]'. */
export function redactDeep(value: unknown, secrets: readonly string[], seen = new WeakSet<object>()): unknown {
  if (typeof value === 'string') return redactText(value, secrets);
  if (typeof value === 'bigint') return value.toString();
  if (value === null || typeof value !== 'object') return value;
  if (seen.has(value)) return '[circular]';
  seen.add(value);
  if (value instanceof Date) return value;
  if (value instanceof URL) return redactText(value.href, secrets);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (value instanceof Error) return redactDeep(errorRecord(value), secrets, seen);
  if (Array.isArray(value)) return value.map((item) => redactDeep(item, secrets, seen));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      hideKnown(key, secrets),
      SECRET_KEY.test(key) && item != null ? HIDDEN : redactDeep(item, secrets, seen),
    ]),
  );
}

/** Secrets that nobody told us: a token in the webhook's path, a password in a URL, a header that was quoted. */
function hideShapes(text: string): string {
  let result = text;
  if (result.includes('/webhook/')) result = result.replace(/(\/webhook\/[\w-]+\/)[^\s/?#"']+/g, `$1${HIDDEN}`);
  // From the beginning of a word: from each of its letters takes minutes for a long one.
  if (result.includes('://')) result = result.replace(/(?<!\w)(\w+:\/\/[^\s:/@]*:)[^\s@/]+@/g, `$1${HIDDEN}@`);
  if (/asic |earer /.test(result))
    // Not the words after it, as in "Basic authentication" or "Basic Authentication has been disabled".
    result = result.replace(
      /\b([Bb]asic|[Bb]earer) +(?![A-Z]?[a-z]{1,19}(?:[.:,;]?(?:\s|$)))(?=\S*[A-Z0-9=])[\w+/=.~-]{8,}/g,
      `$1 ${HIDDEN}`,
    );
  if (result.includes('='))
    result = result.replace(/([?&](?:access_token|token|key|sign|secret|password)=)[^&\s"']+/gi, `$1${HIDDEN}`);
  return result;
}

interface Compiled {
  count: number;
  last: string | undefined;
  pattern: RegExp | null;
}
const compiled = new WeakMap<readonly string[], Compiled>();

/** One expression for all forms of all secrets, made anew when the list has another one at its end (a token file was read again). */
function patternOf(secrets: readonly string[]): RegExp | null {
  const known = compiled.get(secrets);
  if (known !== undefined && known.count === secrets.length && known.last === secrets.at(-1)) return known.pattern;
  const forms = [...new Set(secrets.flatMap(secretForms))];
  // The longest first, so that a secret that holds another one goes whole.
  const sources = forms
    .sort((a, b) => b.length - a.length)
    .map((form) => form.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'));
  const pattern = sources.length === 0 ? null : new RegExp(sources.join('|'), 'g');
  compiled.set(secrets, { count: secrets.length, last: secrets.at(-1), pattern });
  return pattern;
}

function errorRecord(error: Error): Record<string, unknown> {
  return {
    name: error.name,
    text: error.message,
    ...('code' in error ? { code: error.code } : {}),
    stack: error.stack,
    ...(error.cause === undefined ? {} : { cause: error.cause }),
    ...(error instanceof AggregateError ? { errors: error.errors } : {}),
  };
}
