import type { AlertEvent } from './event.ts';
import { text, time } from './event-fields.ts';

/** What is watched, the same over all its faults. Unambiguous: the parts are percent-encoded and joined by `/`. */
export function objectKey(event: AlertEvent): string {
  const workspace = event.workspace.id ?? '';
  const ref = text(event.raw, 'df_monitor_checker_event_ref');
  if (ref !== null) return join(workspace, 'ref', ref);
  if (event.monitor.id !== null) return join(workspace, 'monitor', event.monitor.id, canonical(event.tags));
  return join(workspace, 'event', event.eventId);
}

/** One round of the object, from its first abnormal event to its recovery. Without any trace of a round, the event alone. */
export function faultKey(event: AlertEvent): string {
  const faultId = text(event.raw, 'df_fault_id');
  if (faultId !== null) return encode(faultId.trim());
  const start = faultStartOf(event);
  if (start !== null) return `${objectKey(event)}/${start / 1000}`;
  return join(event.workspace.id ?? '', 'event', event.eventId);
}

/** Whether the event tells of its round; else it belongs to whichever is under way. */
export function namesItsFault(event: AlertEvent): boolean {
  return text(event.raw, 'df_fault_id') !== null || faultStartOf(event) !== null;
}

function faultStartOf(event: AlertEvent): number | null {
  return time(event.raw, 'df_issue_start_time', 'df_fault_start_time');
}

/** Guance writes the tags in no certain order. */
function canonical(tags: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(tags).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return pairs.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&');
}

function join(...parts: string[]): string {
  return parts.map(encode).join('/');
}

/** encodeURIComponent throws on lone surrogates, which JSON can carry. */
function encode(part: string): string {
  return encodeURIComponent(part.toWellFormed());
}
