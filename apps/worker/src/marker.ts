import { createHash } from 'node:crypto';
import type { Marker } from './tracker.ts';

/**
 * The marker of an issue. It hangs on its subject alone (the event id, or under `group: fault` the fault's key), so that every
 * worker, and a worker after a wiped Redis, finds the same one. 128 bits of a hash: no spaces, and nothing of the alert in a label.
 */
export function markerOf(subject: string, eventId: string, faultKey: string): Marker {
  const label = `gj-${createHash('sha256').update(subject).digest('hex').slice(0, 32)}`;
  return { label, property: { v: 1, marker: label, eventId, faultKey } };
}
