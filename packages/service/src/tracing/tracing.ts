import type { Log } from '../log/logger.ts';
import { errorFields } from '../log/logger.ts';
import { rateLimitedLog } from '../log/rate-limited-log.ts';
import type { Tracing } from './span.ts';
import type { TraceSettings } from './trace-settings.ts';

/**
 * Opens the way to the collector, or returns null where none is set: then nothing of OpenTelemetry is even imported, which
 * would cost each start a tenth of a second and some megabytes.
 */
export async function openTracing(
  settings: TraceSettings,
  { service, log }: { service: string; log: Log },
): Promise<Tracing | null> {
  if (settings.OTEL_EXPORTER_OTLP_ENDPOINT === undefined) return null;
  const { createOpenTelemetry } = await import('./open-telemetry.ts');
  const report = rateLimitedLog<unknown>(60_000, (error, suppressed) =>
    log.warn('traces cannot be sent', { ...errorFields(error), suppressed }),
  );
  return createOpenTelemetry(settings, settings.OTEL_EXPORTER_OTLP_ENDPOINT, service, report);
}
