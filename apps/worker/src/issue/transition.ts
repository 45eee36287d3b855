/** Moves an issue through its workflow, in several steps where it needs them. A way that is not there is no failure. */

import type { IssueNow, IssueRef, StatusCategory, Transition } from '@guance-jira/jira';
import { isJirasRefusal, jirasWords, MAX_STEPS, missingOn, type Place, type TransitionPlan } from '@guance-jira/jira';
import type { StatusEnd } from '@guance-jira/mapping';
import { isStep, type Step } from '../disposition.ts';
import { concernsOnlyThis } from '../throttle/report-failure.ts';
import { lastChangeOf } from './closed-meanwhile.ts';
import type { IssueTurn } from './issue-turn.ts';
import { noted, reading } from './requests.ts';
import { walk } from './walk-transition.ts';

/** How a move ended, and what the status means in which the issue is now. */
export type MoveEnd = (
  | Exclude<StatusEnd, { end: 'moved' }>
  | (Extract<StatusEnd, { end: 'moved' }> & { readonly category: StatusCategory })
) & {
  /** What the rules have for a screen on the way and was not sent, and why. */
  readonly leftOut?: readonly string[];
};

/**
 * Safe to repeat: a move whose answer was lost shows in the issue's status, which the caller reads before. `StatusEnd.from` is the
 * status before this event's first step.
 */
export async function moveIssue(turn: IssueTurn, issue: IssueNow, plan: TransitionPlan): Promise<MoveEnd | Step> {
  const { tracker } = turn.jira;
  const visited = [issue.status.name];
  const leftOut: string[] = [];
  const since = lastChangeOf(issue);
  // The issue shows by now what became of an earlier step.
  if ((await turn.progress.steps(issue.id)) !== null) await turn.progress.noteSteps(issue.id, { since, made: 0 });
  let statuses: Place['statuses'] = null;
  for (let step = 1; step <= MAX_STEPS; step += 1) {
    const offered = await transitionsOf(turn, issue);
    if (isStep(offered)) return offered;
    const mayStep = step < MAX_STEPS;
    let choice = plan.choose(offered, { visited, statuses, mayStep });
    if (choice === 'statuses') {
      // Nothing is moved on the way to a status that the issue cannot have.
      const known = await reading(turn, 'project', () => tracker.statuses(issue).catch(noneWhenRefused));
      if (isStep(known)) return known;
      statuses = known;
      choice = plan.choose(offered, { visited, statuses, mayStep });
    }
    if (choice === null || choice === 'statuses') break;
    const { transition } = choice;
    const along = plan.along(transition);
    leftOut.push(...(along.unfit ?? []).map(({ field, reason }) => `${field}: ${reason}`));
    const before = await turn.progress.statusBefore(issue.id, issue.status.name);
    const written = await noted(before, (onLost) =>
      walk(turn, issue, transition, plan, async () => {
        await onLost();
        await turn.progress.noteSteps(issue.id, { since, made: step - 1 });
      }),
    );
    if (isStep(written)) return written;
    if (written.end === 'refused') {
      const words = jirasWords(written.failure);
      const missing = missingOn(transition, along);
      return { end: 'refused', wanted: transition.name, words, missing, ...stoppedAt(visited), leftOut };
    }
    if (choice.final)
      return { end: 'moved', from: before.was, to: transition.to.name, category: transition.to.category, leftOut };
    visited.push(transition.to.name);
    // A person may close it before the next one.
    await turn.progress.noteSteps(issue.id, { since, made: step });
  }
  return {
    end: 'not_offered',
    wanted: plan.targets.join(' / '),
    stoppedAt: stoppedAt(visited).stoppedAt ?? null,
    leftOut,
  };
}

/** @param visited statuses, the one before the first step too */
function stoppedAt(visited: readonly string[]): { stoppedAt?: string } {
  const last = visited.length > 1 ? visited.at(-1) : undefined;
  return last === undefined ? {} : { stoppedAt: last };
}

/** What is offered for the issue; nothing where Jira refuses that for this issue alone. */
export function transitionsOf(turn: IssueTurn, issue: IssueRef): Promise<Transition[] | Step> {
  return reading(turn, 'transitions', () => turn.jira.tracker.transitions(issue).catch(noneAlone(turn)));
}

/** A refusal of this issue's own, an archived one say; one that concerns everything is waited for. */
function noneAlone({ jira }: IssueTurn) {
  return async (error: unknown): Promise<[]> => {
    if (isJirasRefusal(error) && (await concernsOnlyThis(error, jira))) return [];
    throw error;
  };
}

function noneWhenRefused(error: unknown): [] {
  if (isJirasRefusal(error)) return [];
  throw error;
}
