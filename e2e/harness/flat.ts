/** One reading of something that must not grow: `at` in seconds. */
export interface Reading {
  readonly at: number;
  readonly value: number;
}

export interface Flatness {
  readonly flat: boolean;
  /** The middle of the readings that count. */
  readonly median: number;
  /** By how much it grew from the first of them to the last, along its slope. */
  readonly growth: number;
  /** The growth up to which it counts as flat. */
  readonly allowed: number;
}

/**
 * Is it flat? Looks at the second half, when everything is warm, with the slope of Theil and Sen: the median of the slopes
 * between all pairs, which a few spikes do not move.
 * @throws Error for fewer than eight readings: a line through three points proves nothing
 */
export function flatness(readings: readonly Reading[], allowance: { share: number; least: number }): Flatness {
  const half = readings.slice(Math.floor(readings.length / 2));
  const [first, last] = [half[0], half.at(-1)];
  if (readings.length < 8 || !first || !last) throw new Error(`${readings.length} readings are too few`);
  const slopes = half.flatMap((a, index) => half.slice(index + 1).map((b) => (b.value - a.value) / (b.at - a.at)));
  const growth = medianOf(slopes) * (last.at - first.at);
  const median = medianOf(half.map(({ value }) => value));
  const allowed = Math.max(allowance.least, allowance.share * median);
  return { flat: growth <= allowed, median, growth, allowed };
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}
