/** Tracing by the OpenTelemetry SDK. Imported only where traces are wanted. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { type Context, type Span as OtelSpan, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { defaultResource, resourceFromAttributes } from '@opentelemetry/resources';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  type Sampler,
  type SpanExporter,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { programVersion } from '../metrics.ts';
import type { Span, Tracing } from './span.ts';
import type { TraceSettings } from './trace-settings.ts';

const SEND_TIMEOUT_MS = 10_000;
const CLOSE_TIMEOUT_MS = 2_000;
const MAX_VALUE = 1024;

export function createOpenTelemetry(
  settings: TraceSettings,
  endpoint: string,
  service: string,
  report: (error: unknown) => void,
): Tracing {
  const exporter = new OTLPTraceExporter({
    url: `${endpoint.replace(/\/+$/, '')}/v1/traces`,
    headers: settings.OTEL_EXPORTER_OTLP_HEADERS ?? {},
    timeoutMillis: SEND_TIMEOUT_MS,
  });
  const provider = new TracerProvider({
    resource: defaultResource().merge(resourceFromAttributes(resourceOf(settings, service))),
    sampler: samplerOf(settings),
    spanLimits: { attributeValueLengthLimit: MAX_VALUE },
    spanProcessors: [new BatchSpanProcessor({ exporter: reporting(exporter, report) })],
  });
  const tracer = provider.getTracer('guance-jira', programVersion());
  const current = new AsyncLocalStorage<Context>();
  const spans = new WeakMap<Span, OtelSpan>();
  const contextOf = (parent: Span | string | undefined): Context => {
    if (parent === undefined) return current.getStore() ?? ROOT_CONTEXT;
    if (typeof parent === 'string') return remote(parent);
    const span = spans.get(parent);
    return span === undefined ? ROOT_CONTEXT : trace.setSpan(ROOT_CONTEXT, span);
  };
  return {
    start: (name, { kind, parent, attributes = {}, startedAt }) => {
      const options = { kind: KINDS[kind], attributes, ...(startedAt === undefined ? {} : { startTime: startedAt }) };
      const otel = tracer.startSpan(name, options, contextOf(parent));
      const span = wrapped(otel);
      spans.set(span, otel);
      return span;
    },
    within: (span, work) => current.run(contextOf(span), work),
    close: async () => {
      const timer = Promise.withResolvers<void>();
      const late = setTimeout(timer.resolve, CLOSE_TIMEOUT_MS);
      await Promise.race([provider.shutdown().catch(report), timer.promise]);
      clearTimeout(late);
    },
  };
}

const KINDS = {
  server: SpanKind.SERVER,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
  client: SpanKind.CLIENT,
} as const;

function wrapped(span: OtelSpan): Span {
  const { traceId, spanId, traceFlags } = span.spanContext();
  return {
    traceparent: `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`,
    set: (attributes) => void span.setAttributes(attributes),
    end: (error) => {
      if (error !== undefined) span.setAttribute('error.type', error).setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    },
  };
}

/** The place in a trace that another process names. The text has been checked where it came in. */
function remote(traceparent: string): Context {
  const [, traceId = '', spanId = '', flags = ''] = traceparent.split('-');
  return trace.setSpanContext(ROOT_CONTEXT, {
    traceId,
    spanId,
    traceFlags: Number.parseInt(flags, 16),
    isRemote: true,
  });
}

function resourceOf(settings: TraceSettings, service: string): Record<string, string> {
  const given = settings.OTEL_RESOURCE_ATTRIBUTES ?? {};
  return {
    'service.version': programVersion(),
    'service.instance.id': randomUUID(),
    'host.name': hostname(),
    ...given,
    'service.name': settings.OTEL_SERVICE_NAME ?? given['service.name'] ?? `guance-jira-${service}`,
  };
}

function samplerOf({ OTEL_TRACES_SAMPLER: name, OTEL_TRACES_SAMPLER_ARG: ratio }: TraceSettings): Sampler {
  const root = name.endsWith('always_on')
    ? new AlwaysOnSampler()
    : name.endsWith('always_off')
      ? new AlwaysOffSampler()
      : new TraceIdRatioBasedSampler(ratio);
  return name.startsWith('parentbased_') ? new ParentBasedSampler({ root }) : root;
}

/** The SDK is silent about a collector that it does not reach. */
function reporting(exporter: SpanExporter, report: (error: unknown) => void): SpanExporter {
  return {
    export: (spans, done) =>
      exporter.export(spans, (result) => {
        if (result.error !== undefined) report(result.error);
        done(result);
      }),
    forceFlush: async () => exporter.forceFlush?.(),
    shutdown: () => exporter.shutdown(),
  };
}
