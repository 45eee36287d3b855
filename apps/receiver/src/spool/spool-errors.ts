/** Why a spool file cannot be used, and what is done with one that never can. */
import { renameSync } from 'node:fs';

export class SpoolFileGone extends Error {}

/** The main file is empty, and what it held cannot be read from its log alone. */
export class SpoolFileDamaged extends Error {
  constructor(path: string) {
    super(`${path} is empty beside a write-ahead log that is not`);
  }
}

export class SpoolFileNewer extends Error {
  constructor(path: string) {
    super(`${path} was written by a newer version, and waits for it`);
  }
}

/** Another process holds the file. */
export function isLocked(error: unknown): boolean {
  return [5, 6].includes(primaryCode(error));
}

/** SQLITE_CORRUPT or SQLITE_NOTADB. */
export function isCorrupt(error: unknown): boolean {
  return error instanceof SpoolFileDamaged || [11, 26].includes(primaryCode(error));
}

/** Gives a corrupt file a name by which nobody opens it again, and returns that. */
export function renameCorrupt(path: string): string {
  const aside = `${path}.corrupt-${Date.now()}`;
  for (const ending of ['', '-wal']) {
    try {
      renameSync(path + ending, aside + ending);
    } catch {
      // No such companion, or no right to rename: then the file is reported again at the next look.
    }
  }
  return aside;
}

function primaryCode(error: unknown): number {
  return error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : 0;
}
