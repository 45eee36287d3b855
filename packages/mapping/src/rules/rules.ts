import type { People } from '../fields/assignee.ts';
import type { NameRule } from '../fields/choice.ts';
import type { FieldValue } from '../fields/custom.ts';
import type { PriorityRule } from '../fields/priority.ts';
import type { Level } from '../level.ts';
import type { MatchForm } from '../routing/match-form.ts';
import type { AlertEvent } from '../source/alert-event.ts';
import type { Template } from '../template/compiled.ts';
import type { LanguageRule } from '../text/language.ts';
import type { Audience } from './audience.ts';

export type Group = 'event' | 'fault';

/** What a new issue is given besides, from Guance. Queries are DQL. */
export type Context = {
  /** `query` null: the monitor's own. */
  readonly chart: { readonly query: Template | null } | null;
  readonly logs: { readonly query: Template; readonly lines: number; readonly withinMs: number } | null;
};

/** A route whose events open nothing. */
export type IgnoreRoute = {
  readonly kind: 'ignore';
  readonly name: string;
  /** As the file has it, to tell people why an event does not fit. */
  readonly match: Readonly<Record<string, MatchForm>>;
  readonly matches: (event: AlertEvent) => boolean;
  readonly reason: string | null;
};

/** What a recovery does besides its comment. */
export type Recover = {
  readonly transitions: readonly string[];
  readonly resolution: string | null;
  /** For the closing screen, by name or id. */
  readonly fields: readonly (readonly [string, FieldValue])[];
  readonly comment: Template | null;
};

/** What Guance is told of what people do to an issue. */
export type Back = {
  /** Closed by a person while the fault stands: the fault is recovered there. */
  readonly restore: boolean;
  /** Closed for good: the object is muted there for so long. Null: it is not. */
  readonly muteMs: number | null;
};

/** A route whose events become issues, with everything parsed. Times are in milliseconds. */
export type IssueRoute = {
  readonly kind: 'issue';
  readonly name: string;
  readonly match: Readonly<Record<string, MatchForm>>;
  readonly matches: (event: AlertEvent) => boolean;
  readonly project: NameRule;
  readonly issueType: NameRule;
  readonly group: Group;
  readonly timezone: string;
  readonly language: LanguageRule;
  readonly summary: Template;
  /** null: the standard text. */
  readonly description: Template | null;
  readonly priority: PriorityRule;
  readonly assignee: Template | null;
  readonly labels: readonly Template[];
  readonly fields: readonly (readonly [string, FieldValue])[];
  /** Of these, without which no issue is made. */
  readonly required: readonly string[];
  /** Of the fields, those that are written again while the fault goes on. */
  readonly follow: readonly string[];
  readonly recover: Recover | null;
  readonly recoverGraceMs: number;
  readonly reopenWithinMs: number;
  readonly holdForMs: number;
  readonly wontFix: readonly string[];
  /** null: repeats are counted without a comment. */
  readonly commentThrottleMs: number | null;
  /** How many comments on repeats one fault gets at most. */
  readonly commentsMost: number;
  readonly raisePriority: boolean;
  /** null: Guance is told nothing. */
  readonly back: Back | null;
  /** What Guance knows and never told us becomes an event; else it is reported. */
  readonly catchUp: boolean;
  /** null: nothing. */
  readonly context: Context | null;
  readonly audience: Audience;
  readonly watchers: readonly Template[];
};

export type Route = IgnoreRoute | IssueRoute;

export type Storm = {
  readonly limit: number;
  readonly windowMs: number;
  readonly keep: readonly Level[];
  readonly keepLimit: number;
};

/** Compiled rules, ready to use and never changed: a reload makes new ones. */
export type Rules = {
  readonly routes: readonly Route[];
  readonly people: People;
  readonly storm: Storm | null;
  readonly unmatched: 'fallback' | 'ignore';
  readonly fallback: IssueRoute | null;
};
