import { readFileSync } from 'node:fs';
import { collectDefaultMetrics, Gauge, Registry } from '@prometheus-io/client';

export interface Metrics {
  readonly registry: Registry;
  /** The Prometheus text format and its content type. */
  render(): Promise<{ contentType: string; body: string }>;
}

/** One registry per process, with Node's own metrics in it under the names that dashboards for Node know (`nodejs_*`, `process_*`). */
export function createMetrics(service: 'receiver' | 'worker' | 'console'): Metrics {
  const registry = new Registry();
  // By default it wakes a process that rests ten times a second.
  collectDefaultMetrics({ register: registry, eventLoopUtilizationTimeout: 5000 });
  new Gauge({
    name: 'guance_jira_build_info',
    help: 'Always 1; the labels show the program, its version, and the version of Node',
    labelNames: ['service', 'version', 'node'],
    registers: [registry],
  }).set({ service, version: programVersion(), node: process.versions.node }, 1);
  return {
    registry,
    render: async () => ({ contentType: registry.contentType, body: await registry.metrics() }),
  };
}

/** All packages carry the version of the whole. */
export function programVersion(): string {
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
  return String(JSON.parse(text).version);
}

/** Metrics that are read at the same scrape share one look. */
export function sharedLook<T>(look: () => Promise<T>): () => Promise<T> {
  let underWay: Promise<T> | null = null;
  return () => {
    underWay ??= look().finally(() => {
      underWay = null;
    });
    return underWay;
  };
}
