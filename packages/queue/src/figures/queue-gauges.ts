import { Gauge, type Registry } from '@prometheus-io/client';
import type { QueueFigures } from './queue-figures.ts';

/** What is asked at each scrape. */
export interface QueueSources {
  /** When it rejects, no figure is better than an old one. */
  look: () => Promise<QueueFigures>;
  /** Only of a process that has a spool: when the oldest event in it came, or null when it is empty. */
  spoolOldestAt?: () => number | null;
  now: () => number;
}

/** Whoever is connected to the queue tells the same of it, so that a scrape of any process is enough. */
export function registerQueueGauges(registry: Registry, { look, spoolOldestAt, now }: QueueSources): void {
  const registers = [registry];
  new Gauge({
    name: 'guance_jira_queue_jobs',
    help: 'Jobs in the queue by state; absent while Redis does not answer. Every receiver and every console reports the same values',
    labelNames: ['state'],
    registers,
    async collect() {
      const figures = await look().catch(() => null);
      this.reset();
      for (const [state, count] of Object.entries(figures?.counts ?? {})) this.set({ state }, count);
    },
  });
  new Gauge({
    name: 'guance_jira_oldest_event_age_seconds',
    help: 'Age of the oldest event without an outcome in the queue (absent while Redis does not answer) and in the spool (receiver only); 0 if none waits',
    labelNames: ['where'],
    registers,
    async collect() {
      const figures = await look().catch(() => null);
      this.reset();
      const age = (at: number | null) => (at === null ? 0 : Math.max(0, now() - at) / 1000);
      if (spoolOldestAt) this.set({ where: 'spool' }, age(spoolOldestAt()));
      if (figures) this.set({ where: 'queue' }, age(figures.oldestAt));
    },
  });
}
