const SECRET_KEY = /^(authorization|cookie|set-cookie|password|passwd|token|secret|api[-_]?token|pat)$/i;

/** Replaces every known secret in a text, plain and URL-encoded. Secrets under six characters would blot out ordinary words. */
export function redactText(text: string, secrets: readonly string[]): string {
  let result = text;
  for (const secret of secrets) {
    if (secret.length < 6) continue;
    result = result.replaceAll(secret, '[secret]').replaceAll(encodeURIComponent(secret), '[secret]');
  }
  // A webhook token sits in the path, so any path that a library prints could hold one.
  return result
    .replace(/(\/webhook\/guance\/)[^\s/?#"']+/g, '$1[secret]')
    .replace(/(\w+:\/\/[^\s:/@]*:)[^\s@/]+@/g, '$1[secret]@');
}

/**
 * Whether a line of JSON could hold something that redaction would change. Looking costs a tenth of redacting, and of a
 * thousand lines hardly one holds anything.
 */
export function mayHoldSecret(line: string, secrets: readonly string[]): boolean {
  if (SUSPICIOUS.test(line)) return true;
  return secrets.some((secret) => secret.length >= 6 && formsOf(secret).some((form) => line.includes(form)));
}

/** The same things that redactText and redactDeep change. */
const SUSPICIOUS =
  /\/webhook\/guance\/|:\/\/|"(?:authorization|cookie|set-cookie|password|passwd|token|secret|api[-_]?token|pat)":/i;
const forms = new Map<string, readonly string[]>();

/** As it is, in a URL, and in JSON. */
function formsOf(secret: string): readonly string[] {
  const known = forms.get(secret);
  if (known) return known;
  const made = [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)];
  forms.set(secret, made);
  return made;
}

/** A copy of `value` in which no secret is left, at any depth; cycles become '[circular]'. */
export function redactDeep(value: unknown, secrets: readonly string[], seen = new WeakSet<object>()): unknown {
  if (typeof value === 'string') return redactText(value, secrets);
  if (typeof value === 'bigint') return value.toString();
  if (value === null || typeof value !== 'object') return value;
  if (seen.has(value)) return '[circular]';
  seen.add(value);
  if (value instanceof Date) return value;
  if (value instanceof Error) return redactDeep(errorRecord(value), secrets, seen);
  if (Array.isArray(value)) return value.map((item) => redactDeep(item, secrets, seen));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      SECRET_KEY.test(key) && item != null ? '[secret]' : redactDeep(item, secrets, seen),
    ]),
  );
}

function errorRecord(error: Error): Record<string, unknown> {
  return {
    name: error.name,
    text: error.message,
    ...('code' in error ? { code: error.code } : {}),
    stack: error.stack,
  };
}
