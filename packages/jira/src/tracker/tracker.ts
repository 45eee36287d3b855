/** What the worker asks of an issue tracker, in the worker's own words. jira/ answers it for Cloud and Data Center. */

import type { Audience, IssueDraft, Language } from '@guance-jira/mapping';
import type { Marker } from './marker.ts';
import type { CreateSchema, UnfitField } from './records/create-schema.ts';
import type { IssueFile } from './records/files.ts';
import type { IssueNow, IssueRef } from './records/issues.ts';
import type { RichText } from './records/notes.ts';
import type { Changed, Found, KeysRead, Paging } from './records/search.ts';
import type { Along, Transition } from './records/transitions.ts';
import type { TransitionPlan } from './transition-plan.ts';

/** Every call throws JiraFailure when Jira does not answer as it should. */
export interface Tracker {
  /** Normalised base URL: ledger records of another site are never trusted. */
  readonly site: string;
  /** Which dialect it speaks; unknown before the first answer. */
  readonly deployment: 'cloud' | 'datacenter' | null;
  issueUrl(key: string): string;
  /**
   * What may stand in a new issue of this type; null where the project has no such type.
   * @param place `typeId`: of the type, where an older schema tells it
   * @param slot before each request: waits until it may go
   */
  createSchema(place: SchemaPlace, slot: () => Promise<void>): Promise<CreateSchema | null>;
  /** The draft with its fields by id and each value by its kind; what does not fit is left out, and told. Asks nobody. */
  fit(draft: IssueDraft, schema: CreateSchema): Promise<{ draft: IssueDraft; unfit: readonly UnfitField[] }>;
  /** Makes of people's names what this tracker takes. To be called before `create`; changes nothing and may be repeated. */
  /** @param slot before each request: waits until it may go */
  prepare(draft: IssueDraft, slot?: () => Promise<void>): Promise<IssueDraft>;
  /** One request; never repeated here. Fields named in `without` are left out, as Jira has refused them. */
  create(draft: IssueDraft, marker: Marker, without: ReadonlySet<string>): Promise<IssueRef>;
  /** Who has the issue, in the words of `draft.assignee` after `prepare`; null when nobody has. */
  assigneeOf(issue: IssueRef): Promise<string | null>;
  assign(issue: IssueRef, person: string): Promise<void>;
  /** Has the person watch it; may be repeated. False: nobody is known by that e-mail. */
  watch(issue: IssueRef, person: string): Promise<boolean>;
  /** The issue as it is now, followed by its id wherever it was moved; null when it is gone or hidden from this account. */
  /** @param followed ids and names of fields whose hands are asked for, see `theirs` */
  read(issue: IssueRef, followed?: readonly string[]): Promise<IssueNow | null>;
  /** Adds a comment that `hasComment` knows by its mark. Never repeated here. */
  comment(issue: IssueRef, body: RichText, mark: string, audience: Audience): Promise<void>;
  /** Whether one of the comments written since carries the mark: the newest are read, a thousand at most. */
  hasComment(issue: IssueRef, mark: string, look: CommentLookup): Promise<boolean>;
  /** Attaches a file that `hasAttachment` knows by its name. Never repeated here. */
  attach(issue: IssueRef, file: IssueFile): Promise<void>;
  hasAttachment(issue: IssueRef, name: string): Promise<boolean>;
  transitions(issue: IssueRef): Promise<Transition[]>;
  /** The statuses of the issue's type; of all types of its project where that is not known. */
  statuses(issue: IssueRef & Pick<IssueNow, 'typeId'>): Promise<Transition['to'][]>;
  transition(issue: IssueRef, id: string, along: Along): Promise<void>;
  setPriority(issue: IssueRef, name: string): Promise<void>;
  /** Writes the fields of the draft after `prepare`, and nothing else of it, but for those in `without`. */
  setFields(issue: IssueRef, draft: IssueDraft, without: ReadonlySet<string>): Promise<void>;
  /** Says in both that they belong together; may be repeated. */
  relate(issue: IssueRef, older: IssueRef): Promise<void>;
  /** Issues of ours that carry one of these markers as a label. A person's clone of our issue does not count. */
  findMarked(labels: readonly string[]): Promise<Found>;
  /** All issues created by our account in the last `minutes`, oldest first, with the markers in label and property. */
  findRecent(minutes: number, paging?: Paging): Promise<Found>;
  /** All issues with our label that were changed in the last `minutes`, whoever made them. */
  findChanged(minutes: number, paging: Paging): Promise<Changed>;
  /** How many keys one request of `readByKeys` may name. */
  readonly keysAtOnce: number;
  /** Reads issues from the store, not from the index. What is missing is not there, or hidden from this account. */
  readByKeys(keys: readonly string[]): Promise<KeysRead>;
  /** The newest issue of the project that a search shows; null where it shows none. `ours`: made by us; `minutesAgo`: that old at least. */
  newestIn(project: string, ours: boolean, minutesAgo?: number): Promise<IssueRef | null>;
  /** Whether any issue of ours exists at all. */
  hasIssues(): Promise<boolean>;
  /** Proof that the login works; an empty search alone proves nothing, since an expired token can get one too. */
  whoAmI(): Promise<string>;
  /** Ends the second issue of one alert: closed when only we have touched it, else left with a comment. May be repeated. */
  closeDuplicate(duplicate: IssueRef, keep: IssueRef, told: DuplicateNote, plan: TransitionPlan): Promise<DuplicateEnd>;
  close(): Promise<void>;
}

export interface SchemaPlace {
  project: string;
  /** Its name. */
  issueType: string;
  typeId?: string | undefined;
}

export interface CommentLookup {
  /** When it was sent first, in milliseconds by our clock. */
  since: number;
  /** Before each request after the first: waits until it may go. */
  slot: () => Promise<void>;
}

/** How people are told of it. */
export interface DuplicateNote {
  language: Language;
  audience: Audience;
}

export type DuplicateEnd = 'closed' | 'left';
