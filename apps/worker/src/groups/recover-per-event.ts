/** A recovery under `group: event`: every issue that an event of the fault opened is told, and moved as its route says. */

import type { Settlement } from '@guance-jira/ledger';
import { type Plan, storedRoute } from '@guance-jira/mapping';
import { isStep, type Step } from '../disposition.ts';
import { withForgotten } from './lost-events.ts';
import type { FaultTurn } from './per-fault/context.ts';
import { overtaken, settleTurn } from './per-fault/end-turn.ts';
import { recoverIssue, recoveryOf } from './per-fault/recover.ts';
import { noteRecovery } from './recovery-note.ts';

/**
 * Null when the fault's events have opened no issue. To be repeated after a wait.
 * @param keep writes what else is known, together with the end; false when another attempt has taken the lane
 */
export async function recoverEvents(
  turn: FaultTurn,
  plan: Plan,
  keep: (end: Settlement) => Promise<boolean> = async () => true,
): Promise<Step | null> {
  const { event, facts } = turn;
  const { issues: known, elsewhere } = await turn.faults.issuesOf({
    faultKey: event.faultKey,
    before: event.faultKeyBefore,
    workspace: turn.workspace,
  });
  const issues = await withForgotten(turn, known, elsewhere);
  if (isStep(issues)) return issues;
  const recovery = recoveryOf(facts.moment.at, event.faultStart, event.durationS);
  const results = [];
  for (const issue of issues) {
    const route = storedRoute(issue.route, plan, turn.rules);
    if (route === null) continue;
    const recovered = await recoverIssue(turn, issue, route, recovery);
    if (isStep(recovered)) return recovered;
    results.push({ ...recovered, route: issue.route });
  }
  const last =
    results.findLast(({ did }) => did === 'resolved') ??
    results.findLast(({ did }) => did !== 'nothing') ??
    results.at(-1);
  if (last === undefined) return null;
  const { did, reason = null, issue, route } = last;
  await noteRecovery(turn);
  const outcome = did === 'nothing' ? 'ignored' : did;
  const end: Settlement = { outcome, route, reason, issue };
  if (!(await keep(end))) return overtaken();
  return settleTurn(
    turn,
    end,
    results.flatMap(({ warnings }) => warnings),
  );
}
