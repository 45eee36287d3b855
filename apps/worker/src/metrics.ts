import type { EventOutcome } from '@guance-jira/queue';
import type { Metrics } from '@guance-jira/service';
import { Counter, Gauge, Histogram } from 'prom-client';
import type { JiraFailure } from './jira/failure.ts';
import { classify } from './retry.ts';

export interface WorkerMetrics {
  handled(outcome: EventOutcome, durationMs: number | null): void;
  request(endpoint: string, failure: JiraFailure | null): void;
  reconciled(result: string): void;
  degraded(route: string, field: string): void;
  paused(reason: string | null): void;
  notified(result: 'sent' | 'failed'): void;
}

/** The worker's metrics. Their names are a contract with dashboards and alert rules. */
export function workerMetrics({ registry }: Metrics): WorkerMetrics {
  const registers = [registry];
  const events = new Counter({
    name: 'guance_jira_events_total',
    help: 'Events by outcome and route',
    labelNames: ['outcome', 'route'],
    registers,
  });
  const seconds = new Histogram({
    name: 'guance_jira_event_seconds',
    help: 'Seconds from the webhook to the outcome',
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 7200],
    registers,
  });
  const requests = new Counter({
    name: 'guance_jira_requests_total',
    help: 'Requests to Jira by endpoint and class of answer',
    labelNames: ['endpoint', 'class'],
    registers,
  });
  const reconciles = new Counter({
    name: 'guance_jira_reconciles_total',
    help: 'Lost answers looked into, by result',
    labelNames: ['result'],
    registers,
  });
  const degraded = new Counter({
    name: 'guance_jira_degraded_fields_total',
    help: 'Fields that issues went without, as Jira refuses them, by route and field id',
    labelNames: ['route', 'field'],
    registers,
  });
  const paused = new Gauge({
    name: 'guance_jira_paused',
    help: '1 while requests to Jira rest, by reason',
    labelNames: ['reason'],
    registers,
  });
  const notifications = new Counter({
    name: 'guance_jira_notifications_total',
    help: 'Messages to NOTIFY_URL, by result: sent or failed',
    labelNames: ['result'],
    registers,
  });
  return {
    handled: ({ outcome, route }, durationMs) => {
      events.inc({ outcome, route: route ?? '' });
      if (durationMs !== null) seconds.observe(durationMs / 1000);
    },
    request: (endpoint, failure) => requests.inc({ endpoint, class: failure ? classify(failure.facts) : 'done' }),
    reconciled: (result) => reconciles.inc({ result }),
    degraded: (route, field) => degraded.inc({ route, field }),
    paused: (reason) => {
      paused.reset();
      if (reason) paused.set({ reason }, 1);
    },
    notified: (result) => notifications.inc({ result }),
  };
}
