import { own, text } from '../../event-fields.ts';
import type { AlertEvent } from '../alert-event.ts';
import { dimensionTags, short } from './dimension-tags.ts';
import { faultStartName } from './event-times.ts';
import { faultStartBefore, tagsBefore } from './keys-before.ts';

/** What an event tells by which it is told from others: the part of an event in our words that is read before. */
type Told = Pick<AlertEvent, 'eventId' | 'workspace' | 'monitor' | 'tags' | 'raw'>;

type Keys = Pick<AlertEvent, 'objectKey' | 'faultKey' | 'namesItsFault' | 'faultKeyBefore' | 'keysBefore'>;

export function keysOf(event: Told): Keys {
  const faultId = text(event.raw, 'df_fault_id')?.trim() ?? null;
  const start = faultStartName(event.raw);
  const object = objectKey(event);
  return {
    objectKey: object,
    faultKey: faultKey(event, object, faultId, start),
    namesItsFault: faultId !== null || start !== null,
    faultKeyBefore: faultId === null ? null : encode(faultId),
    keysBefore: keysBefore(event, object, faultId),
  };
}

/** Unambiguous: the parts are percent-encoded and joined by `/`. */
function objectKey(event: Told): string {
  const workspace = event.workspace.id ?? '';
  const ref = text(event.raw, 'df_monitor_checker_event_ref');
  if (ref !== null) return objectOfRef(workspace, ref);
  if (event.monitor.id !== null) return join(workspace, 'monitor', event.monitor.id, ...tagsOf(event));
  // An SLO has an id of its own and may name neither monitor nor tags.
  const slo = text(event.raw, 'df_slo_id');
  if (slo !== null) return join(workspace, 'slo', slo, ...tagsOf(event));
  return join(workspace, 'event', event.eventId);
}

/** The object of a workspace that Guance calls so. */
export function objectOfRef(workspace: string, ref: string): string {
  return join(workspace, 'ref', ref);
}

/** Without any trace of a round, the event alone. */
function faultKey(event: Told, object: string, faultId: string | null, start: number | null): string {
  const workspace = event.workspace.id ?? '';
  if (faultId !== null) return join(workspace, 'fault', faultId);
  // In whole seconds as Guance writes it, so that finer units name the same round.
  if (start !== null) return `${object}/${Math.floor(start / 1000)}`;
  return join(workspace, 'event', event.eventId);
}

function keysBefore(event: Told, object: string, faultId: string | null): Keys['keysBefore'] {
  const { raw, eventId, monitor } = event;
  const workspace = event.workspace.id ?? '';
  if (text(raw, 'df_monitor_checker_event_ref') !== null) return null;
  const alone = join(workspace, 'event', eventId);
  const before = monitor.id === null ? alone : join(workspace, 'monitor', monitor.id, canonical(tagsBefore(raw)));
  if (before === object) return null;
  if (faultId !== null) return { objectKey: before, faultKey: encode(faultId) };
  const start = faultStartBefore(raw);
  return { objectKey: before, faultKey: start === null ? alone : `${before}/${start / 1000}` };
}

/** One part where the tags are plain names and values, else another word before it: neither can be taken for the other. */
function tagsOf(event: Told): string[] {
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
