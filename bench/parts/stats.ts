/** A figure over several rounds. */
export interface Spread {
  median: number;
  least: number;
  most: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  return { median: at(sorted, 0.5), least: sorted[0] ?? Number.NaN, most: sorted.at(-1) ?? Number.NaN };
}

export function median(values: readonly number[]): number {
  return spreadOf(values).median;
}

/** The value below which `share` of the sorted values lie (nearest rank). */
export function at(sorted: readonly number[], share: number): number {
  return sorted[Math.min(Math.max(Math.ceil(share * sorted.length) - 1, 0), sorted.length - 1)] ?? Number.NaN;
}

/** With as many digits as tell something. */
export function show(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toFixed(digits);
}

/** Median and spread, such as `1.12 (1.08–1.20)`. */
export function showSpread({ median: middle, least, most }: Spread): string {
  return least === most ? show(middle) : `${show(middle)} (${show(least)}–${show(most)})`;
}
