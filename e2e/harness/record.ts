import { readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { repoRoot } from './paths.ts';

const FILE = `${repoRoot}/docs/fuzz-and-soak.md`;

/** Puts the record of a run between its markers in docs, with the day and the machine. */
export async function writeRecord(name: 'fuzz' | 'slow' | 'soak', text: string): Promise<void> {
  const machine = `${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${cpus().length} processors`;
  await writeFile(FILE, replaceRecord(await readFile(FILE, 'utf8'), name, `${machine}: ${text}`));
}

/** @throws Error when the markers are not there */
export function replaceRecord(document: string, name: string, text: string): string {
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const from = document.indexOf(start);
  const to = document.indexOf(end);
  if (from < 0 || to < from) throw new Error(`the document has no markers for ${name}`);
  return `${document.slice(0, from + start.length)}\n${text}\n${document.slice(to)}`;
}
