/** `npm run build`: makes `dist/`, or the folder that `--out` names. */
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from './build.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '');
const { values } = parseArgs({ options: { out: { type: 'string', default: `${root}/dist` } } });
await build(root, resolve(values.out));
