/** Whether an issue needs no recovery any more, as a person has closed or deleted it, which no event tells. */
import type { IssueRef } from '@guance-jira/jira';
import type { IssueDeps } from '../issue/deps.ts';
import { inBackground } from '../throttle/background-request.ts';

type Deps = Parameters<typeof inBackground>[0] & Pick<IssueDeps, 'tracker' | 'visibility'>;

/** False where Jira does not tell now. */
export async function isClosedIssue(issue: IssueRef, jira: Deps): Promise<boolean> {
  const seen = await inBackground(jira, 'get', () => jira.tracker.read(issue));
  if (seen.end !== 'done') return false;
  if (seen.value === null) return (await jira.visibility?.of(issue)) !== 'hidden';
  return seen.value.status.category === 'done';
}
