import { own, text } from '../../event-fields.ts';
import type { AlertEvent } from '../alert-event.ts';
import { dimensionTags, short } from './dimension-tags.ts';
import { faultStartName } from './event-times.ts';
import { faultStartBefore, tagsBefore } from './keys-before.ts';

/** What is watched, the same over all its faults. Unambiguous: the parts are percent-encoded and joined by `/`. */
export function objectKey(event: AlertEvent): string {
  if (event.keptAs) return event.keptAs.objectKey;
  const workspace = event.workspace.id ?? '';
  const ref = text(event.raw, 'df_monitor_checker_event_ref');
  if (ref !== null) return join(workspace, 'ref', ref);
  if (event.monitor.id !== null) return join(workspace, 'monitor', event.monitor.id, ...tagsOf(event));
  // An SLO has an id of its own and may name neither monitor nor tags.
  const slo = text(event.raw, 'df_slo_id');
  if (slo !== null) return join(workspace, 'slo', slo, ...tagsOf(event));
  return join(workspace, 'event', event.eventId);
}

/** One round of the object, from its first abnormal event to its recovery. Without any trace of a round, the event alone. */
export function faultKey(event: AlertEvent): string {
  const faultId = text(event.raw, 'df_fault_id');
  if (faultId !== null) return join(event.workspace.id ?? '', 'fault', faultId.trim());
  if (event.keptAs) return event.keptAs.faultKey;
  const start = faultStartName(event.raw);
  // In whole seconds as Guance writes it, so that finer units name the same round.
  if (start !== null) return `${objectKey(event)}/${Math.floor(start / 1000)}`;
  return join(event.workspace.id ?? '', 'event', event.eventId);
}

/** How 0.1 named both, where the object's name was another; its records live on under it. */
export function keysBefore(event: AlertEvent): { objectKey: string; faultKey: string } | null {
  const { raw, eventId, monitor } = event;
  const workspace = event.workspace.id ?? '';
  if (text(raw, 'df_monitor_checker_event_ref') !== null) return null;
  const alone = join(workspace, 'event', eventId);
  const before = monitor.id === null ? alone : join(workspace, 'monitor', monitor.id, canonical(tagsBefore(raw)));
  if (before === objectKey(event)) return null;
  const faultId = text(raw, 'df_fault_id');
  if (faultId !== null) return { objectKey: before, faultKey: encode(faultId.trim()) };
  const start = faultStartBefore(raw);
  return { objectKey: before, faultKey: start === null ? alone : `${before}/${start / 1000}` };
}

/** How 0.1 called the fault where that was another name: by an id alone that two workspaces may both use. */
export function faultKeyBefore(event: AlertEvent): string | null {
  const faultId = text(event.raw, 'df_fault_id');
  return faultId === null ? null : encode(faultId.trim());
}

/** Whether the event tells of its round; else it belongs to whichever is under way. */
export function namesItsFault(event: AlertEvent): boolean {
  return text(event.raw, 'df_fault_id') !== null || faultStartName(event.raw) !== null;
}

/** One part where the tags are plain names and values, else another word before it: neither can be taken for the other. */
function tagsOf(event: AlertEvent): string[] {
  const { identity } = dimensionTags(own(event.raw, 'df_dimension_tags'));
  return identity === null ? [canonical(event.tags)] : ['tags', identity];
}

/** Guance writes the tags in no certain order. */
function canonical(tags: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(tags).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return pairs.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&');
}

function join(...parts: string[]): string {
  return parts.map(encode).join('/');
}

/** encodeURIComponent throws on lone surrogates, which JSON can carry. An id of a megabyte is nobody's, and takes it 50 ms each time. */
function encode(part: string): string {
  return encodeURIComponent(part.length > MAX_PART ? short(part) : part.toWellFormed());
}

const MAX_PART = 10_000;
