/**
 * Pure: what the write-ahead log of a spool file tells of damage. SQLite takes from a log what its checksums prove, drops the rest
 * without a word, and overwrites it with the next write; so it must be looked at before. https://www.sqlite.org/fileformat2.html#walformat
 */

/** `unfinished`: it ends in the middle of a write, as after `kill -9`, or cut. `broken`: entries behind a broken one can never be read. */
export type WalDamage = 'unfinished' | 'broken';

const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
const MAGIC = 0x377f0682;

export function damageOf(wal: Uint8Array): WalDamage | null {
  if (wal.length === 0) return null;
  if (wal.length < HEADER_BYTES) return 'unfinished';
  const view = new DataView(wal.buffer, wal.byteOffset, wal.byteLength);
  const pageBytes = view.getUint32(8);
  const littleEndian = view.getUint32(0) === MAGIC;
  const sums = checksum(view, 0, 24, littleEndian, [0, 0]);
  const known = littleEndian || view.getUint32(0) === MAGIC + 1;
  if (!known || pageBytes < 512 || !matches(view, 24, sums)) return 'broken';

  const frameBytes = FRAME_HEADER_BYTES + pageBytes;
  let ended = false;
  let committed = true;
  let at = HEADER_BYTES;
  // Behind the last frame of this log there may be frames of the one before, which have other salts.
  for (; at + frameBytes <= wal.length && ofThisLog(view, at); at += frameBytes) {
    if (ended) return 'broken';
    checksum(view, at, 8, littleEndian, sums);
    checksum(view, at + FRAME_HEADER_BYTES, pageBytes, littleEndian, sums);
    ended = !matches(view, at + 16, sums);
    // Only the last frame of a transaction says how large the file is then.
    if (!ended) committed = view.getUint32(at + 4) !== 0;
  }
  const rest = wal.length - at;
  const cut = rest > 0 && rest < frameBytes && (rest < 16 || ofThisLog(view, at));
  return ended || cut || !committed ? 'unfinished' : null;
}

function ofThisLog(view: DataView, frame: number): boolean {
  return view.getUint32(frame + 8) === view.getUint32(16) && view.getUint32(frame + 12) === view.getUint32(20);
}

type Sums = [number, number];

function checksum(view: DataView, from: number, bytes: number, littleEndian: boolean, sums: Sums): Sums {
  let [first, second] = sums;
  for (let at = from; at < from + bytes; at += 8) {
    first = (first + view.getUint32(at, littleEndian) + second) >>> 0;
    second = (second + view.getUint32(at + 4, littleEndian) + first) >>> 0;
  }
  sums[0] = first;
  sums[1] = second;
  return sums;
}

function matches(view: DataView, at: number, [first, second]: Sums): boolean {
  return view.getUint32(at) === first && view.getUint32(at + 4) === second;
}
