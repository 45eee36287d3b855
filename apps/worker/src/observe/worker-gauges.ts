/** What the worker reads at each scrape: one look at Redis, and none of it stale. */
import { type Metrics, sharedLook } from '@guance-jira/service';
import { Gauge } from '@prometheus-io/client';
import type { CircuitFigures } from '../throttle/circuit.ts';
import { PAUSE_REASONS } from './metrics.ts';
import { answerWithin } from './with-timeout.ts';

export interface GaugeSources {
  circuit: () => Promise<CircuitFigures>;
  isRedisReady: () => boolean;
  /** What Guance knows and never told us. */
  missed: () => Promise<{ unseen: number; over: number }>;
}

const LOOK_TIMEOUT_MS = 1000;

/** Registers the gauges. Those that Redis has to tell are absent while it does not answer. */
export function registerGauges({ registry }: Metrics, { circuit, isRedisReady, missed }: GaugeSources): void {
  const registers = [registry];
  // The worker's connection waits for Redis for ever, and each scrape would leave a command behind.
  const look = sharedLook(async () => (isRedisReady() ? answerWithin(LOOK_TIMEOUT_MS, circuit) : null));
  new Gauge({
    name: 'guance_jira_paused',
    help: '1 while requests to Jira are paused, by reason; the same for all workers, absent while Redis does not answer',
    labelNames: ['reason'],
    registers,
    async collect() {
      const figures = await look();
      this.reset();
      for (const reason of figures ? PAUSE_REASONS : [])
        this.set({ reason }, figures?.paused.includes(reason) === true ? 1 : 0);
    },
  });
  new Gauge({
    name: 'guance_jira_rate_per_second',
    help: 'Current rate limit of all workers together, in requests per second to Jira; absent while Redis does not answer',
    registers,
    async collect() {
      const figures = await look();
      if (figures) this.set(figures.perSecond);
      else this.remove();
    },
  });
  const lookMissed = sharedLook(async () => (isRedisReady() ? answerWithin(LOOK_TIMEOUT_MS, missed) : null));
  for (const [name, help, which] of MISSED)
    new Gauge({
      name,
      help: `${help}; the same for all workers, absent while Redis does not answer`,
      registers,
      async collect() {
        const figures = await lookMissed();
        if (figures) this.set(figures[which]);
        else this.remove();
      },
    });
  new Gauge({
    name: 'guance_jira_redis_up',
    help: 'Receiver: 1 while Redis accepts events, otherwise they are spooled. Worker: 1 while Redis is connected',
    registers,
    collect() {
      this.set(isRedisReady() ? 1 : 0);
    },
  });
}

const MISSED = [
  [
    'guance_jira_unseen_faults',
    'Faults that are open in Guance but whose alerts never arrived, as of the last check',
    'unseen',
  ],
  ['guance_jira_unseen_recoveries', 'Open issues whose fault is over in Guance, and nobody told us', 'over'],
] as const;
