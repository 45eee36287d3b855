/** The spans of a delivery, named by OpenTelemetry's conventions for HTTP and messaging. */
import { QUEUE_NAME } from '@guance-jira/queue';
import type { Tracing } from '@guance-jira/service';

export interface DeliveryTrace {
  /** Begins the enqueueing, and says by which traceparent the worker goes on. To be called once, before the jobs are made. */
  enqueue(): string;
  end(facts: {
    status: number;
    tokenLabel: string;
    requestId: string;
    bytes: number;
    events: number;
    error?: string;
  }): void;
}

/** The token stands in the path, so neither path nor URL may be told. https://opentelemetry.io/docs/specs/semconv/http/http-spans/ */
const ROUTE = '/webhook/guance/{token}';

/** @param parent the traceparent that came with the delivery, checked */
export function traceDelivery(tracing: Tracing, parent: string | undefined, startedAt: number): DeliveryTrace {
  const server = tracing.start(`POST ${ROUTE}`, {
    kind: 'server',
    parent,
    startedAt,
    attributes: { 'http.request.method': 'POST', 'http.route': ROUTE },
  });
  let producer: ReturnType<Tracing['start']> | null = null;
  return {
    enqueue: () => {
      producer = tracing.start(`send ${QUEUE_NAME}`, {
        kind: 'producer',
        parent: server,
        attributes: {
          'messaging.system': 'bullmq',
          'messaging.operation.type': 'send',
          'messaging.operation.name': 'send',
          'messaging.destination.name': QUEUE_NAME,
        },
      });
      return producer.traceparent;
    },
    end: ({ status, tokenLabel, requestId, bytes, events, error }) => {
      producer?.set({ 'messaging.batch.message_count': events });
      producer?.end(status >= 500 ? error : undefined);
      server.set({
        'http.response.status_code': status,
        'http.request.body.size': bytes,
        'guance_jira.token_label': tokenLabel,
        'guance_jira.request_id': requestId,
        'guance_jira.events': events,
      });
      // A refusal is the sender's error, not ours.
      server.end(status >= 500 ? error : undefined);
    },
  };
}
