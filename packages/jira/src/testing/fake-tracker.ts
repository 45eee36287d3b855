import type { IssueDraft } from '@guance-jira/mapping';
import { fitDraft } from '../schema/fit-draft.ts';
import type { LateTracker } from '../tracker/late-tracker.ts';
import type { Marker } from '../tracker/marker.ts';
import type { CreateSchema } from '../tracker/records/create-schema.ts';
import type { FoundIssue, IssueRef } from '../tracker/records/issues.ts';
import type { Found } from '../tracker/records/search.ts';

/** A create as it reached the tracker. */
export interface CreateCall {
  draft: IssueDraft;
  marker: Marker;
  without: readonly string[];
}

/** An issue tracker in memory. A test says how each next create ends; without more to say, it succeeds. */
export interface FakeTracker extends LateTracker {
  readonly calls: string[];
  readonly creates: CreateCall[];
  readonly issues: FoundIssue[];
  /** How the next creates end: an error is thrown, after the issue was made when `made` is said. */
  readonly nextCreates: { throws: unknown; made?: boolean }[];
  /** Errors of the next calls by name, such as `whoAmI`. */
  readonly failing: Partial<
    Record<
      | 'ready'
      | 'createSchema'
      | 'prepare'
      | 'findMarked'
      | 'findRecent'
      | 'findChanged'
      | 'readByKeys'
      | 'newestIn'
      | 'hasIssues'
      | 'whoAmI'
      | 'assigneeOf'
      | 'assign'
      | 'watch',
      unknown
    >
  >;
  /** What the next reads of the schema find; the last one again and again. */
  readonly schemas: (CreateSchema | null)[];
  /** Ids of issues that the account may not see. */
  readonly hidden: Set<string>;
  /** Whom the issues have, in the order of being asked; without more to say, somebody. */
  readonly assigned: (string | null)[];
  /** What searches see; the issues of which it says false are not in the index yet. */
  visible: (issue: FoundIssue) => boolean;
}

export function fakeTracker(now: () => number = Date.now): FakeTracker {
  const calls: string[] = [];
  const called = (
    name:
      | 'ready'
      | 'createSchema'
      | 'prepare'
      | 'findMarked'
      | 'findRecent'
      | 'findChanged'
      | 'readByKeys'
      | 'newestIn'
      | 'hasIssues'
      | 'whoAmI'
      | 'assigneeOf'
      | 'assign',
  ) => {
    calls.push(name);
    const error = fake.failing[name];
    if (error !== undefined) throw error;
  };
  const found = (issues: FoundIssue[]): Found => ({ issues, clockSkewMs: 0, complete: true });
  const fake: FakeTracker = {
    calls,
    creates: [],
    issues: [],
    assigned: [],
    hidden: new Set(),
    schemas: [],
    nextCreates: [],
    failing: {},
    visible: () => true,
    site: 'http://jira.example',
    deployment: 'cloud',
    issueUrl: (key) => `http://jira.example/browse/${key}`,
    ready: async () => {
      called('ready');
      return fake;
    },
    known: () => fake,
    createSchema: async (_place, slot) => {
      await slot();
      called('createSchema');
      return fake.schemas.length > 1 ? (fake.schemas.shift() ?? null) : (fake.schemas[0] ?? null);
    },
    fit: async (draft, schema) => fitDraft(draft, schema, 'cloud'),
    prepare: async (draft) => {
      called('prepare');
      return draft;
    },
    create: async (draft, marker, without) => {
      calls.push('create');
      fake.creates.push({ draft, marker, without: [...without] });
      const ending = fake.nextCreates.shift();
      if (ending && !ending.made) throw ending.throws;
      const issue = made(fake.issues, marker, now());
      if (ending) throw ending.throws;
      return issue;
    },
    assigneeOf: async () => {
      called('assigneeOf');
      return fake.assigned.length > 0 ? (fake.assigned.shift() ?? null) : 'pacher';
    },
    assign: async () => called('assign'),
    watch: async (_issue, person) => {
      calls.push(`watch ${person}`);
      if (fake.failing.watch !== undefined) throw fake.failing.watch;
      return !person.startsWith('nobody@');
    },
    findMarked: async (labels) => {
      called('findMarked');
      return found(
        fake.issues.filter((issue) => fake.visible(issue) && labels.some((label) => issue.markers.includes(label))),
      );
    },
    findRecent: async (minutes) => {
      called('findRecent');
      return found(fake.issues.filter((issue) => fake.visible(issue) && issue.createdAt >= now() - minutes * 60_000));
    },
    findChanged: async () => {
      called('findChanged');
      return { issues: [], complete: true, unread: 0 };
    },
    keysAtOnce: 100,
    readByKeys: async (keys) => {
      called('readByKeys');
      const read = fake.issues.filter(({ key, id }) => keys.includes(key) && !fake.hidden.has(id));
      const found = new Map(read.map((issue) => [issue.key, { ...issue, creator: 'bot' }]));
      return { found, moved: [], clockSkewMs: 0 };
    },
    newestIn: async () => {
      called('newestIn');
      return fake.issues.filter(fake.visible).at(-1) ?? null;
    },
    hasIssues: async () => {
      called('hasIssues');
      return fake.issues.some(fake.visible);
    },
    whoAmI: async () => {
      called('whoAmI');
      return 'bot';
    },
    read: async (issue) => ({
      ...issue,
      status: { name: 'To Do', category: 'new' },
      resolution: null,
      resolvedAt: null,
      statusChangedAt: null,
      priority: 'Highest',
      priorityIsTheirs: false,
      property: null,
    }),
    comment: async () => void calls.push('comment'),
    hasComment: async () => false,
    attach: async () => void calls.push('attach'),
    hasAttachment: async () => false,
    transitions: async () => [],
    statuses: async () => [],
    transition: async () => void calls.push('transition'),
    setPriority: async () => void calls.push('setPriority'),
    setFields: async () => void calls.push('setFields'),
    relate: async () => void calls.push('relate'),
    closeDuplicate: async () => 'closed',
    close: async () => {},
  };
  return fake;
}

function made(issues: FoundIssue[], marker: Marker, createdAt: number): IssueRef {
  const id = String(10_000 + issues.length);
  const key = `OPS-${issues.length + 1}`;
  issues.push({ id, key, markers: ['guance-jira', marker.label, marker.property.marker], createdAt });
  return { id, key };
}
