export { ConfigInvalid, type LoadedEnv, loadEnv, splitList } from './env.ts';
export { createLogger, errorFields, type Log, LogSettings } from './logger.ts';
export { createMetrics, type Metrics } from './metrics.ts';
export { occasionally } from './occasionally.ts';
export { hideKnown, redactDeep, redactText } from './redact.ts';
export { closeOnSignals } from './shutdown.ts';
