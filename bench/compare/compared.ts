import { median, show } from '../parts/stats.ts';
import type { Measured } from './read-table.ts';

export interface Compared {
  what: string;
  unit: string;
  /** Medians over the turns. */
  before: number;
  after: number;
  /** How much worse the figure has become: 1.10 is a tenth worse, below 1 is better. */
  ratio: number;
  isWorse: boolean;
}

const WORSE_FROM = 1.1;

/** Figures that both sides know by the same words. Those of one side alone are not compared. */
export function compared(before: readonly Measured[][], after: readonly Measured[][]): Compared[] {
  return (after[0] ?? []).flatMap(({ what, unit, moreIsBetter }) => {
    const [old, now] = [figuresOf(before, what), figuresOf(after, what)];
    if (old.length === 0) return [];
    const [was, is] = [median(old), median(now)];
    const ratio = moreIsBetter ? was / is : is / was;
    // Nothing of nothing, as in "refused: 0 %".
    const same = was === is;
    return [{ what, unit, before: was, after: is, ratio: same ? 1 : ratio, isWorse: !same && ratio > WORSE_FROM }];
  });
}

export function lineOf({ what, unit, before, after, ratio, isWorse }: Compared): string {
  return `${isWorse ? '✗' : '✓'} ${what.padEnd(70)} ${show(before)} → ${show(after)} ${unit}  ${show(ratio)}`;
}

function figuresOf(runs: readonly Measured[][], what: string): number[] {
  return runs.flatMap((run) => run.filter((row) => row.what === what).map(({ figure }) => figure));
}
