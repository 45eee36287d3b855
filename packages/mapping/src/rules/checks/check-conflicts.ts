/** What may stand only once, in whichever file. The later one is told, with the place of the first. */
import { isRecord } from '../../event-fields.ts';
import { isCommon } from '../common.ts';
import type { RulesProblem } from '../problems.ts';
import type { ReadFile } from '../read-file.ts';
import type { Part, RouteAt } from './parts.ts';

export function checkConflicts(parts: readonly Part[], routes: readonly RouteAt[]): RulesProblem[] {
  return [...sameNames(routes), ...onlyOnce(parts), ...people(parts)];
}

function sameNames(routes: readonly RouteAt[]): RulesProblem[] {
  return repeated(
    routes.map(({ file, path, route }) => ({ file, path: [...path, 'name'], key: route.name })),
    (name, first) => ({
      message: `another route is named "${name}" too, at ${first}`,
      hint: 'names must differ, since log and metrics tell routes by them',
    }),
  );
}

function onlyOnce(parts: readonly Part[]): RulesProblem[] {
  const sections = ['storm', 'unmatched', 'fallback'].flatMap((key) =>
    parts.filter(({ content }) => content[key] !== undefined).map(({ file }) => ({ file, path: [key], key })),
  );
  const defaults = parts
    .filter(({ content }) => isCommon(content) && content.defaults !== undefined)
    .map(({ file }) => ({ file, path: ['defaults'], key: 'defaults' }));
  return [
    ...repeated(sections, (key, first) => ({
      message: `"${key}" holds for all files and is set already, at ${first}`,
      hint: 'keep one of them',
    })),
    ...repeated(defaults, (_key, first) => ({
      message: `the defaults of all files are set already, at ${first}`,
      hint: 'a file without routes sets the defaults of all files, and only one may; move the two together, or this one into the file of its routes',
    })),
  ];
}

function people(parts: readonly Part[]): RulesProblem[] {
  const entries = parts.flatMap(({ file, content }) =>
    Object.entries(isRecord(content.people) ? content.people : {}).map(([duty, account]) => ({ file, duty, account })),
  );
  return entries.flatMap(({ file, duty, account }) => {
    const path = ['people', duty];
    if (duty === 'unassigned' || duty === 'project-default')
      return [
        file.problem({ path, message: `"${duty}" has a meaning of its own`, hint: 'choose another name for the duty' }),
      ];
    const first = entries.find((entry) => entry.duty === duty);
    if (first === undefined || first.account === account) return [];
    const place = first.file.place(path);
    return [
      file.problem({
        path,
        message: `"${duty}" is ${String(account)} here and ${String(first.account)} at ${place}`,
        hint: 'keep one of them, or name the duties apart',
      }),
    ];
  });
}

type Keyed = { readonly file: ReadFile; readonly path: readonly PropertyKey[]; readonly key: unknown };

function repeated(
  entries: readonly Keyed[],
  say: (key: string, first: string) => { message: string; hint: string },
): RulesProblem[] {
  return entries.flatMap(({ file, path, key }, index) => {
    const first = entries.findIndex((entry) => entry.key === key);
    const earlier = entries[first];
    if (key === undefined || first === index || earlier === undefined) return [];
    return [file.problem({ path, ...say(String(key), earlier.file.place(earlier.path)) })];
  });
}
