import { setTimeout as pause } from 'node:timers/promises';

/**
 * Calls `look` until it gives something other than undefined, null or false, and returns that. An error counts as "not yet".
 * @throws Error naming `what`, with the last error, after `limitMs`
 */
export async function waitFor<T>(
  what: string,
  look: () => T | Promise<T>,
  limitMs = 60_000,
): Promise<Exclude<Awaited<T>, undefined | null | false>> {
  const begun = Date.now();
  const end = begun + limitMs;
  let last: unknown;
  for (;;) {
    try {
      const found = await look();
      if (isThere(found)) return found;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end) throw new Error(`waited ${limitMs} ms in vain for: ${what}`, { cause: last });
    await pause(pauseAfter(Date.now() - begun));
  }
}

/** A short wait ends soon, and a long one costs little, also the one who is asked. */
function pauseAfter(waitedMs: number): number {
  return Math.min(Math.max(20, waitedMs / 20), 200);
}

function isThere<T>(value: T): value is Exclude<Awaited<T>, undefined | null | false> & T {
  return value !== undefined && value !== null && value !== false;
}
