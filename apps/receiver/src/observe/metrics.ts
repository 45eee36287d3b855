import { type QueueFigures, registerQueueGauges } from '@guance-jira/queue';
import { type Metrics, sharedLook } from '@guance-jira/service';
import { Counter, Gauge, Histogram } from '@prometheus-io/client';
import type { DeliveryStatus } from '../ingest/accept.ts';

export interface ReceiverMetrics {
  delivered(status: number, token: string, durationMs: number): void;
  accepted(status: DeliveryStatus): void;
  notified(result: 'sent' | 'failed'): void;
}

/** What is asked at each scrape. */
export interface ReceiverSources {
  /** When it rejects, no figure is better than an old one. */
  queue: () => Promise<QueueFigures>;
  spool: {
    readonly count: number;
    readonly bytes: number;
    readonly oldestAt: number | null;
    readonly canTake: boolean;
  };
  spoolMaxEvents: number;
  redis: { readonly isOpen: boolean; readonly memory: { used: number; max: number } };
  tokenLabels: readonly string[];
  now: () => number;
}

/** Registers the receiver's metrics. Their names are a contract with dashboards and alert rules; ops/METRICS.md lists them. */
export function registerMetrics({ registry }: Metrics, sources: ReceiverSources): ReceiverMetrics {
  const registers = [registry];
  const deliveries = new Counter({
    name: 'guance_jira_deliveries_total',
    help: 'Deliveries by HTTP status of the answer and by label of the token (none: no valid token)',
    labelNames: ['status', 'token'],
    registers,
  });
  const seconds = new Histogram({
    name: 'guance_jira_delivery_seconds',
    help: 'Seconds from the headers of a delivery to its answer; Guance gives up after about five',
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5],
    registers,
  });
  const events = new Counter({
    name: 'guance_jira_accepted_events_total',
    help: 'Events of accepted deliveries by what became of them: queued, duplicate (absorbed), spooled or ignored (a notice)',
    labelNames: ['status'],
    registers,
  });
  // A counter that begins with its first increase has none that Prometheus could see.
  for (const token of sources.tokenLabels)
    for (const status of ['202', '429', '503']) deliveries.inc({ status, token }, 0);
  deliveries.inc({ status: '401', token: 'none' }, 0);
  for (const status of ['queued', 'duplicate', 'spooled', 'ignored']) events.inc({ status }, 0);
  const notifications = new Counter({
    name: 'guance_jira_notifications_total',
    help: 'Messages to NOTIFY_URL, by result: sent or failed',
    labelNames: ['result'],
    registers,
  });
  for (const result of ['sent', 'failed']) notifications.inc({ result }, 0);
  registerQueueGauges(registry, {
    look: sharedLook(sources.queue),
    spoolOldestAt: () => sources.spool.oldestAt,
    now: sources.now,
  });
  registerSpool(registers, sources);
  registerRedis(registers, sources);
  return {
    delivered: (status, token, durationMs) => {
      deliveries.inc({ status: String(status), token });
      seconds.observe(durationMs / 1000);
    },
    accepted: (status) => events.inc({ status }),
    notified: (result) => notifications.inc({ result }),
  };
}

function registerSpool(registers: Metrics['registry'][], { spool, spoolMaxEvents }: ReceiverSources): void {
  new Gauge({
    name: 'guance_jira_spool_events',
    help: 'Events waiting on disk for Redis',
    registers,
    collect() {
      this.set(spool.count);
    },
  });
  new Gauge({
    name: 'guance_jira_spool_bytes',
    help: 'Size of the spool on disk',
    registers,
    collect() {
      this.set(spool.bytes);
    },
  });
  new Gauge({
    name: 'guance_jira_spool_up',
    help: '1 while the spool can accept an event; 0: it is full, its disk is nearly full, or it cannot be written',
    registers,
    collect() {
      this.set(spool.canTake ? 1 : 0);
    },
  });
  new Gauge({
    name: 'guance_jira_spool_max_events',
    help: 'Events that the spool can hold (SPOOL_MAX_EVENTS)',
    registers,
  }).set(spoolMaxEvents);
}

function registerRedis(registers: Metrics['registry'][], { redis }: ReceiverSources): void {
  new Gauge({
    name: 'guance_jira_redis_up',
    help: 'Receiver: 1 while Redis accepts events, otherwise they are spooled. Worker: 1 while Redis is connected',
    registers,
    collect() {
      this.set(redis.isOpen ? 1 : 0);
    },
  });
  new Gauge({
    name: 'guance_jira_redis_memory_bytes',
    help: 'Memory that Redis uses, as the receiver last saw it',
    registers,
    collect() {
      this.set(redis.memory.used);
    },
  });
  new Gauge({
    name: 'guance_jira_redis_memory_max_bytes',
    help: 'maxmemory of Redis; 0 if it has no limit. Above 80 % of it, the receiver spools',
    registers,
    collect() {
      this.set(redis.memory.max);
    },
  });
}
