import { readFileSync } from 'node:fs';
import { repoRoot } from '../harness/index.ts';

/** A systemd unit: for each directive its values in order; an empty one has cleared those before it. */
export interface Unit {
  readonly text: string;
  all(name: string): readonly string[];
  /** The last value. @throws Error when there is none */
  one(name: string): string;
}

export function readUnit(name: string): Unit {
  const text = readFileSync(`${repoRoot}/deploy/systemd/${name}`, 'utf8');
  const lines = text.split('\n').filter((line) => /^[A-Za-z]+=/.test(line));
  const directives = lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]);
  const all = (wanted: string) => directives.flatMap(([key, value = '']) => (key === wanted ? [value] : []));
  return {
    text,
    all,
    one(wanted) {
      const value = all(wanted).at(-1);
      if (value === undefined) throw new Error(`${name} has no ${wanted}=`);
      return value;
    },
  };
}

/** What `Environment=` sets, its specifiers replaced. */
export function environmentOf(unit: Unit, specifiers: Readonly<Record<string, string>> = {}): Record<string, string> {
  const pairs = unit.all('Environment').flatMap((value) => value.split(' '));
  const filled = pairs.map((pair) => pair.replace(/%([a-zA-Z])/g, (whole, letter) => specifiers[letter] ?? whole));
  return Object.fromEntries(
    filled.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  );
}

/** The assignments of an env file; with `commented` also those that are only suggested. */
export function readEnvFile(path: string, commented = false): Record<string, string> {
  const text = readFileSync(path, 'utf8');
  const form = commented ? /^#?([A-Z][A-Z0-9_]*)=(.*)$/gm : /^([A-Z][A-Z0-9_]*)=(.*)$/gm;
  return Object.fromEntries([...text.matchAll(form)].map(([, key = '', value = '']) => [key, value]));
}
