import { z } from 'zod';
import { splitList } from '../config/env.ts';

/** The names are OpenTelemetry's own: https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/ */
export const TraceSettings = z.object({
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url({ protocol: /^https?$/, hostname: /.+/, error: 'must be an http:// or https:// URL' })
    .optional()
    .describe(
      'where to send traces, by OTLP over HTTP: `http://otel-collector:4318`, or `http://datakit:9529/otel`; without it, there are no traces',
    ),
  OTEL_EXPORTER_OTLP_HEADERS: pairs()
    .describe('headers for that endpoint, such as a key: `name=value`, comma separated')
    .meta({ secret: true }),
  OTEL_EXPORTER_OTLP_PROTOCOL: z
    .literal('http/protobuf', 'must be http/protobuf; gRPC (port 4317) and JSON are not spoken')
    .default('http/protobuf')
    .describe('how traces are sent; the only supported value'),
  OTEL_SERVICE_NAME: z
    .string()
    .min(1)
    .optional()
    .describe('name of the program in traces (default: guance-jira-receiver, guance-jira-worker)'),
  OTEL_RESOURCE_ATTRIBUTES: pairs().describe('additional attributes of all spans: `name=value`, comma separated'),
  OTEL_TRACES_SAMPLER: z
    .enum([
      'always_on',
      'always_off',
      'traceidratio',
      'parentbased_always_on',
      'parentbased_always_off',
      'parentbased_traceidratio',
    ])
    .default('parentbased_always_on')
    .describe("which traces are kept; `parentbased_…` follows the sender's `traceparent` header"),
  OTEL_TRACES_SAMPLER_ARG: z.coerce
    .number()
    .min(0)
    .max(1)
    .default(1)
    .describe('for `…traceidratio`: the fraction of traces to keep, 0 to 1'),
});
export type TraceSettings = z.infer<typeof TraceSettings>;

/** Reads `a=1,b=2`; the values may be percent-encoded, as the specification wants. */
function pairs() {
  return z
    .string()
    .transform((text, context) => {
      const read = splitList(text).map((part) => /^([^\s=]+)\s*=(.*)$/s.exec(part));
      read.forEach((pair, index) => {
        if (pair === null) context.addIssue({ code: 'custom', message: `part ${index + 1} must be name=value` });
      });
      return Object.fromEntries(
        read.flatMap((pair) => (pair ? [[pair[1] ?? '', decoded((pair[2] ?? '').trim())]] : [])),
      );
    })
    .optional();
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
