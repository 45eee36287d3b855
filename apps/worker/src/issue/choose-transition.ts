/** Pure: which of the offered transitions leads to where the rules want the issue. */
import type { Transition } from '../tracker/tracker.ts';

export interface Choice {
  transition: Transition;
  /** False for a step on the way, after which is looked again. */
  final: boolean;
}

const CATEGORY = 'category:';
/** What `recover: {}` means: finished, whatever the project calls it. */
export const DONE: readonly string[] = ['category:done'];

/**
 * The first wish that is offered: by the name of the transition, the name of the status it leads to, the transition's id, or
 * `category:done`. Where none is, a step from new work into work in progress, since many workflows finish only from there.
 * @param visited names of statuses where the issue has been, so that no step is taken twice
 */
export function chooseTransition(
  offered: readonly Transition[],
  wishes: readonly string[],
  visited: readonly string[],
): Choice | null {
  for (const wish of wishes.map(plain)) {
    const found = offered.find((transition) => fits(transition, wish));
    if (found) return { transition: found, final: true };
  }
  const step = offered.find(({ to }) => to.category === 'indeterminate' && !visited.includes(to.name));
  return step ? { transition: step, final: false } : null;
}

/** Whether an issue in this status is where the wishes lead. */
export function arrived(status: Transition['to'], wishes: readonly string[]): boolean {
  return wishes.map(plain).some((wish) => wish === plain(status.name) || wish === `${CATEGORY}${status.category}`);
}

/** A way back to open work: one that says so before any other, and new work before work in progress. */
export function chooseReopening(offered: readonly Transition[]): Choice | null {
  const open = offered.filter(({ to }) => to.category !== 'done');
  const named = open.find(({ name, to }) => REOPEN.test(name) || REOPEN.test(to.name));
  const found = named ?? open.find(({ to }) => to.category === 'new') ?? open[0];
  return found ? { transition: found, final: true } : null;
}

/** The resolution to send: the wished one where the screen asks for it; else one only if the screen insists. */
export function resolutionFor(
  { resolution }: Transition,
  wished: string | null,
  wontFix: readonly string[],
): string | null {
  if (resolution === null) return null;
  const named = resolution.allowed.find((name) => plain(name) === plain(wished ?? ''));
  if (named !== undefined || !resolution.required) return named ?? wished;
  const refused = wontFix.map(plain);
  const usable = resolution.allowed.filter((name) => !refused.includes(plain(name)) && !NOT_SOLVED.test(name));
  return usable[0] ?? wished;
}

const REOPEN = /re-?open|重新打开|重新开启|重开/i;
/** Resolutions that would say something else than "solved". */
const NOT_SOLVED = /won't|will not|duplicate|cannot|can't|不予|重复|无法/i;

function fits({ id, name, to }: Transition, wish: string): boolean {
  if (wish.startsWith(CATEGORY)) return to.category === wish.slice(CATEGORY.length).trim();
  return plain(name) === wish || plain(to.name) === wish || id === wish;
}

function plain(text: string): string {
  return text.trim().toLowerCase();
}
