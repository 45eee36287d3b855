/** The issue that a request is about, and who asks. */

import type { Call } from '../call.ts';
import { failure, issueHidden, issueNotFound } from '../errors.ts';
import type { Issue, Project } from '../state/model.ts';
import { archivedWords } from './archived.ts';
import { maySee } from './visible.ts';

/** The issue of the path, or Jira's refusal. */
export function issueOf(call: Call): Issue {
  const issue = call.state.findIssue(call.params.issueIdOrKey ?? '');
  if (issue === undefined) throw issueNotFound();
  if (!maySee(call, issue)) throw issueHidden(call.state.isCloud);
  return issue;
}

/** The same, of an issue that may be changed. */
export function writableIssue(call: Call): Issue {
  const issue = issueOf(call);
  if (issue.archived === true) throw failure(403, archivedWords);
  return issue;
}

export function authorOf(call: Call): string {
  return call.account?.login ?? 'anonymous';
}

export function projectOf(call: Call, issue: Issue): Project {
  const project = call.state.projects.get(issue.projectKey);
  if (project === undefined) throw new Error(`issue ${issue.key} is in a project that is gone`);
  return project;
}
