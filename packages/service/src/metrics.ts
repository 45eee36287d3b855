import { collectDefaultMetrics, Registry } from 'prom-client';

export interface Metrics {
  readonly registry: Registry;
  /** The Prometheus text format and its content type. */
  render(): Promise<{ contentType: string; body: string }>;
}

/** One registry per process, with Node's own metrics (`nodejs_*`, `process_*`) in it. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    render: async () => ({ contentType: registry.contentType, body: await registry.metrics() }),
  };
}
