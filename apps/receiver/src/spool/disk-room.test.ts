import { describe, expect, it } from 'vitest';
import { keepsReserve } from './disk-room.ts';

const MB = 1024 * 1024;

describe('the reserve of a disk', () => {
  it.each([
    [100_000 * MB, 64 * MB, true],
    [100_000 * MB, 64 * MB - 1, false],
    [100 * MB, 5 * MB, true],
    [100 * MB, 5 * MB - 1, false],
    // A file system that tells no size.
    [0, 0, true],
  ])('of %i bytes with %i free is kept: %s', (totalBytes, freeBytes, kept) => {
    expect(keepsReserve({ totalBytes, freeBytes })).toBe(kept);
  });
});
