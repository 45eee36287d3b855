import type { Metrics } from '@guance-jira/service';
import { Counter, Gauge } from 'prom-client';
import type { Accepted } from './accept.ts';

export interface ReceiverMetrics {
  delivered(status: number, token: string): void;
  accepted(status: Accepted): void;
  notified(result: 'sent' | 'failed'): void;
}

/** Registers the receiver's metrics. `queueCounts` is asked at each scrape; when it rejects, no figure is better than an old one. */
export function registerMetrics(
  { registry }: Metrics,
  sources: { queueCounts: () => Promise<Record<string, number>>; spooled: () => number },
): ReceiverMetrics {
  const registers = [registry];
  const deliveries = new Counter({
    name: 'guance_jira_deliveries_total',
    help: 'Deliveries by HTTP status of the answer and by label of the token',
    labelNames: ['status', 'token'],
    registers,
  });
  const events = new Counter({
    name: 'guance_jira_accepted_events_total',
    help: 'Events of accepted deliveries by what became of them: queued, duplicate or spooled',
    labelNames: ['status'],
    registers,
  });
  new Gauge({
    name: 'guance_jira_queue_jobs',
    help: 'Jobs in the queue by state; absent while Redis does not answer',
    labelNames: ['state'],
    registers,
    async collect() {
      const counts = await sources.queueCounts().catch(() => ({}));
      this.reset();
      for (const [state, count] of Object.entries(counts)) this.set({ state }, count);
    },
  });
  new Gauge({
    name: 'guance_jira_spool_events',
    help: 'Events that wait on disk for Redis',
    registers,
    collect() {
      this.set(sources.spooled());
    },
  });
  const notifications = new Counter({
    name: 'guance_jira_notifications_total',
    help: 'Messages to NOTIFY_URL, by result: sent or failed',
    labelNames: ['result'],
    registers,
  });
  return {
    delivered: (status, token) => deliveries.inc({ status: String(status), token }),
    accepted: (status) => events.inc({ status }),
    notified: (result) => notifications.inc({ result }),
  };
}
