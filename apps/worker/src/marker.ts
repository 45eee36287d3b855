import { hash } from 'node:crypto';
import { distinctText } from '@guance-jira/queue';
import type { Marker } from './tracker.ts';

/**
 * The marker of an issue. It hangs on its subject alone (the event id, or under `group: fault` the fault's key), so that every
 * worker, and a worker after a wiped Redis, finds the same one. 128 bits of a hash: no spaces, and nothing of the alert in a label.
 */
export function markerOf(subject: string, eventId: string, faultKey: string): Marker {
  const label = hashedLabel(subject);
  return { label, property: { v: 1, marker: label, eventId, faultKey } };
}

/**
 * The marker under `group: fault`. The object's label stays the same over all faults of the object, so that after a wiped Redis
 * a fault that went on in the issue of an older one is still found there. The route is what later events of the fault follow.
 */
export function faultMarkerOf(faultKey: string, eventId: string, objectKey: string, route: string): Marker {
  const marker = markerOf(faultKey, eventId, faultKey);
  return { ...marker, objectLabel: objectLabelOf(objectKey), property: { ...marker.property, route } };
}

export function objectLabelOf(objectKey: string): string {
  return hashedLabel(`object ${objectKey}`);
}

function hashedLabel(subject: string): string {
  return `gj-${hash('sha256', distinctText(subject), 'hex').slice(0, 32)}`;
}
