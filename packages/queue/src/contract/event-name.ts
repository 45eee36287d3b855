const MAX_LETTERS = 120;

/** What a job is called, out of a title: one line, cut. Whoever looks for a title looks for this. */
export function nameLine(title: string): string {
  const line = title
    .slice(0, 1000)
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
    .toWellFormed();
  return line.length <= MAX_LETTERS ? line : [...line].slice(0, MAX_LETTERS).join('');
}
