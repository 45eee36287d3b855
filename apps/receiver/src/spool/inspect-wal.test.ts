import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, describe, expect, it } from 'vitest';
import { damageOf } from './inspect-wal.ts';

const FRAME = 24 + 4096;

describe('the damage of a write-ahead log', () => {
  const dir = mkdtempSync(join(tmpdir(), 'inspect-wal-'));
  afterAll(() => rmSync(dir, { recursive: true }));
  const db = new DatabaseSync(join(dir, 'file'));
  db.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; CREATE TABLE t (a TEXT)');
  const write = (length: number) => db.prepare('INSERT INTO t VALUES (?)').run('x'.repeat(length));
  for (let n = 0; n < 20; n++) write(3000);
  const whole = readFileSync(join(dir, 'file-wal'));
  write(40_000);
  const withLargeWrite = readFileSync(join(dir, 'file-wal'));
  db.exec('PRAGMA wal_checkpoint(PASSIVE)');
  write(10);
  const begunAnew = readFileSync(join(dir, 'file-wal'));
  db.close();

  const flipped = (wal: Uint8Array, at: number) => wal.map((byte, index) => (index === at ? byte ^ 1 : byte));

  it.each([
    ['a whole one', whole, null],
    ['a whole one with a write of many pages', withLargeWrite, null],
    ['one that begins anew before entries of its last round', begunAnew, null],
    ['none', new Uint8Array(), null],
    ['cut within its header', whole.subarray(0, 20), 'unfinished'],
    ['cut in the middle', whole.subarray(0, Math.floor(whole.length / 2) + 7), 'unfinished'],
    ['cut between two pages of one write', withLargeWrite.subarray(0, withLargeWrite.length - 3 * FRAME), 'unfinished'],
    ['a wrong byte in the last entry', flipped(whole, whole.length - 9), 'unfinished'],
    ['a wrong byte in the middle', flipped(whole, 32 + 5 * FRAME + 500), 'broken'],
    ['a wrong byte in the header', flipped(whole, 9), 'broken'],
    ['something else', Buffer.alloc(10_000, 'no log'), 'broken'],
  ] as const)('%s: %s', (_name, wal, damage) => {
    expect(damageOf(wal)).toBe(damage);
  });
});
