import { isRecord, list, own, type RawEvent, scalar, text } from '../../event-fields.ts';
import { isRecoveryWord, levelOf } from '../../level.ts';
import { MAX_URL } from '../../markdown/links.ts';
import { isTelling } from '../../text/clean-text.ts';
import type { AlertEvent } from '../alert-event.ts';
import { markdownOf, wordsOf } from './as-text.ts';
import { checkCondition } from './check-condition.ts';
import { dimensionTags } from './dimension-tags.ts';
import { DEFAULT_TIMEZONE, eventTimesOf, hasLocalTimes } from './event-times.ts';
import { keysOf } from './fault.ts';
import { fillPlaceholders } from './placeholders.ts';

/** The job's event is no event at all; the message names what is wrong, never what it held. */
export class EventUnreadable extends Error {
  readonly code = 'event_unreadable';
  override readonly name = 'EventUnreadable';
}

/**
 * Reads a raw event. Only something that is no JSON object is an error.
 * @throws EventUnreadable
 */
export function readEvent(raw: unknown, delivery: { eventId: string; receivedAt: number }): AlertEvent {
  if (!isRecord(raw)) {
    throw new EventUnreadable(
      `An alert event must be a JSON object, but this one is ${nameOf(raw)}. Look at the job's data.`,
    );
  }
  const source = text(raw, 'df_source');
  const status = word(raw, 'df_status');
  const subStatus = word(raw, 'df_sub_status');
  const recovered = isRecoveryWord(status) || isRecoveryWord(subStatus);
  const tags = dimensionTags(own(raw, 'df_dimension_tags'));
  const monitorName = text(raw, 'df_monitor_checker_name');
  const told = {
    eventId: delivery.eventId,
    workspace: {
      id: text(raw, 'df_workspace_uuid', 'workspace_uuid'),
      name: text(raw, 'df_workspace_name', 'workspace_name'),
    },
    monitor: {
      id: text(raw, 'df_monitor_checker_id'),
      name: monitorName,
      renderedName: monitorName === null ? null : fillPlaceholders(monitorName, tags.values, raw),
    },
    tags: tags.values,
    raw,
  };
  return {
    ...told,
    ...keysOf(told),
    receivedAt: delivery.receivedAt,
    notice: own(raw, 'df_status') === undefined && own(raw, 'df_event_id') === undefined,
    status,
    subStatus,
    level: recovered ? 'ok' : (levelOf(status, source) ?? levelOf(subStatus, source)),
    recovered,
    ref: text(raw, 'df_monitor_checker_event_ref'),
    recoveredBy: recovered ? text(raw, 'df_user_name') : null,
    title: titleOf(raw, tags.values),
    message: markdownOf(own(raw, 'df_message')),
    tagsText: tags.text,
    labels: list(raw, 'df_label'),
    value:
      scalar(raw, 'df_monitor_checker_value_with_unit', 'df_monitor_checker_value', 'Result') ??
      wordsOf(own(raw, 'df_monitor_checker_value')) ??
      wordsOf(own(raw, 'Result')),
    condition: checkCondition(own(raw, 'df_check_condition')),
    reason: wordsOf(own(raw, 'df_event_reason')),
    link: webLink(text(raw, 'df_event_link', 'df_event_url')),
    language: text(raw, 'df_language'),
    site: text(raw, 'df_site_name'),
    source,
    ...eventTimesOf(raw, delivery.receivedAt, DEFAULT_TIMEZONE),
  };
}

/** The event with those of its times that name no offset read in this timezone. */
export function inTimezone(event: AlertEvent, timezone: string): AlertEvent {
  if (!hasLocalTimes(event.raw)) return event;
  return { ...event, ...eventTimesOf(event.raw, event.receivedAt, timezone) };
}

/** Nothing but tags is put into a title: the other fields may hold what is none of its readers' business. */
function titleOf(raw: RawEvent, tagValues: AlertEvent['tags']): string | null {
  const title = wordsOf(own(raw, 'df_title'));
  const filled = title === null ? '' : fillPlaceholders(title, tagValues);
  return isTelling(filled) ? filled : null;
}

function word(raw: RawEvent, key: string): string | null {
  return scalar(raw, key)?.trim().toLowerCase() ?? null;
}

function webLink(link: string | null): string | null {
  if (link === null || link.length > MAX_URL || !URL.canParse(link)) return null;
  const { protocol } = new URL(link);
  return protocol === 'https:' || protocol === 'http:' ? link.trim() : null;
}

function nameOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`;
}
