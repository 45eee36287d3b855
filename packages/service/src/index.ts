export { ConfigInvalid, type LoadedEnv, loadEnv, splitList } from './env.ts';
export { createLogger, errorFields, type Log, LogSettings } from './logger.ts';
export { createMetrics, type Metrics, programVersion, sharedLook } from './metrics.ts';
export { occasionally } from './occasionally.ts';
export { redactText } from './redact.ts';
export { closeOnSignals } from './shutdown.ts';
export { TraceSettings, traceSecrets } from './trace-settings.ts';
export { type Attributes, openTracing, type Span, type Tracing } from './tracing.ts';
