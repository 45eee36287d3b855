import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { EventJob, identityOf } from '@guance-jira/queue';

const MOST_ROWS = 256;
const MOST_BYTES = 4 * 1024 * 1024;
const PAGE_BYTES = 4096;
const WORTH_SHRINKING = 256;
/** Of the tables of a file. A file of a newer version is left to it. */
const SPOOL_VERSION = 1;

/** An event that waits on disk. `job` is null where the row cannot be read. */
export interface SpooledRow {
  id: number;
  bytes: number;
  job: EventJob | null;
}

/** One SQLite file of the outbox, held by this process alone. */
export interface SpoolFile {
  readonly path: string;
  readonly count: number;
  /** Size on disk, with the write-ahead log. */
  readonly bytes: number;
  /** When the oldest event in it was received, in milliseconds; null when it is empty or cannot be read. */
  readonly oldestAt: number | null;
  /** Writes all or none, synced to the disk. An event that is there already is written once. */
  put(jobs: readonly EventJob[]): void;
  /** The oldest rows; those that were refused before come last. */
  oldest(): SpooledRow[];
  remove(ids: readonly number[]): void;
  /** Moves a row behind the others, since Redis refuses it. */
  defer(id: number): void;
  /** Gives the space of an empty file back to the disk. */
  shrink(): void;
  /** Closes the file, and deletes it when it is empty. */
  close(): void;
}

/**
 * Opens or creates a file and locks it. The lock is the operating system's, so it ends with the process, also by `kill -9`.
 * In exclusive WAL mode SQLite needs no shared memory, and FULL syncs every commit. https://www.sqlite.org/wal.html#noshm
 * @throws SQLite's error; `isLocked` and `isCorrupt` tell them apart. SpoolFileNewer for a file that only a newer version reads
 */
export function openSpoolFile(path: string, maxBytes: number): SpoolFile {
  const db = new DatabaseSync(path, { timeout: 0 });
  try {
    db.exec('PRAGMA locking_mode = EXCLUSIVE');
    const { user_version: version = 0 } = db.prepare('PRAGMA user_version').get() ?? {};
    if (Number(version) > SPOOL_VERSION) throw new SpoolFileNewer(path);
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    db.exec(`PRAGMA max_page_count = ${Math.ceil(maxBytes / PAGE_BYTES)}`);
    db.exec('BEGIN EXCLUSIVE');
    db.exec(`CREATE TABLE IF NOT EXISTS events
      (id INTEGER PRIMARY KEY AUTOINCREMENT, event_id TEXT NOT NULL UNIQUE, job TEXT NOT NULL, refused INTEGER NOT NULL DEFAULT 0)`);
    db.exec(`PRAGMA user_version = ${SPOOL_VERSION}`);
    db.exec('COMMIT');
    // Another process may have locked the new file first, found it empty and deleted it: then ours has no name any more.
    if (!existsSync(path)) throw new SpoolFileGone(path);
    return spoolFile(path, db);
  } catch (error) {
    db.close();
    throw error;
  }
}

export class SpoolFileGone extends Error {}

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
  return [11, 26].includes(primaryCode(error));
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

function spoolFile(path: string, db: DatabaseSync): SpoolFile {
  const insert = db.prepare('INSERT OR IGNORE INTO events (event_id, job) VALUES (?, ?)');
  const select = db.prepare('SELECT id, job FROM events ORDER BY refused, id LIMIT ?');
  const first = db.prepare('SELECT job FROM events ORDER BY id LIMIT 1');
  const remove = db.prepare('DELETE FROM events WHERE id = ?');
  const defer = db.prepare('UPDATE events SET refused = refused + 1 WHERE id = ?');
  let count = Number(db.prepare('SELECT count(*) AS n FROM events').get()?.n ?? 0);
  const inTransaction = (work: () => number) => {
    db.exec('BEGIN IMMEDIATE');
    try {
      const change = work();
      db.exec('COMMIT');
      count += change;
    } catch (error) {
      // A full disk ends the transaction by itself.
      if (db.isTransaction) db.exec('ROLLBACK');
      throw error;
    }
  };
  return {
    path,
    get count() {
      return count;
    },
    get bytes() {
      return ['', '-wal'].reduce(
        (sum, ending) => sum + (statSync(path + ending, { throwIfNoEntry: false })?.size ?? 0),
        0,
      );
    },
    get oldestAt() {
      try {
        return count === 0 ? null : (readJob(String(first.get()?.job))?.receivedAt ?? null);
      } catch {
        // A damaged file is reported by those who write and drain.
        return null;
      }
    },
    put: (jobs) =>
      inTransaction(() => {
        let added = 0;
        for (const job of jobs) added += Number(insert.run(identityOf(job), JSON.stringify(job)).changes);
        return added;
      }),
    oldest: () => {
      const rows: SpooledRow[] = [];
      let bytes = 0;
      for (const row of select.iterate(MOST_ROWS)) {
        const text = String(row.job);
        bytes += text.length;
        if (rows.length > 0 && bytes > MOST_BYTES) break;
        rows.push({ id: Number(row.id), bytes: text.length, job: readJob(text) });
      }
      return rows;
    },
    remove: (ids) =>
      inTransaction(() => {
        let removed = 0;
        for (const id of ids) removed += Number(remove.run(id).changes);
        return -removed;
      }),
    defer: (id) => void defer.run(id),
    shrink: () => {
      if (Number(db.prepare('PRAGMA page_count').get()?.page_count ?? 0) < WORTH_SHRINKING) return;
      db.exec('VACUUM; PRAGMA wal_checkpoint(TRUNCATE)');
    },
    close: () => {
      try {
        // Deleted while the lock is held, so that nobody can have begun to use the file.
        if (count === 0) for (const ending of ['-wal', '']) rmSync(path + ending, { force: true });
      } finally {
        db.close();
      }
    },
  };
}

function readJob(text: string): EventJob | null {
  try {
    return EventJob.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

function primaryCode(error: unknown): number {
  return error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : 0;
}
