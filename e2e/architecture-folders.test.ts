import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { repoRoot } from './harness/paths.ts';
import { describeFile, type SourceFile, sourceFiles } from './harness/sources/source-files.ts';

interface House {
  readonly home: string;
  /** Top down, as an event goes: a folder imports only those below it (ARCHITECTURE). The root wires them all. */
  readonly folders: readonly string[];
  /** Files of the root that any folder may import: types and plain functions. */
  readonly leaves: readonly string[];
}

const WORKER: House = {
  home: 'apps/worker/src/',
  folders: [
    'consume',
    'notify',
    'observe',
    'handle',
    'back',
    'catch-up',
    'context',
    'groups',
    'storms',
    'create',
    'issue',
    'throttle',
    'rules',
  ],
  leaves: ['disposition.ts'],
};
const RECEIVER: House = {
  home: 'apps/receiver/src/',
  folders: ['notify', 'observe', 'webhook', 'ingest', 'spool', 'redis', 'http'],
  leaves: ['parse-settings.ts'],
};
const CLI: House = {
  home: 'apps/cli/src/',
  folders: ['doctor', 'explain', 'find', 'replay', 'validate', 'answers', 'command-line', 'words'],
  leaves: [],
};
const OPERATIONS: House = {
  home: 'packages/operations/src/',
  folders: [
    ...['doctor', 'playground', 'faults', 'events', 'replay', 'find', 'explain', 'pause', 'validate', 'jira'],
    ...['import', 'settings'],
  ],
  leaves: ['opened-redis.ts'],
};
const LEDGER: House = {
  home: 'packages/ledger/src/',
  folders: ['back', 'catch-up', 'context', 'faults'],
  leaves: ['read-member.ts'],
};
const QUEUE: House = {
  home: 'packages/queue/src/',
  folders: ['enqueue', 'figures', 'redis', 'delivery', 'contract'],
  leaves: ['lua.ts'],
};
const SERVICE: House = {
  home: 'packages/service/src/',
  folders: ['http', 'notify', 'process', 'tracing', 'config', 'log'],
  leaves: ['metrics.ts'],
};
/** Each with what is still to be done about it. Keep it empty. */
const MAY_BE_FULL: readonly string[] = [];

const files = sourceFiles().filter(({ isTest }) => !isTest);

describe.each([WORKER, RECEIVER, CLI, OPERATIONS, LEDGER, QUEUE, SERVICE])(
  'the folders of $home lie top down',
  (house) => {
    const own = files.filter(({ path }) => path.startsWith(house.home));

    it('each has its place, and holds something', () => {
      const rooms = new Set(own.map(({ path }) => folderOf(path, house)));
      expect([...rooms].filter((room) => room !== '').sort()).toEqual([...house.folders].sort());
    });

    it.each(house.folders)('%s imports only what is below it', (folder) => {
      expect(
        own.filter(({ path }) => folderOf(path, house) === folder).flatMap((file) => upwards(file, house)),
        'move what is shared down, or declare what is needed as a type of its own',
      ).toEqual([]);
    });
  },
);

it('no folder holds more than 15 files of source', () => {
  const counts = new Map<string, number>();
  for (const { path } of files) {
    const folder = path.slice(0, path.lastIndexOf('/'));
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  expect(
    [...counts].filter(([folder, count]) => count > 15 && !MAY_BE_FULL.includes(folder)),
    'find the parts that belong together, and give them a folder with a word of the field',
  ).toEqual([]);
});

it('ARCHITECTURE has a line for every folder', () => {
  const document = readFileSync(`${repoRoot}/ARCHITECTURE.md`, 'utf8');
  const unnamed = new Set(
    files
      .filter(({ home }) => /^(apps|packages)\//.test(home) && home !== 'packages/testing')
      .map(
        ({ home, path }) =>
          [`${home}/src/`, path.slice(`${home}/src/`.length).split('/').slice(0, -1).join('/')] as const,
      )
      .filter(([home, folder]) => folder !== '' && !tableOf(document, home).includes(`\`${folder}/\``))
      .map(([home, folder]) => `${home}${folder}`),
  );
  expect([...unnamed], 'say in one sentence what is in it').toEqual([]);
});

it('would notice an import upwards', () => {
  const text = "import { a } from '../create/a.ts';\nimport { b } from './b.ts';\n";
  const bad = describeFile(`${WORKER.home}throttle/x.ts`, text);

  expect(upwards(bad, WORKER)).toEqual([`${WORKER.home}throttle/x.ts imports ${WORKER.home}create/a.ts`]);
});

/** From the head of a home's table to the empty line behind it. */
function tableOf(document: string, home: string): string {
  return document.split(`| \`${home}\` |`)[1]?.split('\n\n')[0] ?? '';
}

function folderOf(path: string, { home }: House): string {
  return path.slice(home.length).split('/').slice(0, -1)[0] ?? '';
}

function upwards(file: SourceFile, house: House): string[] {
  const { home, folders, leaves } = house;
  const placeOf = (path: string) => folders.indexOf(folderOf(path, house));
  return file.imports
    .filter((target) => target.startsWith(home) && !leaves.includes(target.slice(home.length)))
    .filter((target) => folderOf(target, house) !== folderOf(file.path, house))
    .filter((target) => placeOf(target) < placeOf(file.path))
    .map((target) => `${file.path} imports ${target}`);
}
