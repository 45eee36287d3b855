/** The span of one attempt at an event, named by OpenTelemetry's conventions for messaging. */
import { type EventOutcome, QUEUE_NAME } from '@guance-jira/queue';
import type { Attributes, Tracing } from '@guance-jira/service';
import { DelayedError, type Job, RateLimitError } from 'bullmq';

/** Runs `work` as a continuation of the trace that the webhook began. Without tracing it is only `work`. */
export async function traceEvent(
  tracing: Tracing | null,
  job: Job,
  work: () => Promise<EventOutcome>,
): Promise<EventOutcome> {
  if (tracing === null) return work();
  const span = tracing.start(`process ${QUEUE_NAME}`, {
    kind: 'consumer',
    parent: traceparentOf(job.data),
    attributes: {
      'messaging.system': 'bullmq',
      'messaging.operation.type': 'process',
      'messaging.operation.name': 'process',
      'messaging.destination.name': QUEUE_NAME,
      'messaging.message.id': job.id ?? '',
      'guance_jira.attempt': job.attemptsMade + 1,
    },
  });
  try {
    const outcome = await tracing.within(span, work);
    span.set(factsOf(outcome));
    span.end();
    return outcome;
  } catch (error) {
    const waits = error instanceof DelayedError || error instanceof RateLimitError;
    span.set({ 'guance_jira.outcome': waits ? 'waits' : 'failed' });
    // The reason is in the log line: it may quote people's texts.
    span.end(waits || !(error instanceof Error) ? undefined : error.name);
    throw error;
  }
}

/** The trace in which a job stands, as the webhook or its sender named it. */
export function traceIdOf(job: Job): string | undefined {
  return traceparentOf(job.data)?.slice(3, 35);
}

/** A person can add any data on the dashboard, so what stands there is checked again. */
function traceparentOf(data: unknown): string | undefined {
  const given: unknown = Reflect.get(Object(data), 'traceparent');
  const isOne = typeof given === 'string' && /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/.test(given);
  return isOne ? given : undefined;
}

function factsOf({ outcome, route, issueKey }: EventOutcome): Attributes {
  return {
    'guance_jira.outcome': outcome,
    ...(route === null ? {} : { 'guance_jira.route': route }),
    ...(issueKey === null ? {} : { 'guance_jira.issue_key': issueKey }),
  };
}
