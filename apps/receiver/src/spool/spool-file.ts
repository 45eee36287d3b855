import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { identityOf, type QueuedJob } from '@guance-jira/queue';
import { damageOf, type WalDamage } from './inspect-wal.ts';
import { isCorrupt, SpoolFileDamaged, SpoolFileGone, SpoolFileNewer } from './spool-errors.ts';
import { readJob, type SpooledRow } from './spooled-row.ts';

const MAX_ROWS = 256;
const MAX_BYTES = 4 * 1024 * 1024;
const PAGE_BYTES = 4096;
const WORTH_DROPPING_PAGES = 256;
/** Of the tables of a file. A file of a newer version is left to it. */
const SPOOL_VERSION = 1;

/** One SQLite file of the outbox, held by this process alone. */
export interface SpoolFile {
  readonly path: string;
  /** Events that wait in it. */
  readonly count: number;
  /** Events that Redis has and that could not be deleted here: the disk is full or read-only. They are sent no more. */
  readonly undeleted: number;
  /** What the file had suffered when it was opened. */
  readonly damage: WalDamage | null;
  /** The write-ahead log as it was found, where it is broken: the next write goes over it. */
  readonly damagedWal: Uint8Array | null;
  /** Size on disk, with the write-ahead log. */
  readonly bytes: number;
  /** When the oldest event in it was received, in milliseconds; null when it is empty or cannot be read. */
  readonly oldestAt: number | null;
  /** Writes all or none, synced to the disk. An event that is there already is written once. */
  put(jobs: readonly QueuedJob[]): void;
  /** The oldest rows; those that were refused before come last. */
  oldest(): SpooledRow[];
  /**
   * Takes rows out that Redis has. Why they could only be noted in memory, or null: a disk without room for a DELETE must not hold up
   * the rows behind them. After a restart they are sent once more, and Redis knows them.
   * @throws SQLite's error when the file is corrupt
   */
  remove(ids: readonly number[]): Error | null;
  /** Moves a row behind the others, since Redis refuses it. */
  defer(id: number): void;
  /** Whether an empty file is better deleted and begun anew, which needs no room on the disk. */
  readonly isWorn: boolean;
  /** Closes the file, and deletes it when no event waits in it. @throws when it cannot be deleted; it is open then */
  close(): void;
}

/**
 * Opens or creates a file and locks it. The lock is the operating system's, so it ends with the process, also by `kill -9`.
 * In exclusive WAL mode SQLite needs no shared memory, and FULL syncs every commit. https://www.sqlite.org/wal.html#noshm
 * A file that has its table is opened without a write, since its disk may be full.
 * @throws SQLite's error, SpoolFileDamaged; `isLocked` and `isCorrupt` tell them apart. SpoolFileNewer for a file that only a newer version reads
 */
export function openSpoolFile(path: string, maxBytes: number): SpoolFile {
  // Before SQLite looks: it deletes a log beside an empty file.
  if (bytesOf(path) === 0 && bytesOf(`${path}-wal`) > 0) throw new SpoolFileDamaged(path);
  const db = new DatabaseSync(path, { timeout: 0 });
  try {
    db.exec('PRAGMA locking_mode = EXCLUSIVE');
    const { user_version: version = 0 } = db.prepare('PRAGMA user_version').get() ?? {};
    if (Number(version) > SPOOL_VERSION) throw new SpoolFileNewer(path);
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    db.exec(`PRAGMA max_page_count = ${Math.ceil(maxBytes / PAGE_BYTES)}`);
    db.exec('BEGIN EXCLUSIVE');
    // No other process writes it now, and ours has not yet. The log has no lock of its own; opening the main file a second time would end ours.
    const wal = existsSync(`${path}-wal`) ? readFileSync(`${path}-wal`) : new Uint8Array();
    if (!db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'events'").get()) {
      db.exec(`CREATE TABLE events
        (id INTEGER PRIMARY KEY AUTOINCREMENT, event_id TEXT NOT NULL UNIQUE, job TEXT NOT NULL, refused INTEGER NOT NULL DEFAULT 0)`);
      db.exec(`PRAGMA user_version = ${SPOOL_VERSION}`);
    }
    db.exec('COMMIT');
    // Another process may have locked the new file first, found it empty and deleted it: then ours has no name any more.
    if (!existsSync(path)) throw new SpoolFileGone(path);
    return spoolFile(path, db, wal);
  } catch (error) {
    db.close();
    throw error;
  }
}

function bytesOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

function spoolFile(path: string, db: DatabaseSync, wal: Uint8Array): SpoolFile {
  const insert = db.prepare('INSERT OR IGNORE INTO events (event_id, job) VALUES (?, ?)');
  const fresh = db.prepare('SELECT id, job FROM events WHERE refused = 0 AND id > ? ORDER BY id');
  const refused = db.prepare('SELECT id, job FROM events WHERE refused > 0 ORDER BY refused, id');
  const next = db.prepare('SELECT id, job FROM events WHERE id > ? ORDER BY id LIMIT 1');
  const remove = db.prepare('DELETE FROM events WHERE id = ?');
  const rowOf = db.prepare('SELECT id FROM events WHERE event_id = ?');
  const defer = db.prepare('UPDATE events SET refused = refused + 1 WHERE id = ?');
  const damage = damageOf(wal);
  let rows = Number(db.prepare('SELECT count(*) AS n FROM events').get()?.n ?? 0);
  /** Rows that Redis has and that still stand in the file; and rows that could only be put behind the others in memory. */
  const undeleted = new Set<number>();
  const putBack = new Set<number>();
  /** All rows up to this one are undeleted, so that nobody has to read over them again. */
  let floor = 0;
  const inTransaction = (work: () => number) => {
    db.exec('BEGIN IMMEDIATE');
    try {
      const change = work();
      db.exec('COMMIT');
      rows += change;
    } catch (error) {
      // A full disk ends the transaction by itself.
      if (db.isTransaction) db.exec('ROLLBACK');
      throw error;
    }
  };
  const deleteRows = (ids: readonly number[]) =>
    inTransaction(() => {
      let removed = 0;
      for (const id of ids) removed += Number(remove.run(id).changes);
      return -removed;
    });
  const readOn = () => {
    for (let row = next.get(floor); row && undeleted.has(Number(row.id)); row = next.get(floor)) floor = Number(row.id);
  };
  const count = () => rows - undeleted.size;
  /** Redis had it, and may have lost it since: it is delivered again, and Redis says whether it knows it. */
  const waitsAgain = (eventId: string) => {
    const id = Number(rowOf.get(eventId)?.id ?? Number.NaN);
    if (undeleted.delete(id)) floor = Math.min(floor, id - 1);
  };
  return {
    path,
    damage,
    damagedWal: damage === 'broken' ? wal : null,
    get count() {
      return count();
    },
    get undeleted() {
      return undeleted.size;
    },
    get bytes() {
      return bytesOf(path) + bytesOf(`${path}-wal`);
    },
    get oldestAt() {
      try {
        return count() === 0 ? null : (readJob(String(next.get(floor)?.job))?.receivedAt ?? null);
      } catch {
        // A damaged file is reported by those who write and drain.
        return null;
      }
    },
    put: (jobs) =>
      inTransaction(() => {
        let added = 0;
        for (const job of jobs) {
          const inserted = Number(insert.run(identityOf(job), JSON.stringify(job)).changes);
          if (inserted === 0) waitsAgain(identityOf(job));
          added += inserted;
        }
        return added;
      }),
    oldest: () => {
      const found: SpooledRow[] = [];
      const last: SpooledRow[] = [];
      let bytes = 0;
      for (const select of [fresh.iterate(floor), refused.iterate()]) {
        for (const row of select) {
          const [id, text] = [Number(row.id), String(row.job)];
          if (undeleted.has(id) || (putBack.has(id) && last.length === MAX_ROWS)) continue;
          const spooled = { id, bytes: text.length, job: readJob(text) };
          if (putBack.has(id)) last.push(spooled);
          else {
            bytes += text.length;
            if (found.length > 0 && (bytes > MAX_BYTES || found.length === MAX_ROWS)) return found;
            found.push(spooled);
          }
        }
      }
      return [...found, ...last].slice(0, MAX_ROWS);
    },
    remove: (ids) => {
      for (const id of ids) undeleted.add(id);
      try {
        // Those of now first: where they cannot be deleted, there is no room for the others either.
        for (const some of [ids, [...undeleted].slice(0, MAX_ROWS)]) {
          deleteRows(some);
          for (const id of some) undeleted.delete(id);
        }
        return null;
      } catch (error) {
        if (isCorrupt(error) || !(error instanceof Error)) throw error;
        readOn();
        return error;
      }
    },
    defer: (id) => {
      try {
        defer.run(id);
      } catch (error) {
        if (isCorrupt(error)) throw error;
        putBack.add(id);
      }
    },
    get isWorn() {
      return (
        undeleted.size > 0 || Number(db.prepare('PRAGMA page_count').get()?.page_count ?? 0) >= WORTH_DROPPING_PAGES
      );
    },
    close: () => {
      // Deleted while the lock is held, so that nobody can have begun to use the file.
      if (count() === 0) for (const ending of ['-wal', '']) rmSync(path + ending, { force: true });
      db.close();
    },
  };
}
