import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { repoRoot } from '../paths.ts';

export interface SourceFile {
  /** From the repo's root, with slashes. */
  readonly path: string;
  /** The workspace folder it belongs to, such as apps/worker, or e2e. */
  readonly home: string;
  readonly text: string;
  readonly lines: number;
  readonly isTest: boolean;
  /** What it imports or re-exports: names of packages, or paths from the repo's root. */
  readonly imports: readonly string[];
  /** Those of them that bring code, not types alone. */
  readonly valueImports: readonly string[];
}

/** Every TypeScript file of ours. */
export function sourceFiles(): SourceFile[] {
  return ['apps', 'packages', 'tools', 'e2e', 'bench']
    .flatMap((folder) => filesUnder(folder))
    .map((path) => describeFile(path, readFileSync(`${repoRoot}/${path}`, 'utf8')));
}

export function describeFile(path: string, text: string): SourceFile {
  const [top = '', name = ''] = path.split('/');
  const resolved = (target: string) => (target.startsWith('.') ? posix.join(posix.dirname(path), target) : target);
  return {
    path,
    home: top === 'e2e' || top === 'bench' ? top : `${top}/${name}`,
    text,
    lines: text.split('\n').length - 1,
    isTest: /\.test(-helper)?\.ts$/.test(path) || path.includes('/testing/'),
    imports: importsOf(text).map(resolved),
    valueImports: importsOf(withoutTypes(text)).map(resolved),
  };
}

/** Biome's formatter keeps each import and export clause in one of these forms, so no parser is needed. */
function importsOf(text: string): string[] {
  const code = withoutComments(text);
  const forms = [/^(?:import|export)\b[^'";]*?\bfrom '([^']+)'/gm, /^import '([^']+)'/gm, /\bimport\('([^']+)'\)/g];
  return forms.flatMap((form) => [...code.matchAll(form)].map((match) => match[1] ?? ''));
}

/** Without the clauses that name nothing but types. */
function withoutTypes(text: string): string {
  return withoutComments(text)
    .replace(/^(?:import|export) type [^;]*?from '[^']+';$/gm, '')
    .replace(/^(?:import|export) \{(?:\s*type [\w ]+,?)+\s*\} from '[^']+';$/gm, '');
}

export function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');
}

function filesUnder(folder: string): string[] {
  let entries: string[];
  try {
    entries = readdirSync(`${repoRoot}/${folder}`, { recursive: true, encoding: 'utf8' });
  } catch {
    return [];
  }
  return entries
    .map((entry) => `${folder}/${entry.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.ts') && !path.includes('node_modules/'))
    .toSorted();
}
