import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { QueuedJob } from '@guance-jira/queue';
import { errorFields, type Log, rateLimitedLog } from '@guance-jira/service';
import { type DiskRoom, diskRoomOf, keepsReserve, reserveBytes } from './disk-room.ts';
import { isCorrupt, isLocked, renameCorrupt, SpoolFileNewer } from './spool-errors.ts';
import { openSpoolFile, type SpoolFile } from './spool-file.ts';

/** The time of creation, by a clock that may have been wrong: before September 2001 it has fewer digits. */
const NAME = /^spool-(\d+)-[0-9a-f-]{36}\.sqlite$/;

/** The receiver's outbox: events that Redis has not confirmed wait here, on disk. */
export interface Spool {
  /** Resolves when all are on disk; concurrent calls share one sync. Rejects when the spool is full or cannot write. */
  put(jobs: readonly QueuedJob[]): Promise<void>;
  /** Events that wait, in all files that this process holds. */
  readonly count: number;
  /** Size on disk of all of them. */
  readonly bytes: number;
  /** When the oldest of those events was received, in milliseconds; null when none waits. */
  readonly oldestAt: number | null;
  /** Whether the next event would probably be taken. */
  readonly canTake: boolean;
  /** Files to drain: those of dead processes first. */
  files(): readonly SpoolFile[];
  /** Takes over the files of processes that are gone. */
  adopt(): void;
  /** Gives up a file that is drained, or that turned out to be corrupt. The own one stays unless corrupt. */
  release(file: SpoolFile, error?: unknown): void;
  close(): void;
}

export interface SpoolOptions {
  dir: string;
  maxEvents: number;
  maxBytes: number;
  log: Log;
  /** What is free on the disk of a folder. */
  diskRoom?: (dir: string) => DiskRoom;
}

interface Waiting {
  jobs: readonly QueuedJob[];
  resolve: () => void;
  reject: (error: unknown) => void;
}

/** Opens the outbox in `dir`. A directory that cannot be used is no reason not to start: it is tried again, and logged. */
export function openSpool(options: SpoolOptions): Spool {
  const { dir, maxEvents, maxBytes, log, diskRoom = diskRoomOf } = options;
  const adopted = new Map<string, SpoolFile>();
  const waiting: Waiting[] = [];
  const complain = rateLimitedLog<Record<string, unknown>>(10_000, (fields, suppressed) =>
    log.error('the spool cannot be written', {
      ...{ ...fields, suppressed },
      hint: 'SPOOL_DIR names a folder on a local disk that the user of the receiver may write',
    }),
  );
  const leave = rateLimitedLog<string>(600_000, (file) =>
    log.warn('a spool file of a newer version is left to it', { file, todo: 'start the newer receiver again' }),
  );
  let own: SpoolFile | null = null;
  let failing = false;
  let closed = false;

  const files = () => [...adopted.values(), ...(own ? [own] : [])];
  const count = () => files().reduce((sum, file) => sum + file.count, 0);
  const ownFile = (): SpoolFile => {
    if (closed) throw new Error('the spool is closed');
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    own ??= openSpoolFile(join(dir, `spool-${String(Date.now()).padStart(13, '0')}-${randomUUID()}.sqlite`), maxBytes);
    return own;
  };
  const setAside = (path: string, error: unknown) => {
    const file = renameCorrupt(path);
    log.error('a spool file is corrupt and was set aside; events in it may be lost', { file, ...errorFields(error) });
  };
  /** What can be read of it is delivered; what cannot must not go without a line, nor be overwritten. */
  const tellDamage = ({ path, damage, damagedWal, count: events }: SpoolFile) => {
    if (damagedWal === null) {
      log.warn('a spool file ends in an unfinished write', { file: path, events, damage });
      return;
    }
    const aside = `${path}.corrupt-${Date.now()}-wal`;
    try {
      writeFileSync(aside, damagedWal, { mode: 0o600 });
    } catch (error) {
      complain({ file: aside, ...errorFields(error) });
    }
    log.error('a spool file is damaged: part of it was set aside, the rest is sent', { file: aside, events, damage });
  };
  const hasRoom = () => {
    try {
      return keepsReserve(diskRoom(dir));
    } catch {
      // A disk that does not tell its room is judged by its writes.
      return true;
    }
  };
  const release = (file: SpoolFile, error?: unknown) => {
    const corrupt = isCorrupt(error);
    if (file === own && !corrupt && (file.count > 0 || !file.isWorn)) return;
    try {
      file.close();
    } catch (closeError) {
      complain({ file: file.path, ...errorFields(closeError) });
      // It cannot be deleted: it is kept, or the next look would take it over and send all of it again.
      if (!corrupt && file.count === 0) return;
    }
    if (file === own) own = null;
    adopted.delete(file.path);
    if (corrupt) setAside(file.path, error);
  };
  const write = () => {
    const batch = waiting.splice(0);
    let room = maxEvents - count();
    const taken = batch.filter(({ jobs, reject }) => {
      room -= jobs.length;
      if (room >= 0) return true;
      room += jobs.length;
      complain({ dir, error: 'the spool is full', events: maxEvents });
      reject(new Error('the spool is full'));
      return false;
    });
    if (taken.length === 0) return;
    try {
      if (!hasRoom()) throw new DiskNearlyFull(diskRoom(dir));
      ownFile().put(taken.flatMap(({ jobs }) => jobs));
      failing = false;
      for (const { resolve } of taken) resolve();
    } catch (error) {
      failing = !(error instanceof DiskNearlyFull);
      complain({ dir, ...errorFields(error) });
      if (own && isCorrupt(error)) release(own, error);
      for (const { reject } of taken) reject(error);
    }
  };

  const spool: Spool = {
    put: (jobs) =>
      new Promise((resolve, reject) => {
        waiting.push({ jobs, resolve, reject });
        if (waiting.length === 1) setImmediate(write);
      }),
    get count() {
      return count();
    },
    get bytes() {
      return files().reduce((sum, file) => sum + file.bytes, 0);
    },
    get oldestAt() {
      const times = files().flatMap((file) => file.oldestAt ?? []);
      return times.length === 0 ? null : Math.min(...times);
    },
    get canTake() {
      return !closed && !failing && count() < maxEvents && hasRoom();
    },
    files,
    adopt() {
      try {
        mkdirSync(dir, { recursive: true, mode: 0o700 });
        // First, and without a write: on a full disk they are what makes room.
        for (const name of namesOf(readdirSync(dir))) adoptFile(join(dir, name));
        for (const file of files()) if (file.count === 0) release(file);
        ownFile();
        failing = false;
      } catch (error) {
        failing = true;
        complain({ dir, ...errorFields(error) });
      }
    },
    release,
    close() {
      closed = true;
      for (const file of files()) {
        try {
          file.close();
        } catch (error) {
          complain({ file: file.path, ...errorFields(error) });
        }
      }
      adopted.clear();
      own = null;
    },
  };
  const adoptFile = (path: string) => {
    if (adopted.has(path) || own?.path === path) return;
    try {
      const file = openSpoolFile(path, maxBytes);
      adopted.set(path, file);
      if (file.damage !== null) tellDamage(file);
      if (file.count === 0) release(file);
      else log.info('took over the spool of a process that is gone', { file: path, events: file.count });
    } catch (error) {
      if (error instanceof SpoolFileNewer) leave(path);
      else if (isCorrupt(error)) setAside(path, error);
      else if (!isLocked(error)) complain({ file: path, ...errorFields(error) });
    }
  };
  spool.adopt();
  return spool;
}

/** Main files, oldest first, and those of which only the write-ahead log is left. */
function namesOf(entries: readonly string[]): string[] {
  const mains = entries.map((entry) => entry.replace(/-wal$/, '')).filter((entry) => NAME.test(entry));
  const time = (name: string) => Number(NAME.exec(name)?.[1]);
  return [...new Set(mains)].sort((a, b) => time(a) - time(b));
}

class DiskNearlyFull extends Error {
  constructor(room: DiskRoom) {
    const mb = (bytes: number) => `${Math.floor(bytes / 1024 / 1024)} MB`;
    super(`the disk is nearly full: ${mb(room.freeBytes)} are free, ${mb(reserveBytes(room))} are kept free`);
  }
}
