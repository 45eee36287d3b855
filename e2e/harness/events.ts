import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { repoRoot } from './paths.ts';

export type GuanceEvent = Record<string, unknown> & { df_event_id: string };

const sample: Record<string, unknown> = JSON.parse(
  readFileSync(`${repoRoot}/samples/guance/01-monitor-critical.json`, 'utf8'),
);

/** The sample alert with an event id of its own; `changes` replace its fields. */
export function sampleEvent(changes: Record<string, unknown> = {}): GuanceEvent {
  return { ...sample, df_event_id: `event-${randomUUID().replaceAll('-', '')}`, ...changes };
}
