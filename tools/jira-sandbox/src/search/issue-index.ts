import type { Issue } from '../state/model.ts';

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
>;

type Version = { at: number; seen: IndexedIssue };

const keptVersions = 200;

/** Jira's search index: it learns of a write only some time after it. Every version is kept with its time, so the lag can be changed at any moment. */
export class IssueIndex {
  readonly #versions = new Map<string, Version[]>();
  readonly #unseenUntil = new Map<string, number>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  note(issue: Issue): void {
    const versions = this.#versions.get(issue.id) ?? [];
    versions.push({ at: this.#now(), seen: searchable(issue) });
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

export function searchable(issue: Issue): IndexedIssue {
  const { id, key, projectKey, issueTypeId, creator, reporter, assignee, status, resolutionId, resolved } = issue;
  const { created, updated, priorityId } = issue;
  const labels = [...issue.labels];
  return {
    ...{ id, key, projectKey, issueTypeId, creator, reporter, assignee, status, resolutionId, resolved },
    ...{ created, updated, priorityId, labels },
  };
}
