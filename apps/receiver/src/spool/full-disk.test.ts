import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Writable } from 'node:stream';
import { type EventJob, identityOf } from '@guance-jira/queue';
import { createLogger } from '@guance-jira/service';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDrain } from '../ingest/drain.ts';
import type { RedisGate } from '../redis/circuit-breaker.ts';
import { temporaryDir } from '../testing/receiver.ts';
import { openSpool, type Spool, type SpoolOptions } from './spool.ts';

const job = (eventId: string): EventJob => ({ v: 1, eventId, event: { text: 'x'.repeat(1500) }, receivedAt: 1 });
const jobs = (count: number) => Array.from({ length: count }, (_, n) => job(`e${n}`));
const OPEN_GATE: RedisGate = {
  ...{ isOpen: true, reason: '', memory: { used: 0, max: 0 } },
  failed: () => undefined,
  sent: () => undefined,
  onOpen: () => undefined,
  firstLook: () => Promise.resolve(),
  close: () => undefined,
};

let dir: ReturnType<typeof temporaryDir>;
let lines: string[];
const log = createLogger({
  ...{ LOG_LEVEL: 'info', LOG_FORMAT: 'json', service: 'test', secrets: [] },
  stream: new Writable({
    write: (chunk, _encoding, done) => {
      lines.push(String(chunk));
      done();
    },
  }),
});
const said = (message: string) => lines.filter((line) => line.includes(`"${message}"`));
const open = (options: Partial<SpoolOptions> = {}) =>
  openSpool({ dir: dir.path, maxEvents: 100_000, maxBytes: 1e9, log, ...options });
/** Everything that the drain sent, in order. */
const drained = async (spool: Spool): Promise<string[]> => {
  const sent: string[] = [];
  const confirm = async (batch: readonly EventJob[]) => {
    sent.push(...batch.map(({ eventId }) => eventId));
    return batch.map(() => 'queued' as const);
  };
  await createDrain({ producer: { confirm }, spool, gate: OPEN_GATE, log }).run();
  return sent;
};
const spoolFiles = () => readdirSync(dir.path).filter((name) => name.endsWith('.sqlite'));

beforeEach(() => {
  dir = temporaryDir();
  lines = [];
});
afterEach(() => dir.remove());

describe('a spool that cannot delete what was sent', () => {
  /** A file in which every DELETE fails, as on a disk without a page left. */
  const stubborn = (count: number) => {
    const path = join(dir.path, `spool-1693034940001-${randomUUID()}.sqlite`);
    const db = new DatabaseSync(path);
    db.exec(`PRAGMA journal_mode = WAL;
      CREATE TABLE events (id INTEGER PRIMARY KEY AUTOINCREMENT, event_id TEXT NOT NULL UNIQUE, job TEXT NOT NULL, refused INTEGER NOT NULL DEFAULT 0);
      CREATE TRIGGER full BEFORE DELETE ON events BEGIN SELECT RAISE(FAIL, 'database or disk is full'); END`);
    const insert = db.prepare('INSERT INTO events (event_id, job) VALUES (?, ?)');
    for (const each of jobs(count)) insert.run(identityOf(each), JSON.stringify(each));
    db.close();
    return path;
  };

  it('reads on behind it, sends each event once, and deletes the file as a whole', async () => {
    const path = stubborn(700);
    const spool = open();

    expect(await drained(spool)).toEqual(jobs(700).map(({ eventId }) => eventId));
    expect([spool.count, spool.oldestAt]).toEqual([0, null]);
    expect(readdirSync(dir.path).filter((name) => path.endsWith(name))).toEqual([]);
    expect(said('events that were sent cannot be deleted from the spool')).toHaveLength(1);
    expect(await drained(spool)).toEqual([]);
    spool.close();
  });

  it('sends them once more after it was killed in between, and loses none', async () => {
    stubborn(300);
    const first = open();
    const [file] = first.files();
    const rows = file?.oldest() ?? [];
    expect(file?.remove(rows.map(({ id }) => id))).toBeInstanceOf(Error);
    expect([first.count, file?.oldest().length]).toEqual([44, 44]);
    // As a kill does: the file stays as it is.
    for (const each of first.files()) if (each.count > 0) each.close();

    const second = open();
    expect(await drained(second)).toHaveLength(300);
    second.close();
  });

  it('sends again what is put again meanwhile, since Redis may have lost it', async () => {
    stubborn(3);
    const spool = open();
    const [file] = spool.files();
    const sent = file?.oldest().map(({ id }) => id) ?? [];
    expect(file?.remove(sent)).toBeInstanceOf(Error);
    expect([file?.count, file?.undeleted]).toEqual([0, 3]);

    file?.put([job('e1'), job('new')]);

    expect([file?.count, file?.undeleted]).toEqual([2, 2]);
    expect(file?.oldest().map((row) => row.job?.eventId)).toEqual(['e1', 'new']);
    spool.close();
  });
});

describe('the disk of a spool', () => {
  it('is not filled to the end: a delivery is refused while the reserve is not free, and taken when it is', async () => {
    let freeBytes = 1000;
    const spool = open({ diskRoom: () => ({ freeBytes, totalBytes: 100_000 }) });

    await expect(spool.put([job('too-much')])).rejects.toThrow('nearly full');
    expect(spool.canTake).toBe(false);
    expect(said('the spool cannot be written')).toHaveLength(1);
    freeBytes = 50_000;
    expect(spool.canTake).toBe(true);
    await spool.put([job('fits')]);
    expect(await drained(spool)).toEqual(['fits']);
    spool.close();
  });

  const small = smallDisk();
  it.skipIf(small !== null)(
    `is full to the last page: all is sent, before and after a restart${small ?? ''}`,
    async () => {
      const path = join(dir.path, 'small');
      mkdirSync(path);
      expect(spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', path]).status).toBe(0);
      try {
        const room = { dir: path, diskRoom: () => ({ freeBytes: 1, totalBytes: 1 }) };
        const spool = open(room);
        const kept: string[] = [];
        for (const each of jobs(2000)) {
          const taken = await spool.put([each]).then(
            () => true,
            () => false,
          );
          if (!taken) break;
          kept.push(each.eventId);
        }
        // To the last byte, so that nothing at all can be written or made.
        const filler = join(path, 'filler');
        for (let bytes = 65_536; bytes > 0; bytes = Math.floor(bytes / 2)) {
          try {
            for (;;) writeFileSync(filler, Buffer.alloc(bytes), { flag: 'a' });
          } catch {
            // This much does not fit any more.
          }
        }
        expect(kept.length).toBeGreaterThan(300);
        const copy = { dir: join(dir.path, 'copy') };
        mkdirSync(copy.dir);
        for (const name of readdirSync(path))
          if (name !== 'filler') copyFileSync(join(path, name), join(copy.dir, name));

        expect(await drained(spool)).toEqual(kept);
        expect(readdirSync(path)).toEqual(['filler']);
        spool.close();

        rmSync(filler);
        for (const name of readdirSync(copy.dir)) copyFileSync(join(copy.dir, name), join(path, name));
        for (let bytes = 65_536; bytes > 0; bytes = Math.floor(bytes / 2)) {
          try {
            for (;;) writeFileSync(filler, Buffer.alloc(bytes), { flag: 'a' });
          } catch {
            // This much does not fit any more.
          }
        }
        const restarted = open(room);
        expect(await drained(restarted)).toEqual(kept);
        restarted.close();
      } finally {
        spawnSync('umount', ['-l', path]);
      }
    },
  );
});

describe('a spool file', () => {
  it.each(['spool-946684830000', 'spool-1'])(
    'named %s by a clock that was wrong is taken over, before later ones',
    async (begin) => {
      const first = open();
      await first.put([job('early')]);
      const [name] = spoolFiles();
      const copied = join(dir.path, `${begin}-${randomUUID()}.sqlite`);
      copyFileSync(join(dir.path, name ?? ''), copied);
      copyFileSync(join(dir.path, `${name}-wal`), `${copied}-wal`);
      await first.put([job('late')]);
      for (const file of first.files()) file.close();

      const second = open();
      expect(await drained(second)).toEqual(['early', 'early', 'late']);
      second.close();
    },
  );

  /** Leaves the files of a process that was killed with 20 events, changed by `damage`. */
  const killed = async (damage: (main: string, wal: string) => void) => {
    const folder = join(dir.path, 'of-another');
    const writer = openSpool({ dir: folder, maxEvents: 1000, maxBytes: 1e9, log });
    for (const each of jobs(20)) await writer.put([each]);
    const [name = ''] = readdirSync(folder);
    for (const ending of ['', '-wal']) copyFileSync(join(folder, name + ending), join(dir.path, name + ending));
    writer.close();
    lines = [];
    damage(join(dir.path, name), join(dir.path, `${name}-wal`));
    return name;
  };

  it('whose process was killed is taken over without a complaint', async () => {
    await killed(() => undefined);
    const spool = open();

    expect(await drained(spool)).toHaveLength(20);
    expect(lines.filter((line) => !line.includes('"level":"info"'))).toEqual([]);
    spool.close();
  });

  it.each([
    ['empty', (main: string) => truncateSync(main)],
    ['gone', (main: string) => rmSync(main)],
  ])('that is %s beside its log is set aside with a line, its log untouched', async (_name, damage) => {
    const name = await killed(damage);
    const wal = readFileSync(join(dir.path, `${name}-wal`));
    const spool = open();

    expect(said('a spool file is corrupt and was set aside; events in it may be lost')).toHaveLength(1);
    const aside = readdirSync(dir.path).find((entry) => entry.startsWith(`${name}.corrupt-`) && entry.endsWith('-wal'));
    expect(readFileSync(join(dir.path, aside ?? ''))).toEqual(wal);
    spool.close();
  });

  it('whose log was cut says so, and sends what stands whole in it', async () => {
    await killed((_main, wal) => truncateSync(wal, Math.floor(readFileSync(wal).length / 2) + 7));
    const spool = open();

    expect(said('a spool file ends in an unfinished write')).toHaveLength(1);
    const sent = await drained(spool);
    expect(sent).toEqual(jobs(sent.length).map(({ eventId }) => eventId));
    expect(sent.length).toBeGreaterThan(5);
    spool.close();
  });

  it('whose log is broken in the middle is kept as it was found, and what stands before it is sent', async () => {
    let found = Buffer.alloc(0);
    const name = await killed((_main, wal) => {
      found = readFileSync(wal);
      found[Math.floor(found.length / 2)] = (found[Math.floor(found.length / 2)] ?? 0) ^ 1;
      writeFileSync(wal, found);
    });
    const spool = open();

    expect(said('a spool file is damaged: part of it was set aside, the rest is sent')).toHaveLength(1);
    expect((await drained(spool)).length).toBeGreaterThan(5);
    const aside = readdirSync(dir.path).find((entry) => entry.startsWith(`${name}.corrupt-`));
    expect(readFileSync(join(dir.path, aside ?? ''))).toEqual(found);
    spool.close();
  });
});

/** Why no small disk can be mounted here; null when it can. */
function smallDisk(): string | null {
  const { path, remove } = temporaryDir();
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', path]).status === 0;
  if (mounted) spawnSync('umount', [path]);
  remove();
  return mounted ? null : ' (skipped: no small disk can be mounted here)';
}
