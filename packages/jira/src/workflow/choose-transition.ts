/** Pure: which of the offered transitions leads to where the rules want the issue. */
import type { Transition } from '../tracker/records/transitions.ts';
import type { Choice, Place } from '../tracker/transition-plan.ts';
import { endsUnsolved, meansNotSolved, plain } from './not-solved.ts';

/** Where the rules want an issue: names or ids of transitions, names or categories of statuses, the best first. */
export interface Goal {
  targets: readonly string[];
  /** Names that mean "not solved" in this project, besides the usual words. */
  wontFix: readonly string[];
}

const CATEGORY = 'category:';
/** What `recover: {}` means: finished, whatever the project calls it. */
export const DONE: readonly string[] = ['category:done'];

/**
 * The first wish that can be had: at once, or by a step into work in progress, since many workflows finish only from there, where
 * the issue type has such a status. What means cancelled, rejected or duplicate is taken only where the rules name it, or where
 * nothing else that they wish is to be had.
 */
export function chooseTransition(offered: readonly Transition[], goal: Goal, place: Place): Choice | 'statuses' | null {
  const step = place.mayStep ? stepOf(offered, goal, place) : undefined;
  for (const target of goal.targets.map(plain)) {
    const found = offered.find((transition) => fits(transition, target) && isMeant(transition, target, goal));
    if (found) return { transition: found, final: true };
    if (step === undefined) continue;
    if (place.statuses === null) return 'statuses';
    if (
      place.statuses.some(
        (status) => isTargeted(status, target) && (isNamed(target) || !meansNotSolved(status.name, goal.wontFix)),
      )
    )
      return { transition: step, final: false };
  }
  const found = offered.find((transition) => goal.targets.some((target) => fits(transition, plain(target))));
  return found ? { transition: found, final: true } : null;
}

function stepOf(offered: readonly Transition[], { wontFix }: Goal, { visited }: Place): Transition | undefined {
  const steps = offered.filter(({ to }) => to.category === 'indeterminate' && !visited.includes(to.name));
  return steps.find((step) => !endsUnsolved(step, wontFix)) ?? steps[0];
}

/** It says "solved", or the rules want it all the same: by its name or id, or by a status whose own name says that it is not. */
function isMeant(transition: Transition, target: string, { wontFix }: Goal): boolean {
  if (!endsUnsolved(transition, wontFix)) return true;
  return (
    isNamed(target) &&
    (target === plain(transition.name) || target === transition.id || meansNotSolved(target, wontFix))
  );
}

function isNamed(target: string): boolean {
  return !target.startsWith(CATEGORY);
}

function isTargeted(status: Transition['to'], target: string): boolean {
  return target === plain(status.name) || target === `${CATEGORY}${status.category}`;
}

/** Whether an issue in this status is where the wishes lead. */
export function reached(status: Transition['to'], targets: readonly string[]): boolean {
  return targets.map(plain).some((target) => isTargeted(status, target));
}

/** A way back to open work: one that says so before any other, and new work before work in progress. */
export function chooseReopening(offered: readonly Transition[]): Choice | null {
  const open = offered.filter(({ to }) => to.category !== 'done');
  const named = open.find(({ name, to }) => REOPEN.test(name) || REOPEN.test(to.name));
  const found = named ?? open.find(({ to }) => to.category === 'new') ?? open[0];
  return found ? { transition: found, final: true } : null;
}

/**
 * The resolution to send: the wished one where the screen asks for it. In place of one that there is not, and where the screen insists,
 * the first that says solved: Jira refuses the whole transition for a name that it does not know.
 */
export function resolutionFor(
  { resolution }: Transition,
  wished: string | null,
  wontFix: readonly string[],
): string | null {
  if (resolution === null) return null;
  const { allowed, required } = resolution;
  const named = allowed.find((name) => plain(name) === plain(wished ?? ''));
  if (named !== undefined || (!required && (wished === null || allowed.length === 0))) return named ?? wished;
  return allowed.find((name) => !meansNotSolved(name, wontFix)) ?? (required ? wished : null);
}

const REOPEN = /re-?open|重新打开|重新开启|重开/i;

export function fits({ id, name, to }: Transition, target: string): boolean {
  if (target.startsWith(CATEGORY)) return to.category === target.slice(CATEGORY.length).trim();
  return plain(name) === target || plain(to.name) === target || id === target;
}
