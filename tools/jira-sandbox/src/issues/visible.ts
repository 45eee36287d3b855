import type { Call } from '../call.ts';
import type { Issue } from '../state/model.ts';
import { levelShows } from './security.ts';

/** Whether the caller may see it: an issue security level, or a project that may not be browsed, hides it, also from its creator. */
export function maySee({ state, account }: Pick<Call, 'state' | 'account'>, issue: Issue): boolean {
  if (account === undefined) return false;
  const project = state.projects.get(issue.projectKey);
  if (project?.mayNotBrowse.includes(account.login) || !levelShows(project, issue, account.login)) return false;
  return issue.visibleTo === undefined || issue.visibleTo.includes(account.login);
}

/** Found by id, key or former key, where the caller may see it. */
export function visibleIssue(call: Call, idOrKey: string): Issue | undefined {
  const issue = call.state.findIssue(idOrKey);
  return issue !== undefined && maySee(call, issue) ? issue : undefined;
}
