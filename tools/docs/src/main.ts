/** `npm run docs` writes the documents made from the code; with `--check` it only tells whether they are up to date. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { documents } from './documents.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const stale = (await documents(root)).filter(({ now, wanted }) => now !== wanted);

if (process.argv.includes('--check')) {
  for (const { file } of stale) console.error(`${file} does not follow what it is made from; run: npm run docs`);
  process.exitCode = stale.length > 0 ? 1 : 0;
} else {
  for (const { file, wanted } of stale) await writeFile(join(root, file), wanted);
  console.log(stale.length > 0 ? `wrote ${stale.map(({ file }) => file).join(', ')}` : 'all up to date');
}
