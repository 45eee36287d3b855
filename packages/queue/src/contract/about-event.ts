/**
 * A few words about an event, kept as a field of its job: the console's list is searched by them, and reading every event for
 * that would take its megabytes out of Redis. Older jobs have none, and whoever reads one makes it of the event.
 */
import { STATUS, SUB_STATUS, TAGS, WORKSPACE_NAMES } from './guance-fields.ts';

export const ABOUT_FIELD = 'about';
/** How often it was delivered after the first time, and when last; beside it. */
export const AGAIN_FIELDS = ['again', 'againAt'] as const;

export interface About {
  /** By the clock of Redis, in milliseconds; null for a job that was not added by a receiver. */
  readonly queuedAt: number | null;
  /** As the event says it, in small letters; '' where it does not. */
  readonly level: string;
  readonly workspace: string;
  /** As people call it. */
  readonly workspaceName: string;
  /** Its tags as they came, cut. */
  readonly object: string;
}

/** A line for each; add.lua puts the time of queueing in front. */
export function aboutEvent(event: Readonly<Record<string, unknown>>, workspace: string): string {
  const status = word(event[STATUS]);
  const recovered = word(event[SUB_STATUS]).endsWith('ok');
  const name = WORKSPACE_NAMES.map((field) => event[field]).find((value) => typeof value === 'string') ?? '';
  return [recovered ? 'ok' : status, workspace, line(name, MAX_NAME), line(tagsText(event[TAGS]), MAX_OBJECT)].join(
    '\n',
  );
}

export function readAbout(text: string): About {
  const [queuedAt = '', level = '', workspace = '', workspaceName = '', object = ''] = text.split('\n');
  return { queuedAt: Number(queuedAt) || null, level, workspace, workspaceName, object };
}

const MAX_WORD = 24;
const MAX_NAME = 60;
const MAX_OBJECT = 120;

function word(value: unknown): string {
  return line(value, MAX_WORD).toLowerCase();
}

function tagsText(tags: unknown): unknown {
  return typeof tags === 'object' && tags !== null
    ? JSON.stringify(Object.fromEntries(Object.entries(tags).slice(0, 8)))
    : tags;
}

/** Cut before anything looks at each letter: an alert may be megabytes long. */
function line(value: unknown, most: number): string {
  if (typeof value !== 'string') return '';
  return value
    .slice(0, most)
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .toWellFormed();
}
