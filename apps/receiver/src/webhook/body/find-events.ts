import { Refusal } from '../../http/refusal.ts';
import { parseInner } from './parse-json.ts';

const MAX_EVENTS = 10_000;
const MAX_LEVELS = 100;
/** How deep under a wrapper events are looked for: `{ kwargs: { event: {…} } }` is two. */
const MAX_WRAPPERS = 3;

export type RawEvent = Record<string, unknown>;

/**
 * The events of a delivery: an object, a list of objects, or either one inside an object that is itself no event, as scripts
 * that forward an alert send it (`event`, `kwargs`, `events`, `alerts`, whatever the key). An object without any event inside
 * stands for itself: it is a notice.
 * @throws Refusal invalid_json or body_too_large
 */
export function findEvents(value: unknown): RawEvent[] {
  const list = Array.isArray(value) ? value : [value];
  refuseDepth(list);
  const objects = list.flatMap((item) => objectsOf(item));
  if (objects.length === 0 && list.length > 0) throw notObjects();
  const events = objects.flatMap((object) => unwrap(object));
  if (events.length > MAX_EVENTS)
    throw new Refusal('body_too_large', `One delivery may hold at most ${MAX_EVENTS} events.`);
  // Once more: a text inside may have been JSON of its own depth.
  refuseDepth(events);
  return events;
}

/** Neither level nor id: a press of a test button, or a notice that is no alert. */
export function isNotice(event: RawEvent): boolean {
  return event.df_status === undefined && event.df_event_id === undefined;
}

function unwrap(object: RawEvent): RawEvent[] {
  if (!isNotice(object)) return [object];
  const inside = eventsInside(object, MAX_WRAPPERS);
  return inside.length > 0 ? inside : [object];
}

function eventsInside(wrapper: RawEvent, levels: number): RawEvent[] {
  return Object.values(wrapper).flatMap((value) =>
    objectsOf(value).flatMap((object) => {
      if (isEvent(object)) return [object];
      return levels > 1 && isNotice(object) ? eventsInside(object, levels - 1) : [];
    }),
  );
}

/** Inside something else only what says clearly that it is an alert of Guance counts as one. */
function isEvent(object: RawEvent): boolean {
  if (object.df_event_id !== undefined) return true;
  return (
    object.df_status !== undefined && (object.df_title !== undefined || object.df_monitor_checker_id !== undefined)
  );
}

/** The objects that a value is, holds as a list, or holds as JSON in a text. */
function objectsOf(value: unknown): RawEvent[] {
  const read = typeof value === 'string' ? parseInner(value) : value;
  if (Array.isArray(read)) return read.filter(isObject);
  return isObject(read) ? [read] : [];
}

function notObjects(): Refusal {
  return new Refusal('invalid_json', 'The body must be a JSON object, or an array of objects: one per event.');
}

function refuseDepth(list: readonly unknown[]): void {
  if (isDeeperThan(list, MAX_LEVELS + 1))
    throw new Refusal('invalid_json', `The body is nested deeper than ${MAX_LEVELS} levels.`);
}

/** Without recursion, which a hostile depth would turn into a stack overflow. */
function isDeeperThan(root: unknown, limit: number): boolean {
  const open: { value: unknown; depth: number }[] = [{ value: root, depth: 1 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.value === null || typeof next.value !== 'object') continue;
    if (next.depth > limit) return true;
    for (const child of Object.values(next.value))
      if (child !== null && typeof child === 'object') open.push({ value: child, depth: next.depth + 1 });
  }
  return false;
}

function isObject(value: unknown): value is RawEvent {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
