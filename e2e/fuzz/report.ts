import type { Reading } from '../harness/flat.ts';

/** One fault. `seed` and `path` repeat it; `input` is what it met, as text or in base64. */
export interface Finding {
  readonly part: string;
  readonly seed: number;
  readonly path?: string | null;
  readonly error: string;
  readonly input: string;
}

export interface PartReport {
  readonly part: string;
  readonly inputs: number;
  readonly seconds: number;
  readonly findings: readonly Finding[];
  /** HTTP answers by status, where there are any. */
  readonly answers: Readonly<Record<string, number>>;
  /** In bytes, over the inputs done. */
  readonly memory: Readonly<Record<string, readonly Reading[]>>;
}
