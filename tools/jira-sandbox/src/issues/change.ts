import type { Change, Issue, RichText } from '../state/model.ts';
import type { SandboxState } from '../state/state.ts';
import { plainText } from './rich-text.ts';

/** Applies changes to an issue, writes what differs into its history under that author's name, and commits. */
export function changeIssue(state: SandboxState, issue: Issue, author: string, apply: (issue: Issue) => void): void {
  const commentsBefore = issue.comments.length;
  const before: Issue = { ...issue, labels: [...issue.labels], other: { ...issue.other } };
  apply(issue);
  const now = state.now();
  if (issue.status !== before.status) issue.statusChanged = now;
  if (issue.resolutionId !== before.resolutionId) issue.resolved = issue.resolutionId === null ? null : now;
  const changes = differences(before, issue);
  const entry = changes.length === 0 ? undefined : { id: state.nextId(), at: now, author, changes };
  if (entry !== undefined) issue.history.push(entry);
  issue.updated = now;
  state.commit(issue);
  const comment = issue.comments[commentsBefore];
  if (entry !== undefined || comment !== undefined)
    state.onHappening({ event: 'jira:issue_updated', issue, by: author, entry, comment });
}

function differences(before: Issue, after: Issue): Change[] {
  const changes: Change[] = [];
  const note = (field: string, from: string | null, to: string | null): void => {
    if (from !== to) changes.push({ field, from, to });
  };
  note('Key', before.key, after.key);
  note('project', before.projectKey, after.projectKey);
  note('summary', before.summary, after.summary);
  note('issuetype', before.issueTypeId, after.issueTypeId);
  note('description', textOf(before.description), textOf(after.description));
  note('priority', before.priorityId, after.priorityId);
  note('labels', before.labels.join(' '), after.labels.join(' '));
  note('assignee', before.assignee, after.assignee);
  note('reporter', before.reporter, after.reporter);
  note('status', before.status, after.status);
  note('resolution', before.resolutionId, after.resolutionId);
  for (const field of new Set([...Object.keys(before.other), ...Object.keys(after.other)])) {
    note(field, JSON.stringify(before.other[field] ?? null), JSON.stringify(after.other[field] ?? null));
  }
  return changes;
}

function textOf(text: RichText | null): string | null {
  if (text === null) return null;
  return text.form === 'wiki' ? text.text : plainText(text.doc);
}
