import type { wordsIn } from './words-in.ts';

/** The sentences of one language. */
export type Words = ReturnType<typeof wordsIn>;
