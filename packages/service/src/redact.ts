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
