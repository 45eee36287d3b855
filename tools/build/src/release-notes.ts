/** `npm run release-notes -- 1.2.3`: what CHANGELOG.md says of that version, for the page of the release. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { notesOf } from './notes-of.ts';

const [version = ''] = process.argv.slice(2);
const notes = notesOf(readFileSync(fileURLToPath(new URL('../../../CHANGELOG.md', import.meta.url)), 'utf8'), version);

if (notes === null) {
  process.stderr.write(
    `CHANGELOG.md has no chapter "## [${version}] - <date>": rename [Unreleased] (docs/releasing.md)\n`,
  );
  process.exitCode = 1;
} else process.stdout.write(`${notes}\n`);
