/**
 * ES modules out of node_modules for the browser, which knows no bare names: in each, `@codemirror/view` becomes the address at
 * which this serves it. Import maps would do that, too; but they stand in the page, which the policy of our pages forbids.
 */
import { readFileSync, realpathSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import type { RequestHandler } from 'express';
import { z } from 'zod';

/** @param gathered asked when somebody opens the first page that needs one */
export function serveModules(gathered: () => Promise<ReadonlyMap<string, string>>): RequestHandler {
  let files: ReadonlyMap<string, string> | null = null;
  return async (req, res, next) => {
    files ??= await gathered();
    const text = files.get(req.path.replaceAll('%40', '@').replace(/^\//, '').replace(/\.js$/, ''));
    if (text === undefined) return next();
    res.set('Cache-Control', 'no-cache').type('text/javascript').send(text);
  };
}

const BARE = /^((?:import|export)\b[^;]*?\bfrom\s*)(['"])([^'"./][^'"]*)\2/gm;

/**
 * By their names.
 * @param entries names of packages, as `parent` imports them; those that they import come with them
 * @param onFile told of each file that is taken
 */
export function gatherModules(
  entries: readonly string[],
  parent: string,
  onFile: (file: string) => void = () => {},
): Map<string, string> {
  const files = new Map<string, string>();
  const wanted = entries.map((name) => ({ name, parent }));
  for (const { name, parent: from } of wanted) {
    if (files.has(name)) continue;
    const file = fileOf(name, from);
    onFile(file);
    const source = readFileSync(file, 'utf8');
    const text = source.replace(BARE, (_all, begin: string, quote: string, target: string) => {
      wanted.push({ name: target, parent: file });
      return `${begin}${quote}${'../'.repeat(name.split('/').length - 1)}${target}.js${quote}`;
    });
    files.set(name, text);
  }
  return files;
}

const Package = z.object({
  exports: z.object({ import: z.string() }).optional(),
  module: z.string().optional(),
});

/** @throws Error when it is no package with an ES module */
function fileOf(name: string, parent: string): string {
  const found = findPackageJSON(name, parent);
  const { exports, module } = Package.parse(found === undefined ? null : JSON.parse(readFileSync(found, 'utf8')));
  const entry = exports?.import ?? module;
  if (found === undefined || entry === undefined) throw new Error(`${name} has no ES module`);
  // Its own packages lie beside where it really is.
  return realpathSync(join(dirname(found), entry));
}
