import type { en } from './en.ts';

/** Every text of the console in one language. */
export type Words = typeof en;
