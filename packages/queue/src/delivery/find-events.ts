import { isDropped } from '../contract/dropped-fields.ts';
import { ownEventId } from '../contract/identity-fields.ts';
import { BodyRefused } from './body-refused.ts';
import { parseInner } from './parse-json.ts';

const MAX_EVENTS = 10_000;
const MAX_LEVELS = 100;
/** How much of a delivery is looked through: values, texts in texts, and letters of such texts. No sender's envelope has more. */
const MAX_VALUES = 200_000;
const MAX_ENCODINGS = 3;
const MAX_LETTERS = 3_000_000;

export type RawEvent = Record<string, unknown>;

/** What may still be looked at. */
interface Rest {
  values: number;
  letters: number;
}

/**
 * The events of a delivery: an object, a list of objects, or what lies in an envelope round them, as scripts, proxies and queues
 * that forward an alert send it: under any key, in lists of lists, as JSON in a text. An object without any event inside stands
 * for itself: it is a notice.
 * @param levels of the value, where they were counted before
 * @throws BodyRefused invalid_json or body_too_large
 */
export function findEvents(value: unknown, levels: number | null = null): RawEvent[] {
  const list = Array.isArray(value) ? value : [value];
  if (levels === null || levels > MAX_LEVELS) refuseDepth(list);
  refuseTooMany(list);
  const rest: Rest = { values: MAX_VALUES, letters: MAX_LETTERS };
  const objects = objectsIn(list, rest, 0);
  if (objects.length === 0 && list.length > 0) throw notObjects();
  const events = objects.flatMap(({ object, encodings }) => {
    const found = alertsIn(object, rest, encodings);
    return found.length > 0 ? found : [object];
  });
  if (events.length > MAX_EVENTS) throw tooMany();
  return events;
}

/** Neither level nor id: a press of a test button, or a notice that is no alert. */
export function isNotice(event: RawEvent): boolean {
  return event.df_status === undefined && event.df_event_id === undefined;
}

/**
 * With an id and a level of its own an object is one alert, whatever else it lists: events that it is related to, say. Any other
 * is an envelope when alerts are inside, and stands beside them only where it tells of an object of its own, too.
 */
function alertsIn(object: RawEvent, rest: Rest, encodings: number): RawEvent[] {
  if (says(object.df_status) && ownEventId(object) !== null) return [object];
  const inside: RawEvent[] = [];
  for (const key in object) {
    const value = object[key];
    if (!mayHold(value) || isDropped(key)) continue;
    for (const each of objectsIn(value, rest, encodings)) inside.push(...alertsIn(each.object, rest, each.encodings));
  }
  if (inside.length > 0) return isOfAnObject(object) ? [object, ...inside] : inside;
  return says(object.df_status) || object.df_event_id !== undefined ? [object] : [];
}

function isOfAnObject(object: RawEvent): boolean {
  return says(object.df_status) && OBJECT.some((name) => object[name] !== undefined);
}

const OBJECT = [
  'df_dimension_tags',
  'df_monitor_checker_event_ref',
  'df_monitor_checker_id',
  'df_fault_id',
  'df_slo_id',
];

/** A list of levels, say, is a filter and no level. */
function says(status: unknown): boolean {
  return typeof status === 'number' || (typeof status === 'string' && status.trim() !== '');
}

interface Found {
  readonly object: RawEvent;
  /** In how many texts of JSON it lay. */
  readonly encodings: number;
}

/** The objects that a value is, holds in lists, or holds as JSON in a text, but not those inside them. */
function objectsIn(value: unknown, rest: Rest, encodings: number): Found[] {
  rest.values -= 1;
  if (rest.values < 0) return [];
  if (Array.isArray(value)) return value.flatMap((item) => (mayHold(item) ? objectsIn(item, rest, encodings) : []));
  if (isObject(value)) return [{ object: value, encodings }];
  const inner = typeof value === 'string' ? parseText(value, rest, encodings) : undefined;
  return inner === undefined ? [] : objectsIn(inner, rest, encodings + 1);
}

/** Nearly all values of an alert are texts and numbers: they are passed over without counting. */
function mayHold(value: unknown): boolean {
  return typeof value === 'string' ? /^\s*[[{"]/.test(value) && value.includes('df_') : isDeep(value);
}

function parseText(text: string, rest: Rest, encodings: number): unknown {
  if (encodings === MAX_ENCODINGS || !mayHold(text)) return undefined;
  rest.letters -= text.length;
  if (rest.letters < 0) return undefined;
  const inner = parseInner(text);
  refuseDepth([inner]);
  return inner;
}

/** Each object of the outer list is an event at least: to look into hundreds of thousands would hold up all other deliveries. */
function refuseTooMany(list: readonly unknown[]): void {
  if (list.length <= MAX_EVENTS) return;
  let objects = 0;
  for (const item of list) {
    if (isObject(item)) objects += 1;
    if (objects > MAX_EVENTS) throw tooMany();
  }
}

function tooMany(): BodyRefused {
  return new BodyRefused('body_too_large', `One delivery may hold at most ${MAX_EVENTS} events.`);
}

function notObjects(): BodyRefused {
  return new BodyRefused('invalid_json', 'The body must be a JSON object, or an array of objects: one per event.');
}

function refuseDepth(list: readonly unknown[]): void {
  if (isDeeperThan(list, MAX_LEVELS + 1))
    throw new BodyRefused('invalid_json', `The body is nested deeper than ${MAX_LEVELS} levels.`);
}

/** Without recursion, which a hostile depth would turn into a stack overflow. */
function isDeeperThan(root: unknown, limit: number): boolean {
  const open: { value: unknown; depth: number }[] = [{ value: root, depth: 1 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (!isDeep(next.value)) continue;
    if (next.depth > limit) return true;
    // Freshly parsed, so that it has no fields but its own; a list of their values takes as long as all else.
    for (const key in next.value) {
      const child: unknown = Reflect.get(next.value, key);
      if (isDeep(child)) open.push({ value: child, depth: next.depth + 1 });
    }
  }
  return false;
}

function isDeep(value: unknown): value is object {
  return value !== null && typeof value === 'object';
}

function isObject(value: unknown): value is RawEvent {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
