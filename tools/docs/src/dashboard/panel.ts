/** One panel of the Grafana dashboard, and how queries are written. */

export interface Row {
  readonly title: string;
  readonly panels: readonly Panel[];
}

export interface Panel {
  readonly title: string;
  /** English, then Chinese: what it shows and when to worry. */
  readonly about: readonly [string, string];
  readonly kind: 'stat' | 'lines' | 'table';
  /** Of 24 columns. */
  readonly width: number;
  readonly unit?: string;
  readonly queries: readonly { readonly expr: string; readonly legend: string }[];
  /** From which value on it is yellow, and red; with `good` it is red below that. */
  readonly limits?: { readonly warn?: number; readonly bad?: number; readonly good?: number };
  readonly stacked?: boolean;
}

export const rate = (metric: string, by: string, matchers = '') =>
  `sum by (${by}) (rate(${metric}{job=~"$job"${matchers}}[$__rate_interval]))`;
export const quantile = (q: number, metric: string, by = '', matchers = '') =>
  `histogram_quantile(${q}, sum by (le${by}) (rate(${metric}_bucket{job=~"$job"${matchers}}[$__rate_interval])))`;
/** Of what every process tells alike, one is enough. */
export const lowest = (metric: string, by: string) => `min by (${by}) (${metric}{job=~"$job"})`;
export const highest = (metric: string, by: string, matchers = '') =>
  `max by (${by}) (${metric}{job=~"$job"${matchers}})`;
