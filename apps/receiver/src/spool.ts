import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { EventJob } from '@guance-jira/queue';
import { errorFields, type Log, occasionally } from '@guance-jira/service';
import { isCorrupt, isLocked, openSpoolFile, renameCorrupt, type SpoolFile, SpoolFileNewer } from './spool-file.ts';

/** The time of creation comes first, so that the names sort oldest first. */
const NAME = /^spool-\d{13}-[0-9a-f-]{36}\.sqlite$/;

/** The receiver's outbox: events that Redis has not confirmed wait here, on disk. */
export interface Spool {
  /** Resolves when all are on disk; concurrent calls share one sync. Rejects when the spool is full or cannot write. */
  put(jobs: readonly EventJob[]): Promise<void>;
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

interface Waiting {
  jobs: readonly EventJob[];
  resolve: () => void;
  reject: (error: unknown) => void;
}

/** Opens the outbox in `dir`. A directory that cannot be used is no reason not to start: it is tried again, and logged. */
export function openSpool(options: { dir: string; maxEvents: number; maxBytes: number; log: Log }): Spool {
  const { dir, maxEvents, maxBytes, log } = options;
  const adopted = new Map<string, SpoolFile>();
  const waiting: Waiting[] = [];
  const complain = occasionally<Record<string, unknown>>(10_000, (fields, heldBack) =>
    log.error('the spool cannot be written', { ...fields, heldBack }),
  );
  const leave = occasionally<string>(600_000, (file) =>
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
    own ??= openSpoolFile(join(dir, `spool-${Date.now()}-${randomUUID()}.sqlite`), maxBytes);
    return own;
  };
  const setAside = (path: string, error: unknown) => {
    const file = renameCorrupt(path);
    log.error('a spool file is corrupt and was set aside; events in it may be lost', { file, ...errorFields(error) });
  };
  const release = (file: SpoolFile, error?: unknown) => {
    const corrupt = isCorrupt(error);
    if (file === own && !corrupt) {
      if (file.count === 0) file.shrink();
      return;
    }
    if (file === own) own = null;
    adopted.delete(file.path);
    try {
      file.close();
    } catch (closeError) {
      complain(errorFields(closeError));
    }
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
      ownFile().put(taken.flatMap(({ jobs }) => jobs));
      failing = false;
      for (const { resolve } of taken) resolve();
    } catch (error) {
      failing = true;
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
      return !closed && !failing && count() < maxEvents;
    },
    files,
    adopt() {
      try {
        ownFile();
        failing = false;
        for (const name of readdirSync(dir)
          .filter((entry) => NAME.test(entry))
          .sort())
          adoptFile(join(dir, name));
      } catch (error) {
        failing = true;
        complain({ dir, ...errorFields(error) });
      }
    },
    release,
    close() {
      closed = true;
      for (const file of files()) file.close();
      adopted.clear();
      own = null;
    },
  };
  const adoptFile = (path: string) => {
    if (adopted.has(path) || own?.path === path) return;
    try {
      const file = openSpoolFile(path, maxBytes);
      adopted.set(path, file);
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
