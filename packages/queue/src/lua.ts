import { readFileSync } from 'node:fs';

/** What the build makes of a file: a worker's start would read seventy of them. */
export interface LuaText {
  readonly pathname: string;
  readonly text: string;
}

/**
 * The text of a `.lua` file, read once when its module is loaded.
 * @param given by name: a text stands where the file says `--@include NAME`; a number or a list of texts is a local in front
 * @throws Error where the file includes what is not given, or the other way round: a script would fail at its first use
 */
export function lua(
  file: URL | LuaText,
  given: Readonly<Record<string, string | number | readonly string[]>> = {},
): string {
  const source = 'text' in file ? file.text : readFileSync(file, 'utf8');
  const used = new Set<string>();
  const text = source.replace(/^--@include (\w+)$/gm, (_line, name: string) => {
    const included = given[name];
    if (typeof included !== 'string') throw new Error(`${file.pathname} includes ${name}, which is not given`);
    used.add(name);
    return included;
  });
  const locals = Object.entries(given).flatMap(([name, value]) => {
    if (typeof value !== 'string') return [`local ${name} = ${literal(value)}\n`];
    if (!used.has(name)) throw new Error(`${file.pathname} does not include ${name}`);
    return [];
  });
  return `${locals.join('')}${text}`;
}

function literal(value: number | readonly string[]): string {
  return typeof value === 'number' ? String(value) : `{ ${value.map((text) => JSON.stringify(text)).join(', ')} }`;
}
