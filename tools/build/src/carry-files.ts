import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative, resolve } from 'node:path';
import type { Plugin, PluginContext } from 'rolldown';

/** Where built code lies in the package. All of it in one folder, so that `./assets` is the same place for every file. */
export const CODE = 'lib';
const NEW_URL = /new URL\(\s*'([^']+)',\s*import\.meta\.url,?\s*\)/g;
const RESOLVE = /import\.meta\.resolve\(\s*'([^']+)',?\s*\)/g;

/**
 * A module of ours names files by its own place: `new URL('./x.lua', import.meta.url)`, or a package's by `import.meta.resolve`.
 * Once built it is elsewhere, so those files go along and the names are changed. What cannot be carried ends the build.
 */
export function carryFiles(root: string, onCarried: (file: string) => void = () => {}): Plugin {
  const take = (build: PluginContext): Taking => ({ build, onCarried });
  const ours = (id: string) => id.startsWith(root) && !id.includes('/node_modules/');
  return {
    name: 'carry-files',
    transform(code, id) {
      if (!ours(id) || !code.includes('import.meta.')) return null;
      const found: string[] = [];
      const keep = (place: string) => `__CARRIED_${found.push(place) - 1}__`;
      const marked = code
        .replaceAll(NEW_URL, (_all, target: string) => keep(carry(take(this), root, resolve(dirname(id), target))))
        .replaceAll(RESOLVE, (_all, target: string) => keep(`${carryPackage(take(this), id, target)}.href`));
      const left = /.*import\.meta\..*/.exec(marked);
      if (left) this.error(`${relative(root, id)} names a file in a way that is not known here: ${left[0].trim()}`);
      return marked.replaceAll(/__CARRIED_(\d+)__/g, (_all, index: string) => found[Number(index)] ?? '');
    },
  };
}

interface Taking {
  readonly build: PluginContext;
  readonly onCarried: (file: string) => void;
}

function carry(taking: Taking, root: string, target: string): string {
  // In a clone settings and data are in its root; with the package they are where the person stands.
  if (target === resolve(root)) return "new URL('file://' + process.cwd() + '/')";
  const path = relative(root, target);
  // The package has one of its own.
  if (path === 'package.json') return "new URL('../package.json', import.meta.url)";
  if (!existsSync(target)) taking.build.error(`${path} does not exist`);
  // As `lua` of the queue's package takes it.
  if (target.endsWith('.lua'))
    return `({ pathname: '${path}', text: ${JSON.stringify(readFileSync(target, 'utf8'))} })`;
  if (target.endsWith('.ts')) return carryProgram(taking.build, target);
  return carryTree(taking, target, path);
}

/** What runs as a process or thread of its own. */
function carryProgram(build: PluginContext, target: string): string {
  const name = `${basename(target, '.ts')}.js`;
  build.emitFile({ type: 'chunk', id: target, fileName: `${CODE}/${name}` });
  return `new URL('./${name}', import.meta.url)`;
}

/** The folder of that file, as its other files belong to it. */
function carryPackage(taking: Taking, id: string, target: string): string {
  const file = createRequire(id).resolve(target);
  carryTree(taking, dirname(file), `vendor/${dirname(target)}`);
  return `new URL('./assets/vendor/${target}', import.meta.url)`;
}

function carryTree(taking: Taking, target: string, path: string): string {
  if (statSync(target).isDirectory())
    for (const name of readdirSync(target)) carryTree(taking, join(target, name), `${path}/${name}`);
  else {
    taking.build.emitFile({ type: 'asset', fileName: `${CODE}/assets/${path}`, source: readFileSync(target) });
    taking.onCarried(target);
  }
  return `new URL('./assets/${path}', import.meta.url)`;
}
