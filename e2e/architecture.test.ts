import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { repoRoot } from './harness/paths.ts';
import { describeFile, type SourceFile, sourceFiles, withoutComments } from './harness/sources/source-files.ts';

const files = sourceFiles();
const shipped = files.filter(({ home }) => /^(apps|packages)\//.test(home));
const apps = shipped.filter(({ home }) => home.startsWith('apps/'));

/** The arrows of ARCHITECTURE: what each part may import of ours. Tests may import more of their own folder, and what is made for tests. */
const ALLOWED: Record<string, readonly string[]> = {
  'apps/receiver': ofOurs('queue', 'service'),
  'apps/console': ofOurs('operations', 'jira', 'mapping', 'queue', 'service'),
  'apps/worker': ofOurs('operations', 'guance', 'ledger', 'jira', 'mapping', 'queue', 'service'),
  'apps/cli': ofOurs('operations', 'ledger', 'jira', 'mapping', 'queue', 'service'),
  'packages/operations': ofOurs('guance', 'ledger', 'jira', 'mapping', 'queue', 'service'),
  'packages/ledger': ofOurs('jira', 'mapping', 'queue'),
  'packages/jira': ofOurs('mapping', 'queue', 'service'),
  'packages/guance': ofOurs('queue', 'service'),
  'packages/mapping': [],
  'packages/queue': [],
  'packages/service': [],
  'packages/testing': [],
  // It must not share a mistake with the worker.
  'tools/jira-sandbox': ['@guance-jira/sandbox-pages'],
  'tools/guance-sandbox': ['@guance-jira/sandbox-pages'],
  'tools/sandbox-pages': [],
};

/** Files that may be longer, each with its reason. Keep it empty: split the file. */
const MAY_BE_LONG: readonly string[] = [];

describe('the parts import each other only along the arrows', () => {
  it('read the sources: a check over nothing proves nothing', () => {
    expect(files.length).toBeGreaterThan(30);
    expect(new Set(shipped.map(({ home }) => home))).toEqual(
      new Set([
        ...['apps/receiver', 'apps/worker', 'apps/console', 'apps/cli'],
        ...[
          'packages/operations',
          'packages/guance',
          'packages/ledger',
          'packages/jira',
          'packages/mapping',
          'packages/queue',
          'packages/service',
          'packages/testing',
        ],
      ]),
    );
    expect(files.flatMap(({ imports }) => imports).length).toBeGreaterThan(files.length);
  });

  it.each(Object.entries(ALLOWED))('%s imports of ours only %j', (home, allowed) => {
    expect(
      files.filter((file) => file.home === home).flatMap((file) => forbiddenImports(file, allowed)),
      'an import against the arrows of ARCHITECTURE; move the shared thing into a package, or the code to where it belongs',
    ).toEqual([]);
  });

  it('would notice an import against them', () => {
    const bad = describeFile(
      'apps/receiver/src/x.ts',
      "import { planFor } from '@guance-jira/mapping';\nimport {\n  a,\n} from '../../worker/src/a.ts';\nimport { b } from './b.ts';\n",
    );

    expect(forbiddenImports(bad, ALLOWED['apps/receiver'] ?? [])).toEqual([
      'apps/receiver/src/x.ts imports @guance-jira/mapping',
      'apps/receiver/src/x.ts imports apps/worker/src/a.ts',
    ]);
    const helper = "import { startRedis } from '@guance-jira/testing';\n";
    expect(
      ['x', 'x.test'].flatMap((name) => forbiddenImports(describeFile(`apps/receiver/src/${name}.ts`, helper), [])),
    ).toEqual(['apps/receiver/src/x.ts imports @guance-jira/testing']);
  });
});

describe('the public process holds no code of the dashboard', () => {
  const dashboards = ['@bull-board/api', '@bull-board/express'];

  it('which is the console’s alone', () => {
    const users = shipped.filter(({ imports }) => imports.some((target) => target.startsWith('@bull-board/')));

    expect(new Set(users.map(({ home }) => home))).toEqual(new Set(['apps/console']));
    expect(dependenciesOf('apps/console')).toEqual(expect.arrayContaining(dashboards));
    for (const home of new Set(shipped.map((file) => file.home)))
      if (home !== 'apps/console')
        expect(
          dependenciesOf(home).filter((name) => name.includes('bull-board')),
          home,
        ).toEqual([]);
  });

  it('and the receiver knows of it only where it says that the settings have moved', () => {
    const knowing = files.filter(
      ({ home, isTest, text }) =>
        home === 'apps/receiver' && !isTest && /\b(DASHBOARD_|ADMIN_)|admin action/.test(withoutComments(text)),
    );

    expect(knowing.map(({ path }) => path)).toEqual(['apps/receiver/src/moved-settings.ts']);
  });
});

describe('the process is touched in one place', () => {
  it.each(apps.filter(({ path }) => path.endsWith('/main.ts')).map((file) => [file.path, file] as const))(
    '%s has under 50 lines',
    (_path, file) => {
      expect(file.lines, 'main.ts only wires env, config, start and signals; move the rest to start.ts').toBeLessThan(
        50,
      );
    },
  );

  it('each app has a main.ts', () => {
    expect(files.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['receiver', 'worker', 'console'].map((app) => `apps/${app}/src/main.ts`)),
    );
  });

  it('only main.ts reads the environment, exits, or handles signals', () => {
    const entry = /\/src\/(main|cli\/main)\.ts$/;
    const touching = apps
      .filter(({ path, isTest }) => !isTest && !entry.test(path))
      .filter(({ text }) => /\bprocess\.(env|exit|exitCode|on|once|kill)\b/.test(withoutComments(text)))
      .map(({ path }) => path);
    expect(touching, 'pass it in from main.ts, so that tests can run the app in their own process').toEqual([]);
  });
});

describe('files are easy to find and to read', () => {
  it('has none longer than 220 lines', () => {
    const long = files
      .filter(({ path, isTest, lines }) => !isTest && lines > 220 && !MAY_BE_LONG.includes(path))
      .map(({ path, lines }) => `${path} (${lines})`);
    expect(long, 'split by subject; 50 to 150 lines is the aim').toEqual([]);
  });

  it('names them in kebab-case', () => {
    const odd = files.filter(({ path }) => !/^([a-z0-9]+(-[a-z0-9]+)*\/)+[a-z0-9]+([-.][a-z0-9]+)*\.ts$/.test(path));
    expect(
      odd.map(({ path }) => path),
      'rename to kebab-case',
    ).toEqual([]);
  });

  it('Lua lies in .lua files (CONTRIBUTING, Style)', () => {
    const inline = shipped.filter(({ isTest, text }) => !isTest && /\bredis\.call\(/.test(withoutComments(text)));
    expect(
      inline.map(({ path }) => path),
      'a file in scripts/ beside it, read by lua() of @guance-jira/queue',
    ).toEqual([]);
  });

  it('exports by name only', () => {
    const unnamed = files.filter(({ text }) => /^export (default\b|\* from)/m.test(withoutComments(text)));
    expect(
      unnamed.map(({ path }) => path),
      'name what is exported, so that a search finds it',
    ).toEqual([]);
  });

  it('reaches into a package only through its index.ts, and its fakes only from tests', () => {
    const deep = files.flatMap(({ path, imports, isTest }) =>
      imports
        .filter((target) => /^@guance-jira\/[^/]+\//.test(isTest ? target.replace(/\/testing$/, '') : target))
        .map((target) => `${path} imports ${target}`),
    );
    expect(deep, 'export it from the package’s src/index.ts').toEqual([]);
  });
});

function ofOurs(...names: string[]): string[] {
  return names.map((name) => `@guance-jira/${name}`);
}

function dependenciesOf(home: string): string[] {
  const { dependencies = {} } = JSON.parse(readFileSync(`${repoRoot}/${home}/package.json`, 'utf8'));
  return Object.keys(dependencies);
}

function forbiddenImports(file: SourceFile, allowed: readonly string[]): string[] {
  const forTests = ['@guance-jira/testing', ...allowed.map((name) => `${name}/testing`)];
  const packages = file.isTest ? [...allowed, ...forTests] : allowed;
  return file.imports
    .filter((target) => (target.startsWith('@guance-jira/') ? !packages.includes(target) : leaves(file, target)))
    .map((target) => `${file.path} imports ${target}`);
}

/** A relative import of another part's files. Names of packages hold no file ending. */
function leaves(file: SourceFile, target: string): boolean {
  return target.endsWith('.ts') && !target.startsWith(`${file.home}/`);
}
