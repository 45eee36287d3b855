/** What the worker asks of an issue tracker, in the worker's own words. jira/ answers it for Cloud and Data Center. */
import type { Audience, IssueDraft } from '@guance-jira/mapping';
import type { CreateSchema, UnfitField } from './create-schema.ts';
import type { ScreenField, ScreenValue } from './screen.ts';
import type { Way } from './way.ts';

/** What an issue is told in: a Markdown tree, written as this tracker takes it. */
export type RichText = IssueDraft['description'];

/** An issue by its id, which never changes, and its key, which changes when the issue moves to another project. */
export interface IssueRef {
  id: string;
  key: string;
}

/** How we can find an issue of ours again when the ledger does not know it. */
export interface Marker {
  /** Hashed label, the same for every try at the same event. */
  label: string;
  /** Label of the same subject by 0.1, which did not tell workspaces apart. */
  older?: OlderLabel;
  /** Hashed label of the object, the same over all its faults; under `group: event` of the fault, where it can recover. */
  objectLabel?: string;
  /** Value of the issue property, which survives people's label edits and screens without labels. */
  property: MarkerProperty;
}

/** An issue that 0.1 may have made for this subject, or for the same id in another workspace. */
export interface OlderLabel {
  label: string;
  isOurs: (issue: FoundIssue) => boolean;
}

export interface MarkerProperty {
  v: 1;
  marker: string;
  eventId: string;
  faultKey: string;
  /** Further hashed labels that we gave it. */
  also?: string[] | undefined;
  /** Of the event; 0.1 did not tell. */
  workspace?: string | undefined;
  /** Under `group: fault`: the route, which later events of the fault follow. */
  route?: string | undefined;
}

/** Where an issue stands, whatever its project calls it. `done` is Jira's category for finished work. */
export type StatusCategory = 'new' | 'indeterminate' | 'done' | 'undefined';

/** An issue of ours as it is now. Times are milliseconds by the tracker's clock. */
export interface IssueNow extends IssueRef {
  /** Of its issue type. */
  typeId?: string | undefined;
  status: { name: string; category: StatusCategory };
  /** Name; null while it is unresolved, and where the project sets none. */
  resolution: string | null;
  resolvedAt: number | null;
  /** When its status was last changed; null when the history does not tell. */
  statusChangedAt: number | null;
  priority: string | null;
  /** Somebody else than this account has changed the priority. */
  priorityIsTheirs: boolean;
  property: MarkerProperty | null;
}

/** A comment and who may read it. */
export interface Note {
  body: RichText;
  audience: Audience;
}

/** What goes along with a transition, as far as its screen has it. */
export interface Along {
  /** Name; null empties it. */
  resolution?: string | null | undefined;
  fields?: readonly ScreenValue[] | undefined;
  comment?: Note | undefined;
}

/** A way out of the present status. */
export interface Transition {
  id: string;
  name: string;
  to: { name: string; category: StatusCategory };
  /** What its screen asks about the resolution; null where it does not. */
  resolution: { required: boolean; allowed: readonly string[] } | null;
  /** The other fields of its screen. Jira never lists the comment among them. */
  screen?: readonly ScreenField[];
}

/** An issue of ours as a search shows it. Times are milliseconds by the tracker's clock. */
export interface FoundIssue extends IssueRef {
  markers: string[];
  /** The property of ours; null where it has none, undefined where it was not read. */
  property?: FoundProperty | null;
  createdAt: number;
}

/** The property, as much of it as a search asks. */
export type FoundProperty = Pick<MarkerProperty, 'marker' | 'workspace' | 'route' | 'also'> & {
  faultKey?: string | undefined;
};

/** An issue as the tracker's store has it, read by its key. */
export interface StoredIssue extends FoundIssue {
  /** Account id or name of who made it; null where the answer does not tell. */
  creator: string | null;
}

export interface KeysRead {
  /** By the key that was asked for, which is not always the key that the issue has now. */
  found: ReadonlyMap<string, StoredIssue>;
  /** Issues that were moved, where the answer does not tell which key led to them. */
  moved: readonly StoredIssue[];
  /** As in `Found`. */
  clockSkewMs: number;
}

/** How far a search may go. */
export interface Paging {
  /** Pages at most. */
  pages: number;
  /** Before each request after the first: waits until it may go. */
  slot: () => Promise<void>;
}

export interface Found {
  issues: FoundIssue[];
  /** The tracker's clock minus ours, in milliseconds, from its Date header; 0 when it sent none. */
  clockSkewMs: number;
  /** False when there were more issues than we read: what is missing here may still be there. */
  complete: boolean;
}

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
  prepare(draft: IssueDraft): Promise<IssueDraft>;
  /** One request; never repeated here. Fields named in `without` are left out, as Jira has refused them. */
  create(draft: IssueDraft, marker: Marker, without: ReadonlySet<string>): Promise<IssueRef>;
  /** Who has the issue, in the words of `draft.assignee` after `prepare`; null when nobody has. */
  assigneeOf(issue: IssueRef): Promise<string | null>;
  assign(issue: IssueRef, person: string): Promise<void>;
  /** Has the person watch it; may be repeated. False: nobody is known by that e-mail. */
  watch(issue: IssueRef, person: string): Promise<boolean>;
  /** The issue as it is now, followed by its id wherever it was moved; null when it is gone or hidden from this account. */
  read(issue: IssueRef): Promise<IssueNow | null>;
  /** Adds a comment that `hasComment` knows by its mark. Never repeated here. */
  comment(issue: IssueRef, body: RichText, mark: string, audience: Audience): Promise<void>;
  /** Whether one of the newest comments carries the mark. */
  hasComment(issue: IssueRef, mark: string): Promise<boolean>;
  transitions(issue: IssueRef): Promise<Transition[]>;
  /** The statuses of the issue's type; of all types of its project where that is not known. */
  statuses(issue: IssueRef & Pick<IssueNow, 'typeId'>): Promise<Transition['to'][]>;
  transition(issue: IssueRef, id: string, along: Along): Promise<void>;
  setPriority(issue: IssueRef, name: string): Promise<void>;
  /** Says in both that they belong together; may be repeated. */
  relate(issue: IssueRef, older: IssueRef): Promise<void>;
  /** Issues of ours that carry one of these markers as a label. A person's clone of our issue does not count. */
  findMarked(labels: readonly string[]): Promise<Found>;
  /** All issues created by our account in the last `minutes`, oldest first, with the markers in label and property. */
  findRecent(minutes: number, paging?: Paging): Promise<Found>;
  /** How many keys one request of `readByKeys` may name. */
  readonly keysAtOnce: number;
  /** Reads issues from the store, not from the index. What is missing is not there, or hidden from this account. */
  readByKeys(keys: readonly string[]): Promise<KeysRead>;
  /** The newest issue of the project that a search shows; null where it shows none. `ours`: made by us. */
  newestIn(project: string, ours: boolean): Promise<IssueRef | null>;
  /** Whether any issue of ours exists at all. */
  hasIssues(): Promise<boolean>;
  /** Proof that the log-in works; an empty search alone proves nothing, since an expired token can get one too. */
  whoAmI(): Promise<string>;
  /** Ends the second issue of one alert: closed when only we have touched it, else left with a comment. May be repeated. */
  closeTwin(twin: IssueRef, keep: IssueRef, told: TwinNote, way: Way): Promise<TwinEnd>;
  close(): Promise<void>;
}

export interface SchemaPlace {
  project: string;
  /** Its name. */
  issueType: string;
  typeId?: string | undefined;
}

/** How people are told of it. */
export interface TwinNote {
  language: 'zh' | 'en';
  audience: Audience;
}

export type TwinEnd = 'closed' | 'left';
