/** An OTLP collector: takes traces over HTTP as protobuf. https://opentelemetry.io/docs/specs/otlp/ */
import { createServer } from 'node:http';
import { listen } from '../transport/listen.ts';
import { type Fields, messages, number, readFields, text } from './protobuf.ts';

export interface CollectedSpan {
  readonly service: string;
  readonly traceId: string;
  readonly id: string;
  /** Empty for a root. */
  readonly parent: string;
  readonly name: string;
  readonly kind: 'internal' | 'server' | 'client' | 'producer' | 'consumer';
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly failed: boolean;
  readonly startedAt: number;
  readonly endedAt: number;
}

export interface Collector {
  readonly url: string;
  readonly spans: readonly CollectedSpan[];
  /** All bytes that came, as text. */
  readonly raw: string;
  /** The paths that were asked for. */
  readonly paths: readonly string[];
  close(): Promise<void>;
}

export async function startCollector(): Promise<Collector> {
  const spans: CollectedSpan[] = [];
  const paths: string[] = [];
  let raw = '';
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const body = Buffer.concat(parts);
    raw += body.toString('latin1') + body.toString('utf8');
    paths.push(request.url ?? '');
    spans.push(...readTraces(body));
    response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end();
  });
  const { port, close } = await listen(server);
  return {
    url: `http://127.0.0.1:${port}`,
    spans,
    paths,
    close,
    get raw() {
      return raw;
    },
  };
}

const KINDS = ['internal', 'internal', 'server', 'client', 'producer', 'consumer'] as const;
const ERROR = 2;

/** Field numbers of opentelemetry/proto/trace/v1/trace.proto. */
function readTraces(body: Buffer): CollectedSpan[] {
  return messages(readFields(body), 1).flatMap((resourceSpans) => {
    const resource = attributesOf(messages(resourceSpans, 1).flatMap((message) => messages(message, 1)));
    return messages(resourceSpans, 2)
      .flatMap((scope) => messages(scope, 2))
      .map((span) => ({
        service: String(resource['service.name']),
        traceId: text(span, 1, 'hex'),
        id: text(span, 2, 'hex'),
        parent: text(span, 4, 'hex'),
        name: text(span, 5),
        kind: KINDS[number(span, 6) ?? 0] ?? 'internal',
        startedAt: (number(span, 7) ?? 0) / 1e6,
        endedAt: (number(span, 8) ?? 0) / 1e6,
        attributes: attributesOf(messages(span, 9)),
        failed: messages(span, 15).some((status) => number(status, 3) === ERROR),
      }));
  });
}

function attributesOf(pairs: readonly Fields[]): Record<string, string | number> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const [value] = messages(pair, 2);
      return [text(pair, 1), value ? (number(value, 3) ?? text(value, 1)) : ''];
    }),
  );
}
