import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Of the package that is published: what the clone's own says of the program, and no word of how it is made. */
export async function packageJson(root: string): Promise<PackageJson> {
  const { name, version, description, license, keywords, engines } = JSON.parse(
    await readFile(join(root, 'package.json'), 'utf8'),
  );
  const bin = { 'guance-jira': 'guance-jira.js' };
  return { name, version, description, license, type: 'commonjs', keywords, engines, bin };
}

interface PackageJson {
  readonly version: string;
  readonly [key: string]: unknown;
}
