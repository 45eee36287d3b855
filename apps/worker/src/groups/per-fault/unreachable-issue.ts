/** A fault whose issue Jira does not show, or does not let us tell. Another one is opened in its place once at most. */

import type { IssueRef } from '@guance-jira/jira';
import type { FaultState } from '@guance-jira/ledger';
import { applied } from '@guance-jira/ledger';
import type { IssueRoute } from '@guance-jira/mapping';
import type { Step } from '../../disposition.ts';
import type { FaultTurn } from './context.ts';
import { endTurn } from './end-turn.ts';

/** The end of an event that may open no other issue in place of the one that is gone; null: it may. */
export async function endUnreachable(
  turn: FaultTurn,
  state: FaultState & { issue: IssueRef },
  route: IssueRoute,
): Promise<Step | null> {
  const { issue } = state;
  const visible = (await turn.jira.visibility?.of(issue)) ?? 'unknown';
  if (!state.anew && (state.seen || visible !== 'hidden')) return null;
  if (!state.seen) turn.jira.visibility?.met(issue);
  const reason = state.seen
    ? `gone: ${issue.key} is gone, as the one before it; a fault gets no third issue`
    : hiddenReason(issue);
  return endTurn(turn, route, applied(state, turn), { outcome: 'ignored', reason, issue, warnings: [reason] });
}

/** The same for an issue that can be neither opened again nor told. */
export async function endUntold(
  turn: FaultTurn,
  state: FaultState & { issue: IssueRef },
  route: IssueRoute,
  { warnings = [] }: { warnings?: readonly string[] },
): Promise<Step | null> {
  if (!state.anew) return null;
  const { issue } = state;
  const reason = `untold: ${issue.key} can be neither opened again nor told, as the one before it; a fault gets no third issue`;
  return endTurn(turn, route, applied(state, turn), {
    outcome: 'ignored',
    reason,
    issue,
    warnings: [...warnings, reason],
  });
}

/** Why an issue could not be told: hidden, where the account sees none of the project; null: it is gone. */
export async function whyUnseen(turn: FaultTurn, issue: IssueRef): Promise<string | null> {
  if ((await turn.jira.visibility?.of(issue)) !== 'hidden') return null;
  turn.jira.visibility?.met(issue);
  return hiddenReason(issue);
}

function hiddenReason({ key }: IssueRef): string {
  return `hidden: this account may create but not see ${key}`;
}
