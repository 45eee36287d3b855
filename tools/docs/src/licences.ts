import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A package that is installed in production. */
export interface Licensed {
  readonly name: string;
  readonly version: string;
  /** As SPDX writes it, such as `MIT` or `(MIT OR Apache-2.0)`. */
  readonly licence: string;
}

/** Licences that ask for no more than to be named. Whoever adds one reads it first. */
const ALLOWED = new Set([
  ...['MIT', 'MIT-0', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'BlueOak-1.0.0', 'Zlib'],
  ...['Unlicense', 'CC0-1.0', 'Python-2.0'],
]);

/** Is it enough to follow licences that we allow? One of those joined by OR, all of those joined by AND. */
export function isAllowed(licence: string): boolean {
  const bare = licence.replaceAll(/[()]/g, ' ');
  return bare.split(/ OR /).some((choice) => choice.split(/ AND /).every((one) => ALLOWED.has(one.trim())));
}

/** All packages of others that apps, packages and tools need in production, by name and version. Those for one kind of machine are left out. */
export function productionPackages(root: string): Licensed[] {
  const found = new Map<string, Licensed>();
  const seen = new Set<string>();
  const open = ['apps', 'packages', 'tools'].flatMap((folder) =>
    readdirSync(join(root, folder), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => join(root, folder, entry.name)),
  );
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    if (seen.has(folder)) continue;
    seen.add(folder);
    const {
      name,
      version,
      license,
      licenses,
      private: ours,
      dependencies = {},
      optionalDependencies = {},
    } = manifestOf(folder);
    if (!ours) found.set(`${name}@${version}`, { name, version, licence: textOf(license ?? licenses) });
    const needed = Object.keys(dependencies).filter((dependency) => !(dependency in optionalDependencies));
    for (const dependency of needed) open.push(folderOf(dependency, folder));
  }
  return [...found.values()].sort((a, b) => (`${a.name}@${a.version}` < `${b.name}@${b.version}` ? -1 : 1));
}

/**
 * @throws Error naming the packages whose licence is not allowed
 */
export function renderLicences(packages: readonly Licensed[]): string {
  const refused = packages.filter(({ licence }) => !isAllowed(licence));
  if (refused.length > 0)
    throw new Error(
      `not allowed by tools/docs/src/licences.ts: ${refused.map(({ name, licence }) => `${name} (${licence})`).join(', ')}`,
    );
  return [
    '# Licences',
    '',
    'What is installed in production (`node tools/setup.mjs --prod`) beside our own code, which is under the [MIT licence](../LICENSE). Made by `npm run docs`, which refuses licences that ask for more than to be named.',
    '',
    '| package | version | licence |',
    '|---|---|---|',
    ...packages.map(({ name, version, licence }) => `| ${name} | ${version} | ${licence} |`),
    '',
  ].join('\n');
}

interface PackageJson {
  name: string;
  version: string;
  private?: boolean;
  license?: unknown;
  /** An older form. */
  licenses?: unknown;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

function manifestOf(folder: string): PackageJson {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}

/** As Node looks for it: in the node_modules of each folder above. */
function folderOf(dependency: string, from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    try {
      return realpathSync(join(folder, 'node_modules', dependency));
    } catch {
      if (folder === dirname(folder)) throw new Error(`${dependency}, which ${from} needs, is not installed`);
    }
  }
}

function textOf(licence: unknown): string {
  if (typeof licence === 'string') return licence;
  if (Array.isArray(licence)) return licence.map(textOf).join(' OR ');
  const type: unknown = Reflect.get(Object(licence), 'type');
  return typeof type === 'string' ? type : 'none stated';
}
