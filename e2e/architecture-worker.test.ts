import { describe, expect, it } from 'vitest';
import { describeFile, type SourceFile, sourceFiles } from './harness/source-files.ts';

/** Top down, as an event goes: a folder imports only those below it (ARCHITECTURE, "Who may import whom"). The root wires them all. */
const FOLDERS = [
  'consume',
  'notify',
  'observe',
  'handle',
  'groups',
  'storms',
  'create',
  'issue',
  'throttle',
  'rules',
  'jira',
  'ledger',
  'tracker',
] as const;
const HOME = 'apps/worker/src/';
/** Asks and shows; nothing else of the worker knows of it. */
const ABOVE_ALL = 'cli';
/** A type that only main fills. */
const LEAVES = [`${HOME}config.ts`];

const files = sourceFiles().filter(({ path, isTest }) => path.startsWith(HOME) && !isTest);
const folderOf = (path: string) => path.slice(HOME.length).split('/').slice(0, -1)[0] ?? '';

describe("the worker's folders are the way of an event", () => {
  it('each has its place, and holds something', () => {
    const rooms = new Set(files.map(({ path }) => folderOf(path)));
    expect([...rooms].filter((room) => room !== '' && room !== ABOVE_ALL && room !== 'testing').sort()).toEqual(
      [...FOLDERS].sort(),
    );
  });

  it.each(FOLDERS)('%s imports only what is below it', (folder) => {
    expect(
      files.filter(({ path }) => folderOf(path) === folder).flatMap(upwards),
      'move what is shared down, or declare what is needed as a type of its own',
    ).toEqual([]);
  });

  it('would notice an import upwards', () => {
    const bad = describeFile(
      `${HOME}throttle/x.ts`,
      "import { a } from '../create/a.ts';\nimport { b } from './b.ts';\n",
    );

    expect(upwards(bad)).toEqual([`${HOME}throttle/x.ts imports ${HOME}create/a.ts`]);
  });

  it('has at most 15 files of source in a folder', () => {
    const counts = new Map<string, number>();
    for (const { path } of files) {
      const folder = path.slice(0, path.lastIndexOf('/'));
      counts.set(folder, (counts.get(folder) ?? 0) + 1);
    }
    expect([...counts].filter(([folder, count]) => count > 15 && folder !== `${HOME}${ABOVE_ALL}`)).toEqual([]);
  });
});

function upwards(file: SourceFile): string[] {
  const place = FOLDERS.indexOf(folderOf(file.path) as (typeof FOLDERS)[number]);
  return file.imports
    .filter((target) => target.startsWith(HOME) && !LEAVES.includes(target) && !target.includes('/testing/'))
    .filter((target) => folderOf(target) !== folderOf(file.path))
    .filter((target) => FOLDERS.indexOf(folderOf(target) as (typeof FOLDERS)[number]) < place)
    .map((target) => `${file.path} imports ${target}`);
}
