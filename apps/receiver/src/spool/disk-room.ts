import { statfsSync } from 'node:fs';

const MAX_RESERVE_BYTES = 64 * 1024 * 1024;
const RESERVE_SHARE = 0.05;

export interface DiskRoom {
  freeBytes: number;
  totalBytes: number;
}

/** What a process without special rights may still write on the disk of `dir`. */
export function diskRoomOf(dir: string): DiskRoom {
  const { bavail, blocks, bsize } = statfsSync(dir);
  return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
}

/**
 * Pure: what stays free. A disk that is full to the last page cannot even note what was delivered, and other programs on it fail as
 * well: so a spool stops at a twentieth of it, 64 MB at most.
 */
export function reserveBytes({ totalBytes }: Pick<DiskRoom, 'totalBytes'>): number {
  return Math.min(totalBytes * RESERVE_SHARE, MAX_RESERVE_BYTES);
}

export function keepsReserve(room: DiskRoom): boolean {
  return room.freeBytes >= reserveBytes(room);
}
