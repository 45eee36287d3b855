import { hash } from 'node:crypto';
import type { EventJob } from '../contract/contract.ts';
import { withoutDroppedFields } from '../contract/dropped-fields.ts';
import { EVENT_ID } from '../contract/guance-fields.ts';
import { ownEventId, withPlainIdentity } from '../contract/identity-fields.ts';
import { isNotice } from './find-events.ts';
import type { Body } from './read-body.ts';

/** When and how a delivery arrived. `receivedAt` is milliseconds since the epoch. */
export interface Arrival {
  receivedAt: number;
  traceparent?: string | undefined;
  /** Makes an id that never comes twice. */
  uniqueId: () => string;
}

/** Turns a delivery into jobs: one per event, in the order sent, without the fields that could hold secrets. */
export function jobsOf(body: Body, arrival: Arrival): EventJob[] {
  if (body.kind === 'json')
    return body.events.map((raw) => jobOf(withPlainIdentity(withoutDroppedFields(raw)), arrival));
  // A text is an alert of unknown level. Its id makes it one: an event with neither level nor id counts as a test.
  const eventId = bodyId(body.event, arrival.receivedAt);
  return [job(eventId, { ...body.event, [EVENT_ID]: eventId }, arrival)];
}

/** A W3C trace parent, or undefined for anything else. https://www.w3.org/TR/trace-context/#traceparent-header */
export function validTraceparent(header: string | undefined): string | undefined {
  return header !== undefined &&
    /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/.test(header)
    ? header
    : undefined;
}

function jobOf(event: Record<string, unknown>, arrival: Arrival): EventJob {
  const given = ownEventId(event);
  if (given !== null) return job(given, event, arrival);
  return job(isNotice(event) ? `notice-${arrival.uniqueId()}` : bodyId(event, arrival.receivedAt), event, arrival);
}

function job(eventId: string, event: Record<string, unknown>, { receivedAt, traceparent }: Arrival): EventJob {
  return { v: 1, eventId, event, receivedAt, ...(traceparent === undefined ? {} : { traceparent }) };
}

/** Without an event time the same text may be a new alert, so the minute of arrival is part of the id. */
function bodyId(event: Record<string, unknown>, receivedAt: number): string {
  const timed = hasTime(event.date) || hasTime(event.timestamp);
  const text = canonical(event) + (timed ? '' : `\n${Math.floor(receivedAt / 60_000)}`);
  return `body-${hash('sha256', text, 'hex')}`;
}

function hasTime(value: unknown): boolean {
  return (typeof value === 'number' && value > 0) || (typeof value === 'string' && value.trim() !== '');
}

/** JSON with the keys of every object in one order. The depth of a body is bounded before. */
function canonical(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const entries = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(',')}}`;
}
