/** Pure: events out of a text that holds one, a list of them, or one on each line. */
import { withEventId } from '@guance-jira/mapping';
import { withoutDroppedFields } from '@guance-jira/queue';
import { isRecord } from './is-record.ts';

export interface GivenEvent {
  readonly event: Readonly<Record<string, unknown>>;
  /** File, and where there are several its place in it. */
  readonly where: string;
}

export interface Unreadable {
  readonly where: string;
  /** No JSON at all, or JSON that is no event. */
  readonly why: 'no_json' | 'no_object';
}

export interface GivenEvents {
  readonly events: GivenEvent[];
  readonly unreadable: Unreadable[];
}

export function readEvents(text: string, name: string): GivenEvents {
  const content = text.replace(/^\uFEFF/, '').trim();
  const whole = parsed(content);
  if (whole !== NOTHING)
    return sorted(
      asList(whole).map((value, index, all) => ({ value, where: all.length > 1 ? `${name}[${index}]` : name })),
    );
  const lines = content.split(/\r?\n/).map((line, index) => ({ line: line.trim(), where: `${name}:${index + 1}` }));
  const filled = lines.filter(({ line }) => line !== '');
  // One event on each line; otherwise the text as a whole is broken, and each of its lines would be named.
  if (parsed(filled[0]?.line ?? '') === NOTHING) return { events: [], unreadable: [{ where: name, why: 'no_json' }] };
  return sorted(filled.map(({ line, where }) => ({ value: parsed(line), where })));
}

function sorted(values: readonly { value: unknown; where: string }[]): GivenEvents {
  const events: GivenEvent[] = [];
  const unreadable: Unreadable[] = [];
  for (const { value, where } of values) {
    if (isRecord(value)) events.push({ event: withoutDroppedFields(unwrapped(value)), where });
    else unreadable.push({ where, why: value === NOTHING ? 'no_json' : 'no_object' });
  }
  return { events, unreadable };
}

/** The data of a job, as the dashboard shows it, holds the event. */
function unwrapped(value: Record<string, unknown>): Record<string, unknown> {
  return value.v === 1 && typeof value.eventId === 'string' && isRecord(value.event)
    ? withEventId(value.event, value.eventId)
    : value;
}

function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}

const NOTHING = Symbol('no JSON');

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return NOTHING;
  }
}
