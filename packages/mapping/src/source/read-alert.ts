/**
 * The one door from what a source sent to an alert event in our words: a source is a folder beside this file, and all else asks here.
 */
import type { AlertEvent } from './alert-event.ts';
import * as event from './guance/event.ts';
import * as fields from './guance/fields-as-read.ts';
import * as possible from './guance/possible-events.ts';
import { TEMPLATE_FIELDS } from './guance/rule-fields.ts';

export interface AlertSource {
  /** Only something that is no JSON object is an error: EventUnreadable. */
  read(raw: unknown, delivery: { eventId: string; receivedAt: number }): AlertEvent;
  /** The event with those of its times that name no offset read in this timezone. */
  inTimezone(event: AlertEvent, timezone: string): AlertEvent;
  /** The fields as templates have them: placeholders filled, lists as lists. */
  fieldsAsRead(event: AlertEvent): Readonly<Record<string, unknown>>;
  /** What a template may begin with, as far as it is written down. */
  readonly templateFields: readonly string[];
  /** An alert that holds what each one does, and these besides; to try rules by. */
  possibleEvent(status: string, given: readonly possible.GivenField[]): Readonly<Record<string, unknown>>;
  /** Whether every alert holds what this variable of a template asks for. */
  isCertain(path: readonly string[]): boolean;
}

const guance: AlertSource = {
  read: event.readEvent,
  inTimezone: event.inTimezone,
  fieldsAsRead: fields.fieldsAsRead,
  templateFields: TEMPLATE_FIELDS,
  possibleEvent: possible.possibleEvent,
  isCertain: possible.isCertain,
};

/** The only one so far; a second needs a word in the job that says which it is. */
export const { read: readAlert, inTimezone, fieldsAsRead, templateFields, possibleEvent, isCertain } = guance;
export { ANYTHING, type GivenField } from './guance/possible-events.ts';
