/**
 * Some Jiras leave out the assignee of a create without a word (sooperset/mcp-atlassian#924). So once an hour per route and
 * person the new issue is read, and given to the person where nobody has it; issues cost one request otherwise.
 */

import type { IssueRef } from '@guance-jira/jira';
import type { IssueDraft } from '@guance-jira/mapping';
import { inBackground } from '../throttle/background-request.ts';
import type { RequestDeps } from '../throttle/deps.ts';
import type { AssigneeChecks, AssigneeVerdict } from './assignee-checks.ts';

interface AssigneeDeps extends RequestDeps {
  assignees: AssigneeChecks;
}

/** To be called after the issue is recorded, which stands whatever happens here. Never throws; gives warnings for the log. */
export async function verifyAssignee(draft: IssueDraft, issue: IssueRef, jira: AssigneeDeps): Promise<string[]> {
  if (draft.assignee.kind !== 'person') return [];
  const { id } = draft.assignee;
  const key = JSON.stringify([draft.route, draft.project, draft.issueType, id]);
  try {
    const { verdict, fresh } = await jira.assignees.verdict(key, () => check(id, issue, jira));
    const end = verdict === 'dropped' && !fresh ? await assign(id, issue, jira) : verdict;
    const unassigned = end === 'refused' || (end === 'unknown' && verdict === 'dropped');
    return unassigned ? [`assignee: Jira left ${id} out without a word, and assigning afterwards failed`] : [];
  } catch (error) {
    return [`assignee: not checked: ${error instanceof Error ? error.message : String(error)}`];
  }
}

/** Whoever else has the issue was chosen by a person or by a rule of the project, which is theirs to decide. */
async function check(id: string, issue: IssueRef, jira: AssigneeDeps): Promise<AssigneeVerdict> {
  const seen = await inTurn('get', jira, async () =>
    (await jira.tracker.assigneeOf(issue)) === null ? 'dropped' : 'kept',
  );
  if (seen === 'dropped') return assign(id, issue, jira);
  // What may not be read is not asked for again for a while.
  return seen === 'refused' ? 'kept' : seen;
}

function assign(id: string, issue: IssueRef, jira: AssigneeDeps): Promise<AssigneeVerdict> {
  return inTurn('assignee', jira, async () => {
    await jira.tracker.assign(issue, id);
    return 'dropped';
  });
}

/** One request in its turn. While Jira rests it is left out: a later issue will tell. */
async function inTurn(
  endpoint: string,
  jira: AssigneeDeps,
  act: () => Promise<AssigneeVerdict>,
): Promise<AssigneeVerdict> {
  const asked = await inBackground(jira, endpoint, act);
  if (asked.end === 'done') return asked.value;
  // An odd answer about one issue is no sign that Jira is ill.
  return asked.end === 'failed' ? 'refused' : 'unknown';
}
