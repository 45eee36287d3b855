/** `unknown`: it could not be told, which is no fault. */
export type FindingLevel = 'ok' | 'warn' | 'bad' | 'unknown';
