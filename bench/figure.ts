/** What a figure of `npm run bench` is. Each file in `figures/` has one or more. */
import type { Spread } from './parts/stats.ts';

/** A line of the table: one figure beside its reference, both from the same run. */
export interface Row {
  what: string;
  ours: string;
  reference: string;
  figure: Spread;
  unit: '×' | 'ms' | 'MB' | '%' | '';
  /** What shall be reached; null for what is only told. */
  aim: { atMost: number } | { atLeast: number } | null;
}

export interface Figure {
  /** For `--only`. */
  name: string;
  /** False: not part of `--quick`, as it takes minutes. */
  quick: boolean;
  run(bench: Bench): Promise<Row[]>;
}

export interface Bench {
  quick: boolean;
  rounds: number;
  /** A folder of this run. */
  dir: string;
  /** Shown on the terminal while it runs. */
  progress(text: string): void;
  /** For pictures and the like, beside the table. */
  outDir: string;
}

export function isReached({ figure, aim }: Row): boolean | null {
  if (aim === null) return null;
  return 'atMost' in aim ? figure.median <= aim.atMost : figure.median >= aim.atLeast;
}
