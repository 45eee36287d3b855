import type { Level } from './format.ts';

/** One thing that was looked at: how it is, in a sentence, and what to do where it is not well. */
export interface Check {
  /** For programs: stays the same in every language. */
  readonly code: string;
  readonly topic: string;
  readonly level: Level;
  readonly text: string;
  readonly todo?: string;
}

/** What a row of sentences says besides its code, topic and level. */
export type Says = string | { readonly text: string; readonly todo: string };

export function check(topic: string, code: string, level: Level, says: Says): Check {
  return typeof says === 'string' ? { topic, code, level, text: says } : { topic, code, level, ...says };
}
