/** Pure: what a script looks up in a dictionary by a field of the event becomes a route for each of its keys. */
import { statusWords } from '@guance-jira/mapping';
import type { ImportedRules } from './imported.ts';
import { innerOf, NAMED, type Reading, textOf } from './plain-values.ts';
import type { PyValue } from './python-values.ts';
import { resolved } from './read-script.ts';

export interface Lookup {
  /** Key of a route: project, issueType, assignee, priority. */
  readonly key: string;
  readonly dict: string;
  readonly field: string;
  readonly values: ReadonlyMap<string, string>;
  readonly otherwise: string | null;
}

export function lookupsOf(fields: ReadonlyMap<string, PyValue>, reading: Reading): Lookup[] {
  return Object.entries(NAMED).flatMap(([field, { key, inner }]) => {
    const value = fields.get(field);
    const found = value && resolved(innerOf(value, inner, reading), reading.constants);
    if (found?.kind !== 'lookup') return [];
    const [by, dict] = [resolved(found.by, reading.constants), reading.constants.get(found.dict)];
    if (by?.kind !== 'field' || dict?.kind !== 'dict') {
      reading.note({ code: 'computed', at: null, what: `${field} = ${found.dict}[…]` });
      return [];
    }
    const values = dict.entries.flatMap(([one, entry]): [string, string][] => {
      const text = textOf(innerOf(entry, inner, reading), `${found.dict}[${one}]`, reading);
      return text === null ? [] : [[one, text]];
    });
    const { otherwise } = found;
    const other =
      otherwise === null || otherwise.kind === 'none'
        ? null
        : textOf(innerOf(otherwise, inner, reading), field, reading);
    return [{ key, dict: found.dict, field: by.field, values: new Map(values), otherwise: other }];
  });
}

type Route = ImportedRules['routes'][number];

/**
 * A priority by level is a value of one route. Else each key of the first dictionary's field is a route before `base`, and what
 * all have in common stands in the defaults.
 */
export function rulesBy(lookups: readonly Lookup[], base: Route, reading: Reading): ImportedRules {
  const levels = lookups.filter(({ key, values }) => key === 'priority' && areLevels([...values.keys()]));
  const others = lookups.filter((lookup) => !levels.includes(lookup));
  const { name, ...rest } = base;
  const options = {
    ...rest,
    ...Object.fromEntries(levels.map(({ key, values }) => [key, Object.fromEntries(values)])),
  };
  const [first] = others;
  if (first === undefined) return { defaults: { group: 'fault' }, routes: [{ name, ...options }] };
  for (const { dict, field } of others)
    if (field !== first.field) reading.note({ code: 'computed', at: null, what: `${dict}[${field}]` });
  const chosen = others.filter(({ field }) => field === first.field);
  const keys = [...new Set(chosen.flatMap(({ values }) => [...values.keys()]))];
  const routes = keys.map((key, index) => ({
    name: routeName(key, index),
    match: { [matchKey(first.field)]: exactly(key) },
    ...valuesFor(chosen, ({ values, otherwise }) => values.get(key) ?? otherwise),
  }));
  const last = valuesFor(chosen, ({ otherwise }) => otherwise);
  for (const { key, dict } of chosen)
    if (last[key] === undefined) reading.note({ code: 'no_default', at: name, what: dict });
  // Without a project or a type there is no such route: the script failed there, too.
  const needed = { ...options, ...last };
  const isWhole = 'project' in needed && 'issueType' in needed;
  return { defaults: { group: 'fault', ...options }, routes: isWhole ? [...routes, { name, ...last }] : routes };
}

/** What a route may be called. */
function routeName(key: string, index: number): string {
  const name = key
    .replaceAll(/[^\p{L}\p{N} ._-]+/gu, ' ')
    .replaceAll(/^[ ._-]+|[ ._-]+$/g, '')
    .slice(0, 64);
  return name === '' ? `route ${index + 1}` : name;
}

function valuesFor(lookups: readonly Lookup[], pick: (lookup: Lookup) => string | null | undefined) {
  const pairs = lookups.map((lookup) => [lookup.key, pick(lookup)] as const);
  return Object.fromEntries(pairs.filter(([, value]) => value !== null && value !== undefined));
}

/** What is no field of Guance's own is a tag of what is watched. */
function matchKey(field: string): string {
  return /^df_|^level$|^status$/.test(field) ? field : `tags.${field}`;
}

/** A text that a match would read as a pattern. */
function exactly(text: string): string | { exact: string } {
  return /[*?!/]/.test(text) ? { exact: text } : text;
}

/** Whether all keys of a dictionary are levels, as Guance writes them. */
function areLevels(keys: readonly string[]): boolean {
  return keys.length > 0 && keys.every((key) => statusWords.includes(key));
}
