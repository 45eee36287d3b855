/** What the apps know of tracing. */

/** Facts of a span. Never a text of people, an URL with a token, or words of an answer: traces leave the house. */
export type Attributes = Readonly<Record<string, string | number | boolean>>;

/** A piece of work with its time, as part of a trace. */
export interface Span {
  /** By which another process continues the trace: https://www.w3.org/TR/trace-context/#traceparent-header */
  readonly traceparent: string;
  set(attributes: Attributes): void;
  /** Ends it; with `error`, a short constant word such as a code, as failed. */
  end(error?: string): void;
}

export interface SpanOptions {
  kind: 'server' | 'producer' | 'consumer' | 'client';
  /** A span of this process, or a traceparent; without it the span that `within` made the current one. */
  parent?: Span | string | undefined;
  attributes?: Attributes;
  /** Milliseconds since the epoch, for a span that began before this call. */
  startedAt?: number;
}

export interface Tracing {
  start(name: string, options: SpanOptions): Span;
  /** Runs `work` with `span` as the current one. */
  within<T>(span: Span, work: () => T): T;
  /** Sends what waits, within two seconds. Never rejects. */
  close(): Promise<void>;
}
