import { plainText } from '../issues/rich-text.ts';
import { isObject } from '../json.ts';
import type { Issue, RichText } from '../state/model.ts';
import type { Category } from '../workflow/options.ts';

/** What JQL can ask about, as it was at one moment. */
export type IndexedIssue = Pick<
  Issue,
  | 'id'
  | 'key'
  | 'projectKey'
  | 'issueTypeId'
  | 'labels'
  | 'creator'
  | 'reporter'
  | 'assignee'
  | 'status'
  | 'resolutionId'
  | 'resolved'
  | 'created'
  | 'updated'
  | 'priorityId'
  | 'summary'
  | 'description'
  | 'archived'
> & { category: Category; comments: RichText[]; others: unknown[] };
export type CategoryOf = (status: string) => Category;

type Version = { at: number; seen: IndexedIssue };

const keptVersions = 200;

/** Jira's search index: it learns of a write only some time after it. Every version is kept with its time, so the lag can be changed at any moment. */
export class IssueIndex {
  readonly #versions = new Map<string, Version[]>();
  readonly #unseenUntil = new Map<string, number>();
  readonly #now: () => number;
  readonly #categoryOf: CategoryOf;

  constructor(now: () => number, categoryOf: CategoryOf) {
    this.#now = now;
    this.#categoryOf = categoryOf;
  }

  note(issue: Issue): void {
    const versions = this.#versions.get(issue.id) ?? [];
    versions.push({ at: this.#now(), seen: searchable(issue, this.#categoryOf) });
    if (versions.length > keptVersions) versions.splice(1, 1);
    this.#versions.set(issue.id, versions);
  }

  /** Leaves this one issue out for so long, while younger ones are found: the index of a real Jira is not monotone. */
  hide(id: string, forMs: number): void {
    this.#unseenUntil.set(id, this.#now() + forMs);
  }

  /** What search knows of each issue, `lagMs` behind the writes. */
  visible(lagMs: number): IndexedIssue[] {
    const now = this.#now();
    const horizon = now - lagMs;
    const found: IndexedIssue[] = [];
    for (const [id, versions] of this.#versions) {
      if ((this.#unseenUntil.get(id) ?? now) > now) continue;
      const newest = versions.findLast((version) => version.at <= horizon);
      if (newest !== undefined) found.push(newest.seen);
    }
    return found;
  }

  /** Brings the index up to date at once. */
  flush(): void {
    this.#unseenUntil.clear();
    for (const versions of this.#versions.values()) {
      const newest = versions.at(-1);
      if (newest !== undefined)
        versions.splice(0, versions.length, { at: Number.NEGATIVE_INFINITY, seen: newest.seen });
    }
  }

  clear(): void {
    this.#unseenUntil.clear();
    this.#versions.clear();
  }
}

export function searchable(issue: Issue, categoryOf: CategoryOf): IndexedIssue {
  const { id, key, projectKey, issueTypeId, creator, reporter, assignee, status, resolutionId, resolved } = issue;
  const { created, updated, priorityId, summary, description, archived } = issue;
  return {
    ...{ id, key, projectKey, issueTypeId, creator, reporter, assignee, status, resolutionId, resolved },
    ...{ created, updated, priorityId, summary, description, archived },
    labels: [...issue.labels],
    category: categoryOf(status),
    comments: issue.comments.filter(({ visibility }) => visibility === undefined).map(({ body }) => body),
    others: Object.values(issue.other),
  };
}

/** What `text ~`, `summary ~`, `description ~` and `comment ~` look into. */
export const searchedTexts: Record<string, (issue: IndexedIssue) => string> = {
  summary: ({ summary }) => summary,
  description: ({ description }) => wordsOf(description),
  comment: ({ comments }) => comments.map(wordsOf).join('\n'),
  text: (issue) =>
    [issue.summary, wordsOf(issue.description), ...issue.comments.map(wordsOf), ...issue.others.map(words)].join('\n'),
};

function wordsOf(text: RichText | null): string {
  if (text === null) return '';
  return text.form === 'wiki' ? text.text : plainText(text.doc);
}

/** Of a custom field: its text, or the words of its document. */
function words(value: unknown): string {
  if (typeof value === 'string') return value;
  return isObject(value) && value.type === 'doc' ? plainText(value) : '';
}
