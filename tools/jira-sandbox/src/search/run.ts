import type { Call } from '../call.ts';
import { visibleIssue } from '../issues/visible.ts';
import type { Issue } from '../state/model.ts';
import { searchable } from './issue-index.ts';
import { comparatorFor, matcherFor } from './match.ts';
import { parseJql, type Query } from './parse.ts';

/** The issues that the index would find, in order. Those named in `reconcile` are judged as they are now. */
export function runJql(call: Call, jql: string, reconcile: readonly string[] = []): { query: Query; issues: Issue[] } {
  const query = parseJql(jql);
  const matches = matcherFor(call, query.where);
  const order = comparatorFor(query.order);
  if (call.account === undefined) return { query, issues: [] };
  const seen = new Map(call.state.index.visible(call.state.settings.indexLagMs).map((issue) => [issue.id, issue]));
  for (const id of reconcile) {
    const issue = call.state.issues.get(id);
    if (issue !== undefined)
      seen.set(
        id,
        searchable(issue, (status) => call.state.statuses.of(status).category),
      );
  }
  // An archived issue is in no search.
  const found = [...seen.values()].filter((issue) => issue.archived !== true && matches(issue)).sort(order);
  // The index only names them; a deleted or hidden issue, or one in a project that is gone, cannot be loaded.
  const issues = found.flatMap(({ id }) => visibleIssue(call, id) ?? []);
  return { query, issues };
}
