import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { EventJob } from '@guance-jira/queue';
import { createLogger } from '@guance-jira/service';
import { until } from '@guance-jira/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryDir } from '../testing/receiver.ts';
import { openSpool } from './spool.ts';

const log = createLogger({ LOG_LEVEL: 'error', service: 'test', secrets: [] });
const job = (eventId: string): EventJob => ({ v: 1, eventId, event: { n: eventId }, receivedAt: 1 });

/** As version 0.1 makes it. Never changed here: a new table gets a new version, and the old one a reader. */
const RECORDED = `CREATE TABLE events
  (id INTEGER PRIMARY KEY AUTOINCREMENT, event_id TEXT NOT NULL UNIQUE, job TEXT NOT NULL, refused INTEGER NOT NULL DEFAULT 0)`;

describe('the spool', () => {
  let dir: ReturnType<typeof temporaryDir>;
  const open = (limits: { maxEvents?: number; maxBytes?: number } = {}) =>
    openSpool({ dir: dir.path, maxEvents: 100, maxBytes: 1024 * 1024, log, ...limits });
  const ids = (spool: ReturnType<typeof open>) =>
    spool.files().flatMap((file) => file.oldest().map((row) => row.job?.eventId));

  beforeEach(() => {
    dir = temporaryDir();
  });
  afterEach(() => dir.remove());

  it('keeps events over a restart, in order, and each once', async () => {
    const first = open();
    await Promise.all([first.put([job('a'), job('b')]), first.put([job('c')]), first.put([job('a')])]);
    first.close();
    const second = open();

    expect(ids(second)).toEqual(['a', 'b', 'c']);
    second.close();
  });

  it('keeps two events whose ids are half a character each', async () => {
    const spool = open();
    await spool.put([job('\ud800'), job('\udc00')]);

    expect(ids(spool)).toEqual(['\ud800', '\udc00']);
    spool.close();
  });

  it('leaves no file behind when it is empty', () => {
    open().close();

    expect(readdirSync(dir.path)).toEqual([]);
  });

  it('takes the file of an earlier version as it was recorded, and leaves that of a newer one alone', async () => {
    const [recorded, newer] = [1, 2].map((n) => join(dir.path, `spool-169303494000${n}-${randomUUID()}.sqlite`));
    for (const [path, version] of [
      [recorded, 0],
      [newer, 2],
    ] as const) {
      const db = new DatabaseSync(path ?? '');
      db.exec(RECORDED);
      db.exec(`PRAGMA user_version = ${version}`);
      db.prepare('INSERT INTO events (event_id, job) VALUES (?, ?)').run('old', JSON.stringify(job('old')));
      db.close();
    }
    const before = readFileSync(newer ?? '');
    const spool = open();
    await spool.put([job('new')]);

    expect(ids(spool)).toEqual(['old', 'new']);
    spool.close();
    expect(readFileSync(newer ?? '')).toEqual(before);
  });

  it('takes no file that another spool holds', async () => {
    const first = open();
    await first.put([job('mine')]);
    const second = open();

    expect([ids(first), ids(second)]).toEqual([['mine'], []]);
    first.close();
    second.adopt();
    expect(ids(second)).toEqual(['mine']);
    second.close();
  });

  it('refuses what goes beyond its bound, and takes again when there is room', async () => {
    const spool = open({ maxEvents: 2 });
    const answers = await Promise.allSettled([
      spool.put([job('a')]),
      spool.put([job('b'), job('c')]),
      spool.put([job('d')]),
    ]);

    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(spool.canTake).toBe(false);
    const [file] = spool.files();
    file?.remove(file.oldest().map(({ id }) => id));
    await spool.put([job('e')]);
    expect(ids(spool)).toEqual(['e']);
    spool.close();
  });

  it('refuses when the file has its size, without damage to what it holds', async () => {
    const spool = open({ maxBytes: 64 * 1024 });
    await spool.put([job('small')]);
    const large = { ...job('large'), event: { text: 'x'.repeat(100_000) } };

    await expect(spool.put([large])).rejects.toThrow();
    await spool.put([job('next')]);
    expect(ids(spool)).toEqual(['small', 'next']);
    spool.close();
  });

  it('puts a row that was refused behind the others', async () => {
    const spool = open();
    await spool.put([job('poison'), job('good')]);
    const [file] = spool.files();
    file?.defer(file.oldest()[0]?.id ?? 0);

    expect(ids(spool)).toEqual(['good', 'poison']);
    spool.close();
  });

  it('adopts the file of a process that was killed, with all that it had confirmed', async () => {
    const script = join(dir.path, 'writer.ts');
    writeFileSync(
      script,
      `import { openSpool } from ${JSON.stringify(join(import.meta.dirname, 'spool.ts'))};
       const log = { error() {}, warn() {}, info() {}, debug() {} };
       const spool = openSpool({ dir: ${JSON.stringify(dir.path)}, maxEvents: 1e6, maxBytes: 1e9, log });
       for (let n = 0; ; n++) {
         await spool.put([{ v: 1, eventId: 'e' + n, event: {}, receivedAt: 1 }]);
         process.stdout.write('e' + n + '\\n');
       }`,
    );
    const writer = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
    let confirmed = '';
    writer.stdout.on('data', (chunk) => {
      confirmed += String(chunk);
    });
    await until(() => confirmed.length > 2_000);
    const early = open({ maxEvents: 1e6 });
    expect(early.count).toBe(0);
    writer.kill('SIGKILL');
    await once(writer, 'close');
    early.adopt();

    expect(writer.signalCode).toBe('SIGKILL');
    expect(early.count).toBeGreaterThanOrEqual(confirmed.split('\n').length - 1);
    early.close();
  });
});
