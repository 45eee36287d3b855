/** The text of the rules: RULES_FILE itself, or of a folder every file that ends in .yaml or .yml, in the order of their names. */
import { isUtf8 } from 'node:buffer';
import { readdirSync, readFileSync, type Stats, statSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { RulesInvalid, type RulesText } from '@guance-jira/mapping';

/** @throws RulesInvalid when something cannot be read */
export function readRulesSync(path: string): RulesText[] {
  try {
    const files = statSync(path).isDirectory() ? filesOf(path, readdirSync(path)) : [path];
    return files.map((file) => {
      mustBeReadable(file, statSync(file));
      return { name: file, text: decoded(file, readFileSync(file)) };
    });
  } catch (error) {
    throw explained(path, error);
  }
}

/** The same for a running worker, whose events a file system that hangs must not hold up. */
export async function readRules(path: string): Promise<RulesText[]> {
  try {
    const files = (await stat(path)).isDirectory() ? filesOf(path, await readdir(path)) : [path];
    const texts: RulesText[] = [];
    for (const file of files) {
      mustBeReadable(file, await stat(file));
      texts.push({ name: file, text: decoded(file, await readFile(file)) });
    }
    return texts;
  } catch (error) {
    throw explained(path, error);
  }
}

/** Hidden files are those of editors, and the `..data` of a Kubernetes ConfigMap, whose files stand beside it as links. */
function filesOf(folder: string, names: readonly string[]): string[] {
  const files = names.filter((name) => /^[^.].*\.ya?ml$/i.test(name)).sort();
  if (files.length === 0)
    throw refused(folder, 'the folder holds no rules', 'put in a file that ends in .yaml, such as 10-database.yaml');
  return files.map((name) => join(folder, name));
}

/** No rules are larger; a ConfigMap cannot be. */
const MAX_BYTES = 1_048_576;

function mustBeReadable(file: string, stats: Stats): void {
  // A pipe would be waited for without end.
  if (!stats.isFile()) throw refused(file, 'is no file', 'RULES_FILE names a file, or a folder with files in it');
  if (stats.size > MAX_BYTES)
    throw refused(file, `has more than ${MAX_BYTES} bytes`, 'split it into several files in a folder');
}

/** Chinese Windows still writes GBK, which read as UTF-8 makes other names of what was written. */
function decoded(file: string, bytes: Buffer): string {
  const text = bytes.toString('utf8');
  if (isUtf8(bytes)) return text;
  const line = text.slice(0, text.indexOf('\uFFFD')).split('\n').length;
  throw refused(file, 'is not UTF-8', 'save it as UTF-8', line);
}

const REASONS: Record<string, [message: string, hint: string]> = {
  ENOENT: ['there is no such file or folder', 'correct RULES_FILE, or put the file there'],
  EACCES: ['may not be read', 'give the user of the worker the right to read it (in a container user 1000)'],
  EPERM: ['may not be read', 'give the user of the worker the right to read it (in a container user 1000)'],
  ELOOP: ['is a link that leads to itself', 'correct the link'],
};

function explained(path: string, error: unknown): Error {
  if (!(error instanceof Error) || !('code' in error) || error instanceof RulesInvalid) return error as Error;
  const [message, hint] = REASONS[String(error.code)] ?? [error.message, 'the worker must be able to read it'];
  return refused('path' in error ? String(error.path) : path, message, hint);
}

function refused(file: string, message: string, hint: string, line = 1): RulesInvalid {
  return new RulesInvalid([{ file, line, column: 1, path: '', message, hint }]);
}
