/** A Jira in memory whose issues have a life: a workflow, priorities with their history, comments with marks, links. */
import { type Audience, type IssueDraft, writeWiki } from '@guance-jira/mapping';
import type { Marker } from '../tracker/marker.ts';
import type { IssueNow } from '../tracker/records/issues.ts';
import type { Along, Transition } from '../tracker/records/transitions.ts';
import { failure } from './facts.ts';
import { type FakeTracker, fakeTracker } from './fake-tracker.ts';

export interface LivingIssue extends IssueNow {
  readonly draft: IssueDraft;
  readonly marker: Marker;
  readonly comments: { mark: string; text: string; audience: Audience }[];
  /** Names of its files. */
  readonly attachments: string[];
  /** Names of the transitions it has gone, and of the resolutions that went along. */
  readonly moves: string[];
  readonly links: string[];
  /** What was written to its fields since it was made. */
  readonly set: Record<string, unknown>;
  gone: boolean;
  /** This account may not see it. */
  hidden: boolean;
  /** It can be read, and takes no change, not even a link. */
  archived: boolean;
}

export interface LivingJira {
  readonly tracker: FakeTracker;
  readonly issues: LivingIssue[];
  /** Ways out of a status, by its name. */
  workflow: Record<string, Transition[]>;
  /** What came along with each transition that was asked for, refused ones too. */
  readonly asked: Along[];
  /** Names of transitions that take no less than a comment, which their screen does not show. */
  wantsComment: readonly string[];
  /** No step of its workflow clears the resolution. */
  keepsResolution: boolean;
  /** Ids of fields that no change may name. */
  refusesFields: readonly string[];
  /** What it makes this account cannot see. */
  hides: boolean;
  /** Around every call: may throw before or after it is carried out. */
  around: <T>(call: string, act: () => Promise<T>) => Promise<T>;
  /** What a person does to it. */
  byPerson(issue: LivingIssue, change: Partial<LivingIssue>): void;
}

/** Times here are steps. */
function noteStatus(issue: LivingIssue, by: string): void {
  const { statusChanges = [] } = issue;
  issue.statusChanges = [...statusChanges, { by, at: statusChanges.length + 1 }];
}

const TO_DO = { name: '待办', category: 'new' } as const;
const DOING = { name: '处理中', category: 'indeterminate' } as const;
const DONE = { name: '已完成', category: 'done' } as const;
const way = (id: string, name: string, to: Transition['to']): Transition => ({ id, name, to, resolution: null });
const finish = { ...way('31', '完成', DONE), resolution: { required: false, allowed: ['Done', "Won't Do"] } };
const begin = way('11', '开始处理', DOING);
const reopen = way('41', '重新打开', TO_DO);

const cancel = way('81', '取消', { name: '已取消', category: 'done' });

export const WORKFLOWS = {
  simple: { 待办: [begin, finish], 处理中: [finish], 已完成: [reopen] },
  steps: { 待办: [begin], 处理中: [finish], 已完成: [reopen] },
  /** Every state can be cancelled, and that is offered first; done is reached only through work. */
  cancels: { 待办: [cancel, begin], 处理中: [cancel, finish], 已完成: [reopen], 已取消: [reopen] },
  locked: { 待办: [begin, finish], 处理中: [finish], 已完成: [] },
} satisfies Record<string, Record<string, Transition[]>>;

export function livingJira(now: () => number = Date.now): LivingJira {
  const issues: LivingIssue[] = [];
  const jira: LivingJira = {
    issues,
    workflow: WORKFLOWS.simple,
    asked: [],
    wantsComment: [],
    keepsResolution: false,
    refusesFields: [],
    hides: false,
    around: (_call, act) => act(),
    byPerson: (issue, change) => {
      if (change.priority) issue.priorityIsTheirs = true;
      Object.assign(issue, change);
      if (change.status) noteStatus(issue, 'lina');
    },
    tracker: fakeTracker(now),
  };
  const of = ({ id }: { id: string }) => issues.find((issue) => issue.id === id && !issue.gone && !issue.hidden);
  const there = (ref: { id: string }) => {
    const issue = of(ref);
    if (!issue) throw failure({ endpoint: 'issue', status: 404, words: ['Issue does not exist'] });
    return issue;
  };
  const open = (ref: { id: string }) => {
    const issue = there(ref);
    if (issue.archived) throw failure({ endpoint: 'issue', status: 400, words: ['The issue is archived'] });
    return issue;
  };
  const call = <A extends unknown[], T>(name: string, act: (...args: A) => T) =>
    ((...args: A) => jira.around(name, async () => act(...args))) as (...args: A) => Promise<T>;
  const found = (list: LivingIssue[]) => ({
    issues: list.map(({ id, key, marker, statusChangedAt }) => ({
      ...{ id, key, createdAt: statusChangedAt ?? 0 },
      markers: ['guance-jira', marker.label, ...(marker.objectLabel ? [marker.objectLabel] : [])],
      property: marker.property,
    })),
    clockSkewMs: 0,
    complete: true,
  });
  const alive = () => issues.filter(({ gone }) => !gone);

  Object.assign(jira.tracker, {
    create: call('create', (draft: IssueDraft, marker: Marker) => {
      const n = issues.length + 1;
      const issue: LivingIssue = {
        ...{ id: String(10_000 + n), key: `OPS-${n}`, status: TO_DO, resolution: null, resolvedAt: null },
        ...{ statusChangedAt: now(), priority: draft.priority, priorityIsTheirs: false, property: marker.property },
        ...{
          draft,
          marker,
          comments: [],
          attachments: [],
          moves: [],
          links: [],
          set: {},
          gone: false,
          hidden: jira.hides,
        },
        archived: false,
      };
      issues.push(issue);
      return { id: issue.id, key: issue.key };
    }),
    read: call('read', (ref: { id: string }, followed: readonly string[] = []) => {
      const issue = of(ref);
      return issue ? { ...issue, theirs: followed.filter((field) => issue.theirs?.includes(field)) } : null;
    }),
    comment: call(
      'comment',
      (ref: { id: string }, body: IssueDraft['description'], mark: string, audience: Audience) => {
        open(ref).comments.push({ mark, audience, text: writeWiki(body).replaceAll('\\', '') });
      },
    ),
    hasComment: call('hasComment', (ref: { id: string }, mark: string) =>
      there(ref).comments.some((comment) => comment.mark === mark),
    ),
    attach: call('attach', (ref: { id: string }, { name }: { name: string }) => {
      open(ref).attachments.push(name);
    }),
    hasAttachment: call('hasAttachment', (ref: { id: string }, name: string) => there(ref).attachments.includes(name)),
    transitions: call('transitions', (ref: { id: string }) => jira.workflow[open(ref).status.name] ?? []),
    statuses: call('statuses', () => [TO_DO, DOING, DONE, cancel.to]),
    transition: call('transition', (ref: { id: string }, id: string, along: Along) => {
      const issue = open(ref);
      const { resolution, fields = [], comment } = along;
      jira.asked.push(along);
      const taken = jira.workflow[issue.status.name]?.find((transition) => transition.id === id);
      if (!taken)
        throw failure({ endpoint: 'transitions', status: 400, words: [`Transition id '${id}' is not valid`] });
      const words = ["Field 'resolution' cannot be set. It is not on the appropriate screen, or unknown."];
      if (resolution !== undefined && taken.resolution === null)
        throw failure({ endpoint: 'transitions', status: 400, words, fields: { resolution: words[0] ?? '' } });
      const missing = (taken.screen ?? []).filter(
        ({ id, required }) => required && !fields.some(({ field }) => field.id === id),
      );
      const lacks = [
        ...missing.map(({ id, name }) => [id, `${name} is required.`]),
        ...(jira.wantsComment.includes(taken.name) && !comment ? [['comment', 'Comment is required.']] : []),
      ];
      if (lacks.length > 0) throw failure({ endpoint: 'transitions', status: 400, fields: Object.fromEntries(lacks) });
      if (comment)
        issue.comments.push({
          mark: '',
          audience: comment.audience,
          text: writeWiki(comment.body).replaceAll('\\', ''),
        });
      const done = taken.to.category === 'done';
      issue.status = taken.to;
      noteStatus(issue, 'bot');
      if (done || !jira.keepsResolution || resolution === null) issue.resolution = done ? (resolution ?? 'Done') : null;
      issue.resolvedAt = done ? now() : null;
      issue.moves.push(typeof resolution === 'string' ? `${taken.name} (${resolution})` : taken.name);
    }),
    setPriority: call('setPriority', (ref: { id: string }, name: string) => {
      open(ref).priority = name;
    }),
    setFields: call('setFields', (ref: { id: string }, draft: IssueDraft, without: ReadonlySet<string>) => {
      const { set } = open(ref);
      const fields = Object.entries(draft.fields).filter(([field]) => !without.has(field));
      const refused = fields.filter(([field]) => jira.refusesFields.includes(field));
      const words = refused.map(([field]) => [field, `Field '${field}' cannot be set.`]);
      if (refused.length > 0) throw failure({ endpoint: 'edit', status: 400, fields: Object.fromEntries(words) });
      Object.assign(set, Object.fromEntries(fields));
    }),
    relate: call('relate', (ref: { id: string }, older: { id: string; key: string }) => {
      const { links } = open(ref);
      open(older);
      if (!links.includes(older.key)) links.push(older.key);
    }),
    findMarked: call('findMarked', (labels: readonly string[]) =>
      found(
        alive().filter(({ marker }) => labels.includes(marker.label) || labels.includes(marker.objectLabel ?? '-')),
      ),
    ),
    findRecent: call('findRecent', () => found(alive())),
    findChanged: call('findChanged', () => ({
      issues: alive().map((issue) => ({
        ...issue,
        createdAt: 0,
        updatedAt: Math.max(issue.statusChangedAt ?? 0, issue.resolvedAt ?? 0),
      })),
      complete: true,
      unread: 0,
    })),
    hasIssues: call('hasIssues', () => alive().length > 0),
    whoAmI: call('whoAmI', () => 'bot'),
  });
  return jira;
}
