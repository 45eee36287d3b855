/**
 * The value with every character that takes four bytes in UTF-8 (emoji, rare ideographs) replaced by U+FFFD, at any depth; the
 * very same value when there is none. For a Jira on an old MySQL, which can store up to three. In addresses (`url`,
 * `eventLink`) such a character is percent-encoded instead, so that links still lead where they should.
 */
export function inBasicPlane<T>(value: T): T {
  return sameShape(value, replaced(value, false));
}

function replaced(value: unknown, address: boolean): unknown {
  if (typeof value === 'string')
    return value.replaceAll(fourBytes, (found) => (address ? encodeURIComponent(found) : '\uFFFD'));
  if (Array.isArray(value))
    return unlessSame(
      value,
      value.map((item) => replaced(item, address)),
    );
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const next = entries.map(([key, item]): [string, unknown] => [key, replaced(item, addresses.has(key))]);
  return next.every(([, item], index) => item === entries[index]?.[1]) ? value : Object.fromEntries(next);
}

function unlessSame(before: readonly unknown[], after: unknown[]): readonly unknown[] {
  return after.every((item, index) => item === before[index]) ? before : after;
}

/** Texts are replaced by texts and everything else stays, so the type stays too. */
function sameShape<T>(_before: T, after: unknown): T {
  return after as T;
}

const fourBytes = /[\u{10000}-\u{10FFFF}]/gu;
const addresses: ReadonlySet<string> = new Set(['url', 'eventLink']);
