import type { LoggedRequest } from '../http/request-log.ts';
import type { Json } from '../json.ts';
import type { Issue, IssueLink } from '../state/model.ts';

type Filter = { kind?: string | undefined; sinceN?: number | undefined };

/** What the control API tells, without a request: for who polls it from the process of the sandbox. Nothing in it can be changed. */
export type Copies = {
  /** As in `GET /_sandbox/issues`. */
  issues: () => Issue[];
  links: () => IssueLink[];
  /** As in `GET /_sandbox/requests`. */
  requests: (filter?: Filter) => LoggedRequest[];
};

/** Of the sandbox's state. */
type Source = {
  issues: ReadonlyMap<string, Issue>;
  links: ReadonlyMap<string, IssueLink>;
  log: { entries: (filter?: Filter) => LoggedRequest[] };
  revisionOf: (issue: Issue) => number;
};

export function copiesOf(state: Source): Copies {
  const issues = new WeakMap<Issue, { revision: number; copy: Issue }>();
  // The rest of an entry changes until the request is over.
  const bodies = new WeakMap<LoggedRequest, Json>();
  const copyOf = (issue: Issue): Issue => {
    const revision = state.revisionOf(issue);
    const known = issues.get(issue);
    if (known?.revision === revision) return known.copy;
    const copy = frozenCopy(issue);
    issues.set(issue, { revision, copy });
    return copy;
  };
  const bodyOf = (entry: LoggedRequest): Json => {
    const known = bodies.get(entry);
    if (known !== undefined) return known;
    const copy = frozenCopy(entry.body);
    bodies.set(entry, copy);
    return copy;
  };
  return {
    issues: () => Array.from(state.issues.values(), copyOf),
    links: () => Array.from(state.links.values(), (link) => Object.freeze({ ...link })),
    requests: (filter) => state.log.entries(filter).map((entry) => Object.freeze({ ...entry, body: bodyOf(entry) })),
  };
}

/** As JSON would give it: without what is undefined. */
function frozenCopy<T>(value: T): T {
  return JSON.parse(JSON.stringify(value), (_key, part) => Object.freeze(part));
}
