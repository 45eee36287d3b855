import type { Language } from '../options.ts';

export type Json = null | boolean | number | string | Json[] | JsonObject;
export type JsonObject = { [key: string]: Json };

/** What a person can make of an object; `ok` is its recovery. */
export const levels = ['critical', 'error', 'warning', 'nodata'] as const;
export type Level = (typeof levels)[number];
export type Status = Level | 'ok';

export type Monitor = {
  /** `df_monitor_checker_id`. */
  id: string;
  kind: string;
  dql: string;
  /** What is measured, by level; of no data there is none. */
  values: Readonly<Record<Exclude<Status, 'nodata'>, number>>;
  unit: string;
  /** `{{host}}` and the like are filled in by the tags of the object. */
  words: Readonly<Record<Language, { name: string; advice: string }>>;
};

/** One object that a monitor watches: the monitor with its dimension tags. */
export type Watched = {
  /** For addresses: `cpu-web-01`. */
  id: string;
  monitor: Monitor;
  tags: Readonly<Record<string, string>>;
  /** `df_monitor_checker_event_ref`: by monitor and tags alone. */
  ref: string;
  status: Status;
  /** The fault that stands, or null. */
  fault: { id: string; since: number } | null;
};

export type GuanceEvent = {
  /** `__docid`. */
  docId: string;
  id: string;
  at: number;
  watched: Watched;
  status: Status;
  silent: boolean;
  /** As the webhook has it. */
  body: JsonObject;
};

export type Mute = {
  uuid: string;
  number: number;
  name: string;
  description: string;
  type: string;
  muteRanges: JsonObject[];
  tags: Record<string, string[]>;
  timezone: string;
  /** As they were given: wall time of `timezone`. */
  startTime: string;
  endTime: string;
  start: number;
  /** Null: for ever. */
  end: number | null;
  enabled: boolean;
  createdAt: number;
  updatedAt: number;
};

export type Restore = { at: number; ref: string; objectId: string | null; eventId: string | null };

export type Delivery = {
  number: number;
  at: number;
  eventId: string;
  title: string;
  level: Status;
  /** Null while it is under way, and where nobody answered. */
  status: number | null;
  /** What was answered, or why nothing was. */
  answer: string;
  ms: number | null;
};
