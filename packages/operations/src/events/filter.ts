/** Which events a person wants to see. */
import type { Outcome } from '@guance-jira/queue';

/** `waiting`: no outcome yet. `unknown`: neither its job nor its record is left. */
export type EventState = Outcome | 'waiting' | 'unknown';

export interface EventFilter {
  readonly state?: EventState | undefined;
  readonly route?: string | undefined;
  /** Words of `df_status`, any of them. */
  readonly levels?: readonly string[] | undefined;
  /** A part of its id or name. */
  readonly workspace?: string | undefined;
  /** A part of title, object, event id or issue key. */
  readonly text?: string | undefined;
  /** Milliseconds; by when it came, and for failed ones by when they failed. */
  readonly since?: number | undefined;
  readonly until?: number | undefined;
}

/** The place behind the last event of a page; survives newer events and removed ones. */
export interface Cursor {
  readonly id: string;
  readonly score: string;
}

export function cursorText({ id, score }: Cursor): string {
  return `${score}_${id}`;
}

/** Null for what is none. */
export function readCursor(text: string): Cursor | null {
  const [, score, id] = /^(\d{1,17})_(.{1,300})$/s.exec(text) ?? [];
  return score === undefined || id === undefined ? null : { id, score };
}
