/** Moves an issue through its workflow, in several steps where it needs them. A way that is not there is no failure. */
import type { StatusEnd } from '@guance-jira/mapping';
import { concernsOnlyThis } from '../throttle/report-failure.ts';
import { isJirasRefusal } from '../tracker/classify-response.ts';
import { isStep, type Step } from '../tracker/disposition.ts';
import type { IssueNow, IssueRef, StatusCategory, Transition } from '../tracker/tracker.ts';
import { arrived, type Choice, resolutionFor } from './choose-transition.ts';
import { type IssueTurn, reading, writing } from './requests.ts';

export interface Way {
  choose: (offered: readonly Transition[], visited: readonly string[]) => Choice | null;
  /** Names or ids of transitions, names or categories of statuses. */
  wishes: readonly string[];
  resolution: string | null;
  wontFix: readonly string[];
}

/** How a move ended, and what the status means in which the issue is now. */
export type MoveEnd =
  | Exclude<StatusEnd, { end: 'moved' }>
  | (Extract<StatusEnd, { end: 'moved' }> & { readonly category: StatusCategory });

/** A workflow that needs more is one that nobody wants walked by a program. */
const MOST_STEPS = 3;

/**
 * Safe to repeat: a move whose answer was lost shows in the issue's status, which the caller reads before. `StatusEnd.from` is the
 * status before this event's first step.
 */
export async function moveIssue(turn: IssueTurn, issue: IssueNow, way: Way): Promise<MoveEnd | Step> {
  const { tracker } = turn.jira;
  const visited = [issue.status.name];
  for (let step = 1; step <= MOST_STEPS; step += 1) {
    const offered = await transitionsOf(turn, issue);
    if (isStep(offered)) return offered;
    const choice = way.choose(offered, visited);
    if (choice === null) break;
    if (!choice.final) {
      // Nothing is moved on the way to a status that the project has not.
      const statuses = await reading(turn, 'project', () => tracker.statuses(issue).catch(noneWhenRefused));
      if (isStep(statuses)) return statuses;
      if (!statuses.some((status) => arrived(status, way.wishes))) break;
    }
    const { transition } = choice;
    const from = await turn.progress.statusBefore(issue.id, issue.status.name);
    const resolution = resolutionFor(transition, way.resolution, way.wontFix);
    const written = await transit(turn, issue, transition, resolution);
    if (isStep(written)) return written;
    if (written.end === 'refused')
      return { end: 'refused', wanted: transition.name, words: written.failure.message.replace(/^Jira \w+: /, '') };
    if (choice.final) return { end: 'moved', from, to: transition.to.name, category: transition.to.category };
    visited.push(transition.to.name);
  }
  return {
    end: 'no_way',
    wanted: way.wishes.join(' / '),
    stoppedAt: visited.length > 1 ? (visited.at(-1) ?? null) : null,
  };
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

function transit(turn: IssueTurn, issue: IssueRef, { id }: Transition, resolution: string | null) {
  return writing(turn, 'transitions', issue, () => turn.jira.tracker.transition(issue, id, resolution));
}
