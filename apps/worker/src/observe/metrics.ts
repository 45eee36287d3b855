import type { DuplicateEnd, JiraFailure } from '@guance-jira/jira';
import { type AnswerClass, classify } from '@guance-jira/jira';
import { type ContextPart, contextParts } from '@guance-jira/ledger';
import { type EventOutcome, Outcome, type Tally } from '@guance-jira/queue';
import type { Metrics } from '@guance-jira/service';
import { Counter, Histogram } from '@prometheus-io/client';
import type { Conflict } from '../create/conflict.ts';
import { throttleReason } from '../throttle/throttle-scope.ts';

export interface WorkerMetrics {
  handled(outcome: EventOutcome, durationMs: number | null): void;
  /** A delivery of an event that had its outcome already. */
  repeated(): void;
  triedAgain(): void;
  stalled(): void;
  request(endpoint: string, failure: JiraFailure | null, ms: number): void;
  reconciled(result: 'found' | 'posted_again' | 'twins'): void;
  conflict(kind: Conflict): void;
  duplicateEnded(result: DuplicateEnd): void;
  /** An issue of ours that this account cannot see. */
  hidden(): void;
  epochRenewed(reason: string): void;
  rejectedField(route: string, field: string): void;
  /** By the event's own route. */
  fallback(route: string): void;
  /** Told at each admission. */
  paused(reason: string | null): void;
  notified(result: 'sent' | 'failed'): void;
  /** What a change in Jira led to in Guance. */
  toldGuance(deed: (typeof DEEDS)[number], route: string | null): void;
  guanceRequest(endpoint: string, end: string): void;
  /** An event that nobody delivered was found in Guance and put into the queue. */
  caughtUp(kind: 'fault' | 'recovery'): void;
  /** What an issue was given, or not, once it stood. */
  contextEnded(part: ContextPart, end: 'added' | 'left_out'): void;
}

/**
 * The worker's counters. Their names are a contract with dashboards and alert rules; ops/METRICS.md lists them. A counter that
 * begins with its first increase has none that Prometheus could see, so what is known beforehand begins with 0.
 */
export function workerMetrics({ registry }: Metrics, routes: () => readonly string[]): WorkerMetrics {
  const counter = counters(registry);
  const events = new Counter({
    name: 'guance_jira_events_total',
    help: 'Events by outcome and route',
    labelNames: ['outcome', 'route'],
    registers: [registry],
    collect() {
      // At each scrape, since rules change while the worker runs.
      for (const route of [...routes(), NO_ROUTE])
        for (const outcome of Outcome.options) this.inc({ outcome, route }, 0);
    },
  });
  const reconciles = counter('reconciles_total', 'Lost answers resolved, by result', ['result']);
  for (const result of ['found', 'posted_again', 'twins']) reconciles.inc({ result }, 0);
  const conflicts = counter(
    'ledger_conflicts_total',
    'Two attempts that met at one ledger record: second_issue (a duplicate was created) or taken_over (nothing was sent)',
    ['kind'],
  );
  for (const kind of ['second_issue', 'taken_over']) conflicts.inc({ kind }, 0);
  const duplicates = counter('duplicate_issues_total', 'Duplicate issues handled: closed, or left to people', [
    'result',
  ]);
  for (const result of ['closed', 'left']) duplicates.inc({ result }, 0);
  const epochs = counter('ledger_epochs_total', 'Times that Redis was found to have lost data, by reason', ['reason']);
  for (const reason of EPOCH_REASONS) epochs.inc({ reason }, 0);
  const hidden = counter('hidden_issues_total', 'Our own issues that the account can create but not see');
  const rejected = counter(
    'rejected_fields_total',
    'Fields left out of issues because Jira refused them, by route and field id',
    ['route', 'field'],
  );
  const fallbacks = new Counter({
    name: 'guance_jira_fallbacks_total',
    help: 'Issues created by the fallback because Jira refused the project or type of the route',
    labelNames: ['route'],
    registers: [registry],
    collect() {
      for (const route of routes()) this.inc({ route }, 0);
    },
  });
  const pauses = counter('pauses_total', 'Pauses of requests to Jira that this worker met, by reason', ['reason']);
  for (const reason of PAUSE_REASONS) pauses.inc({ reason }, 0);
  const duplicateJobs = counter(
    'duplicate_jobs_total',
    'Jobs whose event already had its outcome: absorbed by the ledger',
  );
  const retries = counter('event_retries_total', 'Events retried after an internal error');
  const stalled = counter('stalled_jobs_total', 'Events taken over from a worker that died or stalled');
  const requests = requestMetrics(registry);
  const seconds = new Histogram({
    name: 'guance_jira_event_seconds',
    help: 'Seconds from the webhook to the outcome',
    labelNames: ['outcome'],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 7200],
    registers: [registry],
  });
  const notifications = counter('notifications_total', 'Messages to NOTIFY_URL, by result: sent or failed', ['result']);
  for (const result of ['sent', 'failed']) notifications.inc({ result }, 0);
  const deeds = counter('back_total', 'What changes in Jira led to in Guance, by deed and route', ['deed', 'route']);
  for (const deed of DEEDS) deeds.inc({ deed, route: NO_ROUTE }, 0);
  const guance = counter('guance_requests_total', "Requests to Guance's OpenAPI by endpoint and class of answer", [
    'endpoint',
    'class',
  ]);
  for (const name of ['done', 'unauthorized', 'throttled']) guance.inc({ endpoint: 'restore', class: name }, 0);
  const caughtUp = counter(
    'caught_up_total',
    'Events that never came, found in Guance and put into the queue, by kind',
    ['kind'],
  );
  for (const kind of ['fault', 'recovery']) caughtUp.inc({ kind }, 0);
  const context = counter(
    'context_total',
    'Charts and log lines for new issues, by part and end: added, or left out with a note',
    ['part', 'end'],
  );
  for (const part of contextParts) for (const end of ['added', 'left_out']) context.inc({ part, end }, 0);
  let resting: string | null = null;
  return {
    handled: ({ outcome, route }, durationMs) => {
      events.inc({ outcome, route: route ?? NO_ROUTE });
      if (durationMs !== null) seconds.observe({ outcome }, durationMs / 1000);
    },
    repeated: () => duplicateJobs.inc(),
    triedAgain: () => retries.inc(),
    stalled: () => stalled.inc(),
    request: requests,
    reconciled: (result) => reconciles.inc({ result }),
    conflict: (kind) => conflicts.inc({ kind }),
    hidden: () => hidden.inc(),
    duplicateEnded: (result) => duplicates.inc({ result }),
    epochRenewed: (reason) => epochs.inc({ reason }),
    rejectedField: (route, field) => rejected.inc({ route, field }),
    fallback: (route) => fallbacks.inc({ route }),
    paused: (reason) => {
      if (reason !== null && reason !== resting) pauses.inc({ reason });
      resting = reason;
    },
    notified: (result) => notifications.inc({ result }),
    toldGuance: (deed, route) => deeds.inc({ deed, route: route ?? NO_ROUTE }),
    contextEnded: (part, end) => context.inc({ part, end }),
    guanceRequest: (endpoint, end) => guance.inc({ endpoint, class: end }),
    caughtUp: (kind) => caughtUp.inc({ kind }),
  };
}

/** `refused`: by Guance, or by an alert that names too little; `failed`: Guance could not be told for a day. */
const DEEDS = ['restored', 'muted', 'lifted', 'refused', 'failed'] as const;

/** The reasons of `PauseReason` that concern people; `rate` is the everyday limit. */
export const PAUSE_REASONS = ['unavailable', 'unauthorized', 'throttled', 'blocked', 'manual'] as const;
/** Of events that no route took, or that could not be read. */
const NO_ROUTE = 'none';
const EPOCH_REASONS = ['empty', 'wiped', 'restored', 'stale', 'failover', 'moved'];
const CLASSES: readonly (AnswerClass | 'done')[] = [
  'done',
  'throttled',
  'rejected',
  'unauthorized',
  'forbidden',
  'ambiguous',
  'not_executed',
];

function requestMetrics(registry: Metrics['registry']): WorkerMetrics['request'] {
  const counter = counters(registry);
  const requests = counter('requests_total', 'Requests to Jira by endpoint and class of answer', ['endpoint', 'class']);
  for (const name of CLASSES) requests.inc({ endpoint: 'create', class: name }, 0);
  const throttled = counter('throttled_total', "429 answers from Jira by RateLimit-Reason, or 'none'", ['reason']);
  throttled.inc({ reason: 'none' }, 0);
  const seconds = new Histogram({
    name: 'guance_jira_request_seconds',
    help: 'Seconds that a request to Jira takes, including requests without an answer',
    labelNames: ['endpoint'],
    buckets: [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers: [registry],
  });
  return (endpoint, failure, ms) => {
    requests.inc({ endpoint, class: failure ? classify(failure.facts) : 'done' });
    seconds.observe({ endpoint }, ms / 1000);
    if (failure?.facts.status === 429) throttled.inc({ reason: throttleReason(failure.facts.rateReason) });
  };
}

function counters(registry: Metrics['registry']) {
  return (name: string, help: string, labelNames: string[] = []) =>
    new Counter({ name: `guance_jira_${name}`, help, labelNames, registers: [registry] });
}

/** For the console's charts as well. */
export function countingRequests(metrics: WorkerMetrics, tally: Pick<Tally, 'addRequest'>): WorkerMetrics {
  return {
    ...metrics,
    request: (endpoint, failure, ms) => {
      metrics.request(endpoint, failure, ms);
      tally.addRequest(failure?.facts.status === 429, Date.now());
    },
  };
}
