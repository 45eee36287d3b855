import { registerQueueGauges } from '@guance-jira/queue';
import { createMetrics, type Metrics } from '@guance-jira/service';
import { registerMetrics } from '../../../apps/receiver/src/observe/metrics.ts';
import { workerMetrics } from '../../../apps/worker/src/observe/metrics.ts';
import { registerGauges } from '../../../apps/worker/src/observe/worker-gauges.ts';
import { reloadMetrics } from '../../../apps/worker/src/rules/watch-rules.ts';

const PROGRAMS = ['Receiver', 'Worker', 'Console'] as const;

interface Described {
  name: string;
  type: string;
  labels: readonly string[];
  help: string;
}

/** `ops/METRICS.md`: what the programs tell, read from the registries themselves. */
export function renderMetrics(): string {
  const programs = [receiverRegistry(), workerRegistry(), consoleRegistry()].map(described);
  const tellers = (name: string) => PROGRAMS.filter((_, index) => programs[index]?.some((one) => one.name === name));
  const all = new Map(programs.flat().map((metric) => [metric.name, metric]));
  const byTellers = Map.groupBy([...all.values()].sort(byName), ({ name }) => tellers(name).join(', '));
  return [
    '# Metrics',
    '',
    'Generated from the programs by `npm run docs`. The receiver serves its metrics at `METRICS_HOST:METRICS_PORT/metrics`, the worker at `WORKER_HOST:WORKER_PORT/metrics`, the console at `ADMIN_HOST:ADMIN_PORT/metrics`.',
    '`grafana/guance-jira.json` shows them, and `prometheus/guance-jira.rules.yml` raises alerts from them; a test checks both against the running programs.',
    '',
    'All of them also export the usual Node metrics: `process_*` (CPU, memory, file descriptors) and `nodejs_*` (event loop lag, heap, garbage collection).',
    '',
    'Label values are bounded: token labels, routes and fields come from settings and rules, all others from lists in the program. No label holds an event, an issue or a text of an alert.',
    ...[...byTellers]
      .sort(([, a], [, b]) => tellers(b[0]?.name ?? '').length - tellers(a[0]?.name ?? '').length)
      .flatMap(([title, metrics]) => section(title, metrics)),
    '',
  ].join('\n');
}

function section(title: string, metrics: readonly Described[]): string[] {
  const rows = metrics.map(
    ({ name, type, labels, help }) =>
      `| \`${name}\` | ${type} | ${labels.map((label) => `\`${label}\``).join(', ')} | ${help} |`,
  );
  return ['', `## ${title}`, '', '| Metric | Type | Labels | Meaning |', '|---|---|---|---|', ...rows];
}

/** Node's own metrics differ by platform and version, and are not ours to explain. */
export function described(metrics: Metrics): Described[] {
  return metrics.registry
    .getMetricsAsArray()
    .map((metric) => {
      const { name, help, type, labelNames } = metric as unknown as Described & { labelNames: string[] };
      return { name, help, type: String(type), labels: labelNames };
    })
    .filter(({ name }) => name.startsWith('guance_jira_'))
    .sort(byName);
}

export function receiverRegistry(): Metrics {
  const metrics = createMetrics('receiver');
  registerMetrics(metrics, {
    queue: async () => ({ counts: {}, oldestAt: null }),
    spool: { count: 0, bytes: 0, oldestAt: null, canTake: true },
    spoolMaxEvents: 0,
    redis: { isOpen: true, memory: { used: 0, max: 0 } },
    tokenLabels: [],
    now: Date.now,
  });
  return metrics;
}

function byName(a: Described, b: Described): number {
  return a.name < b.name ? -1 : 1;
}

function consoleRegistry(): Metrics {
  const metrics = createMetrics('console');
  registerQueueGauges(metrics.registry, { look: async () => ({ counts: {}, oldestAt: null }), now: Date.now });
  return metrics;
}

function workerRegistry(): Metrics {
  const metrics = createMetrics('worker');
  workerMetrics(metrics, () => []);
  reloadMetrics(metrics);
  registerGauges(metrics, {
    circuit: async () => ({ paused: [], perSecond: 0 }),
    isRedisReady: () => true,
    missed: async () => ({ unseen: 0, over: 0 }),
  });
  return metrics;
}
