import type { Entry } from './entries.ts';
import { type Shape, textOf } from './shapes.ts';

/** No text may hold the event loop for longer, in milliseconds. */
export const LIMIT_MS = 100;

/**
 * How long the longest step held the event loop, in milliseconds of processor time of this thread: a machine that is busy with
 * other work does not change it. The smallest of several tries, since garbage of the one before is not the text's fault.
 */
async function held(entry: Entry, text: string, tries = 1): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let time = 0; time < tries && least > 0; time += 1) {
    let longest = 0;
    for (const step of entry.steps(text)) {
      const before = process.threadCpuUsage();
      await step();
      const { user, system } = process.threadCpuUsage(before);
      longest = Math.max(longest, (user + system) / 1000);
    }
    least = Math.min(least, longest);
  }
  return least;
}

export interface Growth {
  /** Units of the longest text tried, and how long it held the event loop. */
  readonly length: number;
  readonly ms: number;
}

/** Tries the shape at a sixteenth, a quarter and all of its size; what is far beyond the limit before is not made longer. */
export async function grow(entry: Entry, shape: Shape): Promise<Growth> {
  let ms = 0;
  let length = 0;
  for (const part of [16, 4, 1]) {
    const text = textOf(shape, entry.most / part);
    length = text.length;
    ms = await held(entry, text);
    if (ms > LIMIT_MS) ms = await held(entry, text, 3);
    if (ms > LIMIT_MS) break;
  }
  return { length, ms };
}
