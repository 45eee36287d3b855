/** Who shall watch a new issue. No event fails or waits for it: Jira may not let this account, or not know the person. */

import type { IssueRef } from '@guance-jira/jira';
import type { IssueDraft } from '@guance-jira/mapping';
import { inBackground } from '../throttle/background-request.ts';
import type { RequestDeps } from '../throttle/deps.ts';

/** To be called after the issue is recorded, which stands whatever happens here. Never throws; gives warnings for the log. */
export async function addWatchers(
  { watchers = [] }: Pick<IssueDraft, 'watchers'>,
  issue: IssueRef,
  jira: RequestDeps,
): Promise<string[]> {
  const warnings: string[] = [];
  for (const person of watchers) {
    const refused = await watched(person, issue, jira).catch(wordsOf);
    if (refused !== null) warnings.push(`watchers: ${person} does not watch ${issue.key}: ${refused}`);
  }
  return warnings;
}

/** Null, or why not. */
async function watched(person: string, issue: IssueRef, jira: RequestDeps): Promise<string | null> {
  const asked = await inBackground(jira, 'watchers', () => jira.tracker.watch(issue, person));
  if (asked.end === 'failed') return asked.failure.message;
  if (asked.end === 'not_now') return 'requests to Jira rest';
  return asked.value ? null : 'nobody is known by that e-mail';
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
