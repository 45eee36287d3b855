export interface Misspelt {
  readonly name: string;
  readonly meant: string;
}

/** So many letters may be added, left out or changed. */
const MOST = 2;

/**
 * Variables that nobody reads and that look like one that is read. Only those that begin like one: processes may well share an
 * environment, and most of it is none of ours.
 * @param known the names that are read
 */
export function misspeltSettings(
  env: Readonly<Record<string, string | undefined>>,
  known: readonly string[],
): Misspelt[] {
  const beginnings = new Set(known.map(beginningOf));
  return Object.keys(env)
    .filter((name) => env[name])
    .map((name) => name.replace(/_FILE$/, ''))
    .filter((name) => !known.includes(name) && !known.includes(`${name}_FILE`) && beginnings.has(beginningOf(name)))
    .flatMap((name) => {
      const meant = known.find((one) => distance(name, one) <= MOST);
      return meant === undefined ? [] : [{ name, meant }];
    });
}

function beginningOf(name: string): string {
  return name.split('_')[0] ?? name;
}

/** Levenshtein's. */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > MOST) return MOST + 1;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [above, letter] of [...a].entries()) {
    const next = [above + 1];
    for (const [column, other] of [...b].entries())
      next.push(
        Math.min((row[column] ?? 0) + (letter === other ? 0 : 1), (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1),
      );
    row = next;
  }
  return row.at(-1) ?? 0;
}
