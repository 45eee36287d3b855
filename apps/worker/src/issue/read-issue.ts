import type { IssueNow, IssueRef } from '@guance-jira/jira';
import type { Step } from '../disposition.ts';
import type { IssueTurn } from './issue-turn.ts';
import { reading } from './requests.ts';

/**
 * The issue as it is now; null when it is gone or hidden.
 * @param followed ids and names of fields whose hands are asked for
 */
export function readIssue(
  turn: IssueTurn,
  ref: IssueRef,
  followed: readonly string[] = [],
): Promise<IssueNow | null | Step> {
  return reading(turn, 'get', () => turn.jira.tracker.read(ref, followed));
}
