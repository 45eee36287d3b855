import { createHash } from 'node:crypto';
import type { Marker } from './tracker.ts';

/**
 * The marker of an event's issue. It hangs on the event id alone, so that every worker, and a worker after a wiped Redis,
 * finds the same one. 128 bits of a hash: no spaces, and nothing of the alert in a label.
 */
export function markerOf(eventId: string, faultKey: string): Marker {
  const label = `gj-${createHash('sha256').update(eventId).digest('hex').slice(0, 32)}`;
  return { label, property: { v: 1, marker: label, eventId, faultKey } };
}
