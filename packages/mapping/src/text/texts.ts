import type { Level } from '../level.ts';

/** Every sentence that Jira's readers get from us, in one language. Times, durations and values come in as text. */
export type Texts = {
  readonly betweenSentences: string;
  /** Between the items of a list. */
  readonly betweenItems: string;
  readonly issue: IssueTexts;
  readonly comment: CommentTexts;
  readonly storm: StormTexts;
  readonly duplicate: DuplicateTexts;
};

/** Why an issue says less than its route asked for. */
export type NoteKind = 'assignee' | 'priority' | 'labels' | 'field' | 'fallback' | 'characters';

export type IssueTexts = {
  readonly levels: Record<Level, string>;
  /** A name with the word that Guance sends: `紧急（critical）`. */
  readonly named: (name: string, word: string) => string;
  readonly rows: Record<
    | 'level'
    | 'value'
    | 'condition'
    | 'object'
    | 'time'
    | 'received'
    | 'faultStart'
    | 'checkRange'
    | 'monitor'
    | 'reason'
    | 'labels'
    | 'workspace',
    string
  >;
  readonly openInGuance: string;
  readonly more: string;
  readonly lasting: (start: string, duration: string) => string;
  readonly units: { readonly day: string; readonly hour: string; readonly minute: string; readonly second: string };
  readonly footer: (route: string, eventId: string) => string;
  readonly notes: Record<NoteKind, (value: string, route: string) => string>;
};

/** Clocks, durations, levels and values come in as text; an empty text leaves no trace. */
export type CommentTexts = {
  readonly unknownLevel: string;
  readonly value: (value: string) => string;
  readonly level: (at: string, from: string, to: string, value: string) => string;
  readonly closed: string;
  readonly priorityKept: (name: string) => string;
  readonly priorityRaised: (from: string, to: string) => string;
  readonly priorityRefused: (to: string, route: string) => string;
  readonly repeat: (since: string, count: number, at: string, value: string) => string;
  readonly recovered: (at: string, by: string, lasted: string | null) => string;
  readonly moved: (from: string, to: string) => string;
  readonly notOffered: (wanted: string, stoppedAt: string | null, route: string) => string;
  readonly refused: (wanted: string, words: string, stoppedAt: string | null, route: string) => string;
  readonly missing: (fields: string) => string;
  readonly again: (at: string, after: string | null, reopened: boolean) => string;
  readonly late: (at: string, level: string, value: string) => string;
  /** In the description of a new issue. */
  readonly lastFault: (key: string) => string;
  readonly goneBefore: (key: string) => string;
  /** Above the log lines themselves. */
  readonly logs: (count: number, until: string) => string;
  readonly noLogs: (until: string) => string;
};

export type StormTexts = {
  readonly summary: (route: string, window: string, limit: number) => string;
  readonly why: (route: string, since: string, window: string, limit: number) => string;
  readonly kept: (levels: string, limit: number) => string;
  readonly closes: string;
  readonly listed: (count: number, total: number) => string;
  readonly over: (total: number) => string;
};

/** Of the comment on an issue that turned out to be the second for the same alert. `key`: the one that stands. */
export type DuplicateTexts = Record<'duplicate' | 'closed' | 'left', (key: string) => string>;
