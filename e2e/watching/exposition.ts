/** What a program tells at /metrics: each name of a sample with its labels and their values. */
export type Exported = Map<string, Map<string, Set<string>>>;

/** Adds one answer in Prometheus's text format. */
export function addExposition(exported: Exported, text: string): void {
  for (const line of text.split('\n')) {
    const [, name, labels = ''] = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? \S+$/.exec(line) ?? [];
    if (name === undefined) continue;
    const seen = exported.get(name) ?? new Map<string, Set<string>>();
    exported.set(name, seen);
    for (const [, label = '', value = ''] of labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g))
      seen.set(label, (seen.get(label) ?? new Set()).add(value));
  }
}

/** The metric to which a sample belongs. */
export function metricOf(sample: string, exported: Exported): string {
  const base = sample.replace(/_(bucket|sum|count)$/, '');
  return exported.has(`${base}_bucket`) ? base : sample;
}
