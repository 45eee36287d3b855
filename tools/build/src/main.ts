/** `npm run build`: makes `dist/`, or the folder that `--out` names. `--facts` names a file for what the code cannot tell of itself. */
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from './build.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '');
const { values } = parseArgs({
  options: { out: { type: 'string', default: `${root}/dist` }, facts: { type: 'string' } },
});
const built = await build(root, resolve(values.out));
if (values.facts !== undefined) await writeFile(values.facts, JSON.stringify(built));
